using Metropool.Intake.Nominations;
using Metropool.Intake.Offers;
using Metropool.Intake.Retention;

namespace Metropool.Intake.Tests;

/// <summary>Nominations by an employer with an account.</summary>
public sealed class NominationTests(IntakeFixture intake)
{
    [Fact]
    public async Task Accepting_a_nomination_starts_a_draft()
    {
        var (scenario, email) = (await Scenario.CreateAsync(intake), Mailbox.NewAddress());
        var nominated = await scenario.NominateAsync(email).OkAsync();
        Assert.Equal(("open", "Voorgedragen de Collega", email), (nominated.Text("status"), nominated.Text("candidate"), nominated.Text("email")));
        // Fourteen days, until the end of the day in Amsterdam.
        Assert.Equal("2025-09-26T22:00:00Z", nominated.Text("expiresAt"));

        var candidate = await scenario.AcceptNominationAsync(email);

        var draft = await candidate.ReadAsync();
        Assert.Equal(
            ("draft", "Voorgedragen de Collega", "Beleidsadviseur", scenario.EmployerId, "Voorbeeldgemeente"),
            (
                draft.Text("status"), draft.Text("displayName"), draft.Text("function"),
                draft.Id("employers.0.organisationId"), draft.Text("nomination.employer")));
        Assert.Equal(["started", "nominated"], await candidate.HistoryKindsAsync());
        var read = await scenario.Employer.FetchNominationAsync(nominated.Id()).OkAsync();
        Assert.Equal(("accepted", null), (read.Text("status"), read.Text("email")));
        // The candidate completes and submits it.
        await candidate.SubmitAsync().RefusedAsync(BadRequest, "intake.application-incomplete");
    }

    [Fact]
    public async Task R46_The_employer_sees_that_a_nomination_was_accepted_and_nothing_of_the_application()
    {
        var (scenario, email) = (await Scenario.CreateAsync(intake), Mailbox.NewAddress());
        var nominated = await scenario.NominateAsync(email).OkAsync();
        await scenario.AcceptNominationAsync(email);

        var line = Assert.Single(await scenario.Employer.ItemsAsync("/intake/v1/nominations?status=accepted")).AsObject();

        Assert.Equal(
            [
                "agreementId", "applicationId", "candidate", "editionId", "editionName", "email", "expiresAt", "externalReference", "function", "id",
                "nominatedAt", "participationId", "settledAt", "status", "successionId", "undeliverable",
            ],
            line.Select(field => field.Key).Order());
        Assert.All(["agreementId", "applicationId", "participationId"], field => Assert.Null(line.Text(field)));
        Assert.Empty(await scenario.Employer.ItemsAsync("/intake/v1/agreements"));
        var another = intake.OrganisationClient(Some.Id());
        await another.FetchNominationAsync(nominated.Id()).RefusedAsync(NotFound, "intake.nomination-unknown");
    }

    [Fact]
    public async Task A_code_works_once_also_with_six_requests_at_once()
    {
        var (scenario, email) = (await Scenario.CreateAsync(intake), Mailbox.NewAddress());
        await scenario.NominateAsync(email).OkAsync();
        var code = await intake.CodeMailedAsync(email);

        var statuses = await Json.AtOnceAsync(6, _ => AcceptAsync(code));

        Assert.Equal([Created, .. Enumerable.Repeat(NotFound, 5)], statuses);
        await AcceptAsync(code).RefusedAsync(NotFound, "intake.nomination-unknown");
        await AcceptAsync("nietseens").RefusedAsync(NotFound, "intake.nomination-unknown");
        await AcceptAsync("<script>").RefusedAsync(BadRequest, "request.invalid");
    }

    [Fact]
    public async Task A_nomination_is_added_to_an_open_application_of_the_same_employer()
    {
        var (scenario, email) = (await Scenario.CreateAsync(intake), Mailbox.NewAddress());
        var candidate = await scenario.SubmittedAsync();
        await scenario.NominateAsync(email).OkAsync();

        var accepted = await scenario.AcceptNominationAsync(email, candidate.PersonId);

        Assert.Equal(candidate.ApplicationId, accepted.ApplicationId);
        var read = await candidate.ReadAsync();
        Assert.Equal(
            ("submitted", "Deelnemer van Voorbeeld", "Voorbeeldgemeente"),
            (read.Text("status"), read.Text("displayName"), read.Text("nomination.employer")));
    }

    [Fact]
    public async Task A_nomination_is_not_added_to_an_application_of_another_employer_and_its_code_remains_valid()
    {
        var (scenario, email) = (await Scenario.CreateAsync(intake), Mailbox.NewAddress());
        var candidate = await scenario.DraftAsync(scenario.ContentByName());
        await scenario.NominateAsync(email).OkAsync();
        var code = await intake.CodeMailedAsync(email);

        await candidate.Client.PostAsync("/intake/v1/nominations/acceptance", new { code }).RefusedAsync(Conflict, "intake.nominated-by-another");

        await candidate.WithdrawAsync().OkAsync();
        await scenario.AcceptNominationAsync(email, candidate.PersonId);
    }

    [Fact]
    public async Task Declining_a_nomination_deletes_the_address()
    {
        var (scenario, email) = (await Scenario.CreateAsync(intake), Mailbox.NewAddress());
        var nominated = await scenario.NominateAsync(email).OkAsync();
        var code = await intake.CodeMailedAsync(email);

        await scenario.DeclineNominationAsync(email);

        var read = await scenario.Employer.FetchNominationAsync(nominated.Id()).OkAsync();
        Assert.Equal(("declined", null), (read.Text("status"), read.Text("email")));
        await AcceptAsync(code).RefusedAsync(NotFound, "intake.nomination-unknown");
        await scenario.WithdrawNominationAsync(nominated.Id()).RefusedAsync(Conflict, "intake.nomination-not-open");
    }

    [Fact]
    public async Task Withdrawing_a_nomination_invalidates_its_code()
    {
        var (scenario, email) = (await Scenario.CreateAsync(intake), Mailbox.NewAddress());
        var nominated = await scenario.NominateAsync(email).OkAsync();
        await scenario.NominateAsync(email.ToUpperInvariant()).RefusedAsync(Conflict, "intake.already-nominated");
        var code = await intake.CodeMailedAsync(email);

        Assert.Equal("withdrawn", (await scenario.WithdrawNominationAsync(nominated.Id()).OkAsync()).Text("status"));

        await AcceptAsync(code).RefusedAsync(NotFound, "intake.nomination-unknown");
        await scenario.NominateAsync(email).OkAsync();
    }

    [Fact]
    public async Task A_nomination_without_an_answer_expires_and_is_deleted_after_four_weeks()
    {
        var (scenario, email) = (await Scenario.CreateAsync(intake), Mailbox.NewAddress());
        var id = (await scenario.NominateAsync(email).OkAsync()).Id();

        await intake.RunAsync<OfferExpiryJob>();
        Assert.Equal("open", (await scenario.Employer.FetchNominationAsync(id).OkAsync()).Text("status"));
        await intake.ExecuteAsync($"UPDATE nominations SET expires_at = {IntakeFixture.Now} WHERE id = {id}");
        await AcceptAsync(await intake.CodeMailedAsync(email)).RefusedAsync(NotFound, "intake.nomination-unknown");
        await intake.RunAsync<OfferExpiryJob>();
        Assert.Equal("expired", (await scenario.Employer.FetchNominationAsync(id).OkAsync()).Text("status"));

        await AgeAsync(id, days: 28);
        Assert.Equal(1, await CountAsync(id));
        await AgeAsync(id, days: 29);
        Assert.Equal(0, await CountAsync(id));
    }

    [Theory]
    [InlineData("email", "iemand@ergens")]
    [InlineData("callName", " ")]
    [InlineData("surname", "")]
    public async Task An_invalid_name_or_address_is_refused(string field, string value)
    {
        var scenario = await Scenario.CreateAsync(intake);
        var body = new JsonObject { ["editionId"] = scenario.EditionId, ["callName"] = "A", ["surname"] = "B", ["email"] = Mailbox.NewAddress() };
        body[field] = value;

        await scenario.Employer.PostAsync("/intake/v1/nominations", body).RefusedAsync(BadRequest, "request.invalid");
    }

    [Fact]
    public async Task A_nomination_requires_an_open_edition()
    {
        var draft = await Scenario.CreateAsync(intake, status: EditionStatus.Draft);
        await draft.NominateAsync(Mailbox.NewAddress()).RefusedAsync(NotFound, "intake.edition-unknown");
        var cancelled = await Scenario.CreateAsync(intake);
        var email = Mailbox.NewAddress();
        await cancelled.NominateAsync(email).OkAsync();
        var code = await intake.CodeMailedAsync(email);
        await cancelled.CancelAsync();

        await cancelled.NominateAsync(Mailbox.NewAddress()).RefusedAsync(Conflict, "intake.edition-not-open");
        await AcceptAsync(code).RefusedAsync(NotFound, "intake.nomination-unknown");
    }

    [Fact]
    public async Task Only_one_of_eight_identical_nominations_at_once_is_made()
    {
        var (scenario, email) = (await Scenario.CreateAsync(intake), Mailbox.NewAddress());

        var statuses = await Json.AtOnceAsync(8, _ => scenario.NominateAsync(email));

        Assert.Equal([Created, .. Enumerable.Repeat(Conflict, 7)], statuses);
    }

    [Fact]
    public async Task The_number_of_mails_to_a_nominated_person_is_limited_per_employer()
    {
        var (scenario, other, email) = (await Scenario.CreateAsync(intake), await Scenario.CreateAsync(intake), Mailbox.NewAddress());
        // A refused nomination isn't counted.
        await scenario.NominateAsync(email, Some.Id()).RefusedAsync(NotFound, "intake.succession-unknown");
        for (var i = 0; i < 5; i++)
        {
            var id = (await scenario.NominateAsync(email).OkAsync()).Id();
            await scenario.WithdrawNominationAsync(id).OkAsync();
        }

        await scenario.NominateAsync(email).RefusedAsync(TooManyRequests, "intake.nomination-mailed-too-often");
        // The limit of one employer doesn't affect another.
        await other.NominateAsync(email).OkAsync();
    }

    private Task<HttpResponseMessage> AcceptAsync(string code) => intake.PersonClient().PostAsync("/intake/v1/nominations/acceptance", new { code });

    private Task<int> CountAsync(Guid id) => intake.CountAsync<Nomination>(nomination => nomination.Id == id);

    private async Task AgeAsync(Guid id, int days)
    {
        await intake.ExecuteAsync($"UPDATE nominations SET settled_at = {IntakeFixture.Now.AddDays(-days)} WHERE id = {id}");
        await intake.RunAsync<RetentionJob>();
    }
}
