using Metropool.Journey.Gateway;

namespace Metropool.Journey.Clients;

/// <summary>The requests to Intake.</summary>
internal sealed class IntakeClient(GatewayClient gateway)
{
    private const string Base = "intake/v1";

    /// <summary>Sets the capacity of an edition and the last day for successors. The other terms stay the same.</summary>
    public async Task SetTermsAsync(Session session, Guid edition, int capacity, DateOnly successorsUntil, CancellationToken cancellationToken)
    {
        // Intake has the edition when it has handled the event of its opening.
        var terms = await gateway.Retry.RetryWhileRefusedAsync(
            $"edition {edition} in Intake",
            token => gateway.GetAsync<TermsResponse>(session, $"{Base}/editions/{edition}/terms", token),
            ["intake.edition-unknown"],
            cancellationToken);
        await gateway.PutAsync<NoContent>(
            session,
            $"{Base}/editions/{edition}/terms",
            new
            {
                capacity,
                minimumGroup = 1,
                successorsUntil,
                priceInCents = terms.PriceIsStated ? null : terms.PriceInCents,
                terms.HotelIncluded,
                terms.Vat,
                terms.Cancellation,
            },
            cancellationToken);
    }

    /// <summary>Starts an application.</summary>
    public Task<ApplicationResponse> StartAsync(Session session, Guid edition, ApplicationRequest content, CancellationToken cancellationToken) =>
        gateway.Retry.RetryWhileRefusedAsync(
            $"edition {edition} and {content.Employer.Name} in Intake",
            token => gateway.PostAsync<ApplicationResponse>(
                session,
                $"{Base}/applications",
                new
                {
                    editionId = edition,
                    content.Name,
                    content.Employer,
                    content.Function,
                    content.Challenge,
                    content.LearningWishes,
                    content.Motivation,
                    content.Capacities,
                },
                token),
            ["intake.edition-unknown", "intake.organisation-not-registered"],
            cancellationToken);

    public Task SubmitAsync(Session session, Guid application, CancellationToken cancellationToken) =>
        gateway.PostAsync<NoContent>(session, $"{Base}/applications/{application}/submission", null, cancellationToken);

    public Task<IReadOnlyList<ApplicationResponse>> ListAsync(Session session, Guid edition, CancellationToken cancellationToken) =>
        gateway.ListAsync<ApplicationResponse>(session, $"{Base}/applications?editionId={edition}", cancellationToken);

    public Task<ApplicationResponse> ApplicationAsync(Session session, Guid application, CancellationToken cancellationToken) =>
        gateway.GetAsync<ApplicationResponse>(session, $"{Base}/applications/{application}", cancellationToken);

    public Task RecordHeldAsync(Session session, Guid application, CancellationToken cancellationToken) =>
        gateway.Retry.RetryWhileRefusedAsync(
            $"the interview of application {application} in Intake",
            token => gateway.PostAsync<NoContent>(session, $"{Base}/applications/{application}/interview/held", new { }, token),
            ["intake.interview-not-booked"],
            cancellationToken);

    public Task JudgeAsync(
        Session session,
        Guid application,
        JudgedCriterion learningWishes,
        JudgedCriterion motivation,
        JudgedCriterion capacities,
        CancellationToken cancellationToken) =>
        gateway.PostAsync<NoContent>(
            session,
            $"{Base}/applications/{application}/judgement",
            new { learningWishes, motivation, capacities },
            cancellationToken,
            versionPath: $"{Base}/applications/{application}");

    /// <summary>Reads the judgement and confirms it.</summary>
    public async Task ConfirmJudgementAsync(Session session, Guid application, CancellationToken cancellationToken)
    {
        var read = await ApplicationAsync(session, application, cancellationToken);
        await gateway.PostAsync<NoContent>(
            session,
            $"{Base}/applications/{application}/judgement/confirmation",
            new { judgementId = read.Judgements[0].JudgementId },
            cancellationToken);
    }

    /// <summary>Requests the agreement of the employer.</summary>
    /// <returns>The id of the agreement.</returns>
    public async Task<Guid> RequestAgreementAsync(Session session, Guid application, CancellationToken cancellationToken)
    {
        var requested = await gateway.PostAsync<ApplicationResponse>(
            session, $"{Base}/applications/{application}/agreement-requests", new { }, cancellationToken);
        return requested.Agreement!.AgreementId;
    }

    /// <summary>Reads the agreement as the employer and grants it.</summary>
    public async Task GrantAgreementAsync(Session session, Guid agreement, string employer, CancellationToken cancellationToken)
    {
        var read = await gateway.GetAsync<AgreementResponse>(session, $"{Base}/agreements/{agreement}", cancellationToken);
        await gateway.PostAsync<NoContent>(
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

    /// <summary>Refuses the agreement as the employer.</summary>
    public Task RefuseAgreementAsync(Session session, Guid agreement, string reason, CancellationToken cancellationToken) =>
        gateway.PostAsync<NoContent>(session, $"{Base}/agreements/{agreement}/refusal", new { reason }, cancellationToken);

    public Task WithdrawAsync(Session session, Guid application, CancellationToken cancellationToken) =>
        gateway.PostAsync<NoContent>(session, $"{Base}/applications/{application}/withdrawal", null, cancellationToken);

    /// <summary>The id of the place that is held for an employer in an edition.</summary>
    public async Task<Guid> HeldPlaceAsync(Session session, Guid edition, CancellationToken cancellationToken) =>
        (await gateway.ListAsync<SuccessionResponse>(session, $"{Base}/successions?state=held", cancellationToken))
            .SingleOrDefault(place => place.EditionId == edition)?.Id
            ?? throw new JourneyException($"No place of edition {edition} is held for the employer.");

    public Task NominateAsync(Session session, Guid edition, Guid succession, CandidateName name, string email, CancellationToken cancellationToken) =>
        gateway.PostAsync<NoContent>(
            session,
            $"{Base}/nominations",
            new { editionId = edition, successionId = succession, name.CallName, name.Surname, email },
            cancellationToken);

    public Task<ApplicationResponse> AcceptNominationAsync(Session session, string code, CancellationToken cancellationToken) =>
        gateway.PostAsync<ApplicationResponse>(session, $"{Base}/nominations/acceptance", new { code }, cancellationToken);

    /// <summary>Changes the content of an application.</summary>
    public Task ChangeAsync(Session session, Guid application, ApplicationRequest content, CancellationToken cancellationToken) =>
        gateway.PutAsync<NoContent>(session, $"{Base}/applications/{application}", content, cancellationToken);

    public Task WaiveSuccessionAsync(Session session, Guid succession, CancellationToken cancellationToken) =>
        gateway.PostAsync<NoContent>(session, $"{Base}/successions/{succession}/waiver", null, cancellationToken);

    public Task AcceptOfferAsync(Session session, Guid application, CancellationToken cancellationToken) =>
        gateway.PostAsync<NoContent>(session, $"{Base}/applications/{application}/offer/acceptance", null, cancellationToken);

    /// <summary>The places that are or were held for employers.</summary>
    public Task<IReadOnlyList<SuccessionResponse>> HeldPlacesAsync(Session session, Guid edition, CancellationToken cancellationToken) =>
        gateway.GetAsync<IReadOnlyList<SuccessionResponse>>(session, $"{Base}/editions/{edition}/held-places", cancellationToken);

    public Task RejectAsync(Session session, Guid application, string reason, CancellationToken cancellationToken) =>
        gateway.PostAsync<NoContent>(
            session,
            $"{Base}/applications/{application}/decision",
            new { outcome = "reject", reason },
            cancellationToken,
            versionPath: $"{Base}/applications/{application}");

    public Task AdmitAsync(Session session, Guid application, string reason, CancellationToken cancellationToken) =>
        gateway.PostAsync<NoContent>(
            session,
            $"{Base}/applications/{application}/decision",
            new { outcome = "admit", reason },
            cancellationToken,
            versionPath: $"{Base}/applications/{application}");
}

/// <summary>The terms of an edition.</summary>
internal sealed record TermsResponse(long? PriceInCents, bool PriceIsStated, bool HotelIncluded, string Vat, IReadOnlyList<CancellationStep> Cancellation);

/// <summary>A step of the cancellation terms.</summary>
internal sealed record CancellationStep(int UntilDaysBeforeStart, int ChargePercentage);

/// <summary>An application.</summary>
internal sealed record ApplicationResponse(
    Guid Id,
    Guid EditionId,
    Guid PersonId,
    string Status,
    ApplicationInterview? Interview,
    IReadOnlyList<ApplicationJudgement> Judgements,
    ApplicationAgreement? Agreement);

/// <summary>The interview of an application.</summary>
internal sealed record ApplicationInterview(string Status);

/// <summary>The employer agreement of an application.</summary>
internal sealed record ApplicationAgreement(Guid AgreementId, string Status);

/// <summary>A place that is or was held for an employer.</summary>
internal sealed record SuccessionResponse(Guid Id, Guid EditionId, string State);

/// <summary>An agreement, as the employer reads it.</summary>
internal sealed record AgreementResponse(Guid Id, string Status, AgreementTerms? Terms, long TermsVersion);

/// <summary>The terms of an agreement.</summary>
internal sealed record AgreementTerms(long PriceInCents);

/// <summary>A judgement of an application.</summary>
internal sealed record ApplicationJudgement(Guid JudgementId);

/// <summary>The content of an application.</summary>
internal sealed record ApplicationRequest(
    CandidateName Name, ApplicationEmployer Employer, string Function, string Challenge, LearningLines LearningWishes, string Motivation, string Capacities);

/// <summary>The name of a candidate.</summary>
internal sealed record CandidateName(string CallName, string Surname, string CertificateName);

/// <summary>The employer of a candidate.</summary>
internal sealed record ApplicationEmployer(Guid OrganisationId, string Name, DateOnly From);

/// <summary>A text for each of the two learning lines.</summary>
internal sealed record LearningLines(string Cognitive, string Personal);

/// <summary>The judgement of one criterion.</summary>
internal sealed record JudgedCriterion(bool Fits, string Note);
