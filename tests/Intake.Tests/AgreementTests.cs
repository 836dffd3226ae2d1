using Metropool.Intake.Agreements;

namespace Metropool.Intake.Tests;

/// <summary>The agreement of an employer with an account: request, visibility and effect on the admission.</summary>
public sealed class AgreementTests(IntakeFixture intake)
{
    [Fact]
    public async Task An_admission_requires_the_agreement_of_the_employer()
    {
        var candidate = await (await Scenario.CreateAsync(intake)).ConfirmedAsync();
        await AdmitAsync(candidate).RefusedAsync(Conflict, "intake.employer-agreement-missing");

        var id = await candidate.AskedAsync();
        await AdmitAsync(candidate).RefusedAsync(Conflict, "intake.employer-agreement-missing");

        await candidate.GrantAsync(id).OkAsync();
        Assert.Equal("admitted", (await AdmitAsync(candidate).OkAsync()).Text("status"));
    }

    [Fact]
    public async Task Placing_on_the_waiting_list_and_rejecting_require_no_agreement()
    {
        var scenario = await Scenario.CreateAsync(intake);
        var (waiting, rejected) = (await scenario.ConfirmedAsync(), await scenario.ConfirmedAsync());

        Assert.Equal("waitListed", (await waiting.DecideAsync(scenario.Dean, "waitList").OkAsync()).Text("status"));
        Assert.Equal("rejected", (await rejected.DecideAsync(scenario.Dean, "reject").OkAsync()).Text("status"));
        await AdmitAsync(waiting).RefusedAsync(Conflict, "intake.employer-agreement-missing");
    }

    [Fact]
    public async Task R9_No_candidate_is_admitted_at_a_higher_price_than_the_employer_agreed_to()
    {
        var scenario = await Scenario.CreateAsync(intake);
        await scenario.SetTermsAsync(25, 1_000_00);
        var candidate = await scenario.InterviewedAsync();
        await candidate.AskAsync().RefusedAsync(Conflict, "intake.agreement-granted");

        await scenario.SetTermsAsync(25, 1_000_01);
        await AdmitAsync(candidate).RefusedAsync(Conflict, "intake.employer-agreement-outdated");

        // Asked again, the employer agrees to the new price; both answers are kept.
        await candidate.AgreedAsync();
        var admitted = await AdmitAsync(candidate).OkAsync();
        Assert.Equal(1_000_01, admitted.Number("application.terms.priceInCents"));
        Assert.Equal([AgreementStatus.Withdrawn, AgreementStatus.Granted], await candidate.AgreementStatusesAsync());
    }

    [Fact]
    public async Task R9_An_agreement_remains_valid_at_a_lower_price()
    {
        var scenario = await Scenario.CreateAsync(intake);
        await scenario.SetTermsAsync(25, 1_000_00);
        var candidate = await scenario.InterviewedAsync();

        await scenario.SetTermsAsync(25, 900_00);

        Assert.Equal(900_00, (await AdmitAsync(candidate).OkAsync()).Number("application.terms.priceInCents"));
        Assert.Equal(1_000_00, (await candidate.ReadAsync()).Number("agreement.terms.priceInCents"));
    }

    [Fact]
    public async Task R46_An_employer_sees_nothing_before_the_candidate_asks_and_then_only_status_dates_and_terms()
    {
        var scenario = await Scenario.CreateAsync(intake);
        var candidate = await scenario.ConfirmedAsync();
        Assert.Empty(await scenario.Employer.ItemsAsync("/intake/v1/agreements"));

        var id = await candidate.AskedAsync();
        await candidate.DecideAsync(scenario.Dean, "waitList", "Een reden.").OkAsync();

        var shown = await scenario.Employer.FetchAgreementAsync(id).OkAsync();
        Assert.Equal(
            [
                "applicationId", "applicationStatus", "candidate", "decidedAt", "editionId", "editionName", "employer", "endsOn", "expiresAt",
                "externalReference", "id", "interviewHeldAt", "invoice", "nominationId", "participationId", "reason", "requestedAt", "settledAt",
                "startsOn", "status", "submittedAt", "terms", "termsAtAdmission", "termsVersion", "time",
            ],
            shown.AsObject().Select(field => field.Key).Order());
        Assert.Equal(
            ("Deelnemer van Voorbeeld", "waitListed", 1, 4),
            (shown.Text("candidate"), shown.Text("applicationStatus"), shown.Number("time.studyDaysAWeek"), shown.Number("time.internshipWeeks")));
        Assert.All([.. Candidate.ConfidentialTexts, "Een reden."], text => Assert.DoesNotContain(text, shown.ToJsonString(), StringComparison.Ordinal));
        var listed = Assert.Single(await scenario.Employer.ItemsAsync("/intake/v1/agreements?status=requested"));
        Assert.Equal((id, "requested"), (listed.Id(), listed.Text("status")));
        Assert.Empty(await scenario.Employer.ItemsAsync("/intake/v1/agreements?status=granted"));
    }

    [Fact]
    public async Task R16_After_a_change_of_employer_the_former_employer_sees_nothing_and_its_agreement_is_invalid()
    {
        var scenario = await Scenario.CreateAsync(intake);
        var candidate = await scenario.ConfirmedAsync();
        var id = await candidate.AgreedAsync();
        Assert.Equal("decision", await candidate.TextAsync("nextStep"));

        await candidate.ChangeEmployerAsync().OkAsync();

        await scenario.Employer.FetchAgreementAsync(id).RefusedAsync(NotFound, "intake.agreement-unknown");
        Assert.Empty(await scenario.Employer.ItemsAsync("/intake/v1/agreements"));
        Assert.Equal("agreement", await candidate.TextAsync("nextStep"));
        await AdmitAsync(candidate).RefusedAsync(Conflict, "intake.employer-agreement-missing");
        await candidate.AskAsync().RefusedAsync(BadRequest, "intake.agreement-unreachable");
    }

    [Fact]
    public async Task R16_After_a_participant_changes_employers_the_former_employer_cannot_read_its_agreement()
    {
        var scenario = await Scenario.CreateAsync(intake);
        var candidate = await scenario.AdmittedAsync();
        var id = await candidate.AgreementIdAsync();
        var first = new EmployerPeriod { OrganisationId = scenario.EmployerId, Name = "Voorbeeldgemeente", From = new DateOnly(2019, 4, 1) };
        var participation = candidate.Participation(employers: [first]);
        await intake.HandledAsync(participation);
        await scenario.Employer.FetchAgreementAsync(id).OkAsync();
        // The change takes effect on its day.
        await MovedToAsync(2, new DateOnly(2025, 9, 13));
        await scenario.Employer.FetchAgreementAsync(id).OkAsync();

        await MovedToAsync(3, new DateOnly(2025, 9, 12));

        await scenario.Employer.FetchAgreementAsync(id).RefusedAsync(NotFound, "intake.agreement-unknown");
        await intake.HandledAsync(participation with { Version = 4, Employers = [first with { Until = new DateOnly(2025, 9, 11) }] });
        await scenario.Employer.FetchAgreementAsync(id).RefusedAsync(NotFound, "intake.agreement-unknown");

        Task MovedToAsync(long version, DateOnly day) => intake.HandledAsync(participation with
        {
            Version = version,
            Employers = [first with { Until = day.AddDays(-1) }, new EmployerPeriod { OrganisationId = Some.Id(), Name = "Andere gemeente", From = day }],
        });
    }

    [Fact]
    public async Task An_agreement_does_not_affect_a_judgement_that_waits_for_confirmation()
    {
        var candidate = await (await Scenario.CreateAsync(intake)).JudgedAsync();

        await candidate.AgreedAsync();

        Assert.Equal("confirmation", await candidate.TextAsync("nextStep"));
    }

    [Fact]
    public async Task The_number_of_notifications_of_an_employer_is_limited()
    {
        var candidate = await (await Scenario.CreateAsync(intake)).SubmittedAsync();
        for (var i = 0; i < 5; i++)
        {
            await candidate.AskAsync().OkAsync();
        }

        await candidate.AskAsync().RefusedAsync(TooManyRequests, "intake.agreement-mailed-too-often");
    }

    [Fact]
    public async Task A_refused_request_does_not_count_for_the_limit()
    {
        var candidate = await (await Scenario.CreateAsync(intake)).DraftAsync();
        for (var i = 0; i < 6; i++)
        {
            await candidate.AskAsync().RefusedAsync(Conflict, "intake.agreement-not-requestable");
        }

        await candidate.SubmitAsync().OkAsync();
        await candidate.AskAsync().OkAsync();
    }

    [Fact]
    public async Task A_notification_of_an_employer_does_not_name_the_candidate()
    {
        var scenario = await Scenario.CreateAsync(intake);
        var candidate = await scenario.SubmittedAsync();

        await candidate.AskedAsync();

        var notification = await intake.EmployerNotifiedAsync(scenario.EmployerId);
        Assert.Equal(28, notification.ValidForDays);
        Assert.Contains("10 oktober 2025", notification.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Voorbeeld", notification.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("withdrawn")]
    [InlineData("rejected")]
    public async Task A_request_ends_with_the_application(string how)
    {
        var scenario = await Scenario.CreateAsync(intake);
        var candidate = await scenario.ConfirmedAsync();
        await candidate.AskedAsync();

        await (how == "withdrawn" ? candidate.WithdrawAsync() : candidate.DecideAsync(scenario.Dean, "reject")).OkAsync();

        Assert.Equal("withdrawn", await candidate.TextAsync("agreement.status"));
        await candidate.AskAsync().RefusedAsync(Conflict, "intake.agreement-not-requestable");
    }

    [Fact]
    public async Task The_agreement_cannot_be_requested_for_a_draft()
    {
        var candidate = await (await Scenario.CreateAsync(intake)).DraftAsync();

        await candidate.AskAsync().RefusedAsync(Conflict, "intake.agreement-not-requestable");
    }

    [Fact]
    public async Task The_invoice_details_are_visible_to_the_programme_manager_only()
    {
        var scenario = await Scenario.CreateAsync(intake);
        var candidate = await scenario.SubmittedAsync();
        await scenario.Manager.Get($"{candidate.Path}/invoice").RefusedAsync(NotFound, "intake.agreement-unknown");

        await candidate.AgreedAsync();

        var invoice = await scenario.Manager.Get($"{candidate.Path}/invoice").OkAsync();
        Assert.Equal(
            ("00000099234567890000", "KP-1234", "1234 AB", "A. Manager"),
            (invoice.Text("oin"), invoice.Text("costCentre"), invoice.Text("postalCode"), invoice.Text("agreedByName")));
        Assert.DoesNotContain("00000099234567890000", (await candidate.ReadAsync()).ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_without_an_answer_expires_and_can_be_repeated()
    {
        var scenario = await Scenario.CreateAsync(intake);
        var (late, early) = (await scenario.SubmittedAsync(), await scenario.SubmittedAsync());
        var (id, other) = (await late.AskedAsync(), await early.AskedAsync());
        var grant = await Candidate.GrantRequestAsync(scenario.Employer, id);
        await intake.ExecuteAsync($"UPDATE employer_agreements SET expires_at = {IntakeFixture.Now} WHERE id = {id}");
        await late.GrantAsync(id, grant).RefusedAsync(Conflict, "intake.agreement-not-open");

        await intake.RunAsync<AgreementExpiryJob>();
        await intake.RunAsync<AgreementExpiryJob>();

        Assert.Equal("expired", await late.TextAsync("agreement.status"));
        Assert.Equal("requested", await early.TextAsync("agreement.status"));
        Assert.Single(await late.HistoryKindsAsync(), "agreementExpired");
        await late.NotifiedAsync("niet geantwoord");
        await late.AgreedAsync();
        await early.GrantAsync(other).OkAsync();
    }

    private static Task<HttpResponseMessage> AdmitAsync(Candidate candidate) => candidate.DecideAsync(candidate.Scenario.Dean, "admit");
}
