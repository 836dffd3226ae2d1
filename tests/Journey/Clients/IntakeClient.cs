using Metropool.Journey.Gateway;

namespace Metropool.Journey.Clients;

/// <summary>What a client asks of Intake.</summary>
internal sealed class IntakeClient(GatewayClient gateway)
{
    private const string Base = "intake/v1";

    /// <summary>Sets the capacity of an edition, and until when an employer may name a successor; leaves the other terms as they are.</summary>
    public async Task SetTermsAsync(Session session, Guid edition, int capacity, DateOnly successorsUntil, CancellationToken cancellationToken)
    {
        // The edition is known here once its opening was announced.
        var terms = await gateway.Patience.WhenArrivedAsync(
            $"Intake knows edition {edition}",
            token => gateway.GetAsync<TermsAnswer>(session, $"{Base}/editions/{edition}/terms", token),
            ["intake.edition-unknown"],
            cancellationToken);
        await gateway.PutAsync<Nothing>(
            session,
            $"{Base}/editions/{edition}/terms",
            new { capacity, minimumGroup = 1, successorsUntil, priceInCents = terms.PriceIsStated ? null : terms.PriceInCents, terms.HotelIncluded, terms.Vat, terms.Cancellation },
            cancellationToken);
    }

    /// <summary>Starts an application; there is one per person and edition.</summary>
    public Task<ApplicationAnswer> StartAsync(Session session, Guid edition, ApplicationText text, CancellationToken cancellationToken) =>
        gateway.Patience.WhenArrivedAsync(
            $"Intake knows edition {edition} and {text.Employer.Name}",
            token => gateway.PostAsync<ApplicationAnswer>(
                session,
                $"{Base}/applications",
                new { editionId = edition, text.Name, text.Employer, text.Function, text.Challenge, text.LearningWishes, text.Motivation, text.Capacities },
                token),
            ["intake.edition-unknown", "intake.organisation-unknown"],
            cancellationToken);

    public Task SubmitAsync(Session session, Guid application, CancellationToken cancellationToken) =>
        gateway.PostAsync<Nothing>(session, $"{Base}/applications/{application}/submission", null, cancellationToken);

    public Task<IReadOnlyList<ApplicationAnswer>> ListAsync(Session session, Guid edition, CancellationToken cancellationToken) =>
        gateway.ListAsync<ApplicationAnswer>(session, $"{Base}/applications?editionId={edition}", cancellationToken);

    public Task<ApplicationAnswer> ApplicationAsync(Session session, Guid application, CancellationToken cancellationToken) =>
        gateway.GetAsync<ApplicationAnswer>(session, $"{Base}/applications/{application}", cancellationToken);

    public Task RecordHeldAsync(Session session, Guid application, CancellationToken cancellationToken) =>
        gateway.Patience.WhenArrivedAsync(
            $"Intake knows the interview of application {application}",
            token => gateway.PostAsync<Nothing>(session, $"{Base}/applications/{application}/interview/held", new { }, token),
            ["intake.interview-not-booked"],
            cancellationToken);

    public Task JudgeAsync(Session session, Guid application, CriterionText learningWishes, CriterionText motivation, CriterionText capacities, CancellationToken cancellationToken) =>
        gateway.PostAsync<Nothing>(
            session,
            $"{Base}/applications/{application}/judgement",
            new { learningWishes, motivation, capacities },
            cancellationToken,
            shownAt: $"{Base}/applications/{application}");

    /// <summary>Reads the judgement, and confirms it.</summary>
    public async Task ConfirmJudgementAsync(Session session, Guid application, CancellationToken cancellationToken)
    {
        var read = await ApplicationAsync(session, application, cancellationToken);
        await gateway.PostAsync<Nothing>(
            session,
            $"{Base}/applications/{application}/judgement/confirmation",
            new { judgementId = read.Judgements[0].JudgementId },
            cancellationToken);
    }

    /// <summary>The candidate asks the employer for its agreement.</summary>
    /// <returns>What the employer was asked.</returns>
    public async Task<Guid> AskAgreementAsync(Session session, Guid application, CancellationToken cancellationToken)
    {
        var asked = await gateway.PostAsync<ApplicationAnswer>(session, $"{Base}/applications/{application}/agreement-requests", new { }, cancellationToken);
        return asked.Agreement!.AgreementId;
    }

    /// <summary>The employer reads what it is asked, and agrees to it.</summary>
    public async Task GrantAgreementAsync(Session session, Guid agreement, string employer, CancellationToken cancellationToken)
    {
        var read = await gateway.GetAsync<AgreementAnswer>(session, $"{Base}/agreements/{agreement}", cancellationToken);
        await gateway.PostAsync<Nothing>(
            session,
            $"{Base}/agreements/{agreement}/grant",
            new
            {
                kvkNumber = "12345678",
                costCentre = "Opleidingen",
                invoiceAddress = new { recipient = employer, addressLine = "Postbus 1", postalCode = "1234 AB", place = "Voorbeeldstad" },
                agreedByName = "Leidinggevende",
                agreedByFunction = "Afdelingshoofd",
                agreesToTime = true,
                agreesToPrice = true,
                read.Terms?.PriceInCents,
                read.TermsVersion,
            },
            cancellationToken);
    }

    /// <summary>The employer doesn't agree.</summary>
    public Task RefuseAgreementAsync(Session session, Guid agreement, string reason, CancellationToken cancellationToken) =>
        gateway.PostAsync<Nothing>(session, $"{Base}/agreements/{agreement}/refusal", new { reason }, cancellationToken);

    public Task WithdrawAsync(Session session, Guid application, CancellationToken cancellationToken) =>
        gateway.PostAsync<Nothing>(session, $"{Base}/applications/{application}/withdrawal", null, cancellationToken);

    /// <summary>The place that is held for an employer in an edition.</summary>
    public async Task<Guid> HeldPlaceAsync(Session session, Guid edition, CancellationToken cancellationToken) =>
        (await gateway.ListAsync<SuccessionAnswer>(session, $"{Base}/successions?state=held", cancellationToken)).SingleOrDefault(place => place.EditionId == edition)?.Id
            ?? throw new JourneyException($"No place of edition {edition} is held for the employer.");

    public Task NominateAsync(Session session, Guid edition, Guid succession, CandidateName name, string email, CancellationToken cancellationToken) =>
        gateway.PostAsync<Nothing>(session, $"{Base}/nominations", new { editionId = edition, successionId = succession, name.CallName, name.Surname, email }, cancellationToken);

    public Task<ApplicationAnswer> AcceptNominationAsync(Session session, string code, CancellationToken cancellationToken) =>
        gateway.PostAsync<ApplicationAnswer>(session, $"{Base}/nominations/acceptance", new { code }, cancellationToken);

    /// <summary>Completes a draft.</summary>
    public Task ChangeAsync(Session session, Guid application, ApplicationText text, CancellationToken cancellationToken) =>
        gateway.PutAsync<Nothing>(session, $"{Base}/applications/{application}", text, cancellationToken);

    public Task GiveUpPlaceAsync(Session session, Guid succession, CancellationToken cancellationToken) =>
        gateway.PostAsync<Nothing>(session, $"{Base}/successions/{succession}/waiver", null, cancellationToken);

    public Task AcceptOfferAsync(Session session, Guid application, CancellationToken cancellationToken) =>
        gateway.PostAsync<Nothing>(session, $"{Base}/applications/{application}/offer/acceptance", null, cancellationToken);

    /// <summary>What became of the places that were held.</summary>
    public Task<IReadOnlyList<SuccessionAnswer>> HeldPlacesAsync(Session session, Guid edition, CancellationToken cancellationToken) =>
        gateway.GetAsync<IReadOnlyList<SuccessionAnswer>>(session, $"{Base}/editions/{edition}/held-places", cancellationToken);

    public Task RejectAsync(Session session, Guid application, string reason, CancellationToken cancellationToken) =>
        gateway.PostAsync<Nothing>(
            session,
            $"{Base}/applications/{application}/decision",
            new { outcome = "reject", reason },
            cancellationToken,
            shownAt: $"{Base}/applications/{application}");

    public Task AdmitAsync(Session session, Guid application, string reason, CancellationToken cancellationToken) =>
        gateway.PostAsync<Nothing>(
            session,
            $"{Base}/applications/{application}/decision",
            new { outcome = "admit", reason },
            cancellationToken,
            shownAt: $"{Base}/applications/{application}");
}

/// <summary>The terms of an edition.</summary>
internal sealed record TermsAnswer(long? PriceInCents, bool PriceIsStated, bool HotelIncluded, string Vat, IReadOnlyList<CancellationStep> Cancellation);

/// <summary>One line of the cancellation table.</summary>
internal sealed record CancellationStep(int UntilDaysBeforeStart, int ChargePercentage);

/// <summary>An application.</summary>
internal sealed record ApplicationAnswer(Guid Id, Guid EditionId, Guid PersonId, string Status, InterviewState? Interview, IReadOnlyList<JudgementState> Judgements, AgreementState? Agreement);

/// <summary>The interview of an application.</summary>
internal sealed record InterviewState(string Status);

/// <summary>The agreement that an employer was asked for.</summary>
internal sealed record AgreementState(Guid AgreementId, string Status);

/// <summary>A place that is or was held for an employer.</summary>
internal sealed record SuccessionAnswer(Guid Id, Guid EditionId, string State);

/// <summary>An agreement as the employer reads it.</summary>
internal sealed record AgreementAnswer(Guid Id, string Status, PriceState? Terms, long TermsVersion);

/// <summary>What is agreed to.</summary>
internal sealed record PriceState(long PriceInCents);

/// <summary>A judgement of an application.</summary>
internal sealed record JudgementState(Guid JudgementId);

/// <summary>What a candidate writes.</summary>
internal sealed record ApplicationText(
    CandidateName Name, EmployerText Employer, string Function, string Challenge, LearningLines LearningWishes, string Motivation, string Capacities);

/// <summary>How a candidate is called.</summary>
internal sealed record CandidateName(string CallName, string Surname, string CertificateName);

/// <summary>A candidate's employer.</summary>
internal sealed record EmployerText(Guid OrganisationId, string Name, DateOnly From);

/// <summary>A text for each of the two learning lines.</summary>
internal sealed record LearningLines(string Cognitive, string Personal);

/// <summary>How one criterion fits what Metropool offers.</summary>
internal sealed record CriterionText(bool Fits, string Note);
