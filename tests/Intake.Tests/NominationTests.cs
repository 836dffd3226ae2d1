using System.Net;
using Metropool.Intake.Retention;
using Metropool.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metropool.Intake.Tests;

/// <summary>An employer names a candidate, who takes it up or doesn't.</summary>
public sealed class NominationTests(IntakeFixture intake)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_nomination_becomes_a_draft_of_the_candidate_who_takes_it_up()
    {
        var (scene, email) = (await Scene.OpenAsync(intake), Address());
        var nominated = await scene.NominateAsync(email).OkAsync();
        Assert.Equal(("open", "Voorgedragen de Collega", email), (nominated.Text("status"), nominated.Text("candidate"), nominated.Text("email")));
        // Fourteen days, until the end of the day in Amsterdam.
        Assert.Equal("2025-09-26T22:00:00Z", nominated.Text("expiresAt"));

        var candidate = await scene.TakeUpAsync(email);

        var draft = await candidate.ReadAsync();
        Assert.Equal(
            ("draft", "Voorgedragen de Collega", "Beleidsadviseur", scene.EmployerId, "Voorbeeldgemeente"),
            (draft.Text("status"), draft.Text("displayName"), draft.Text("function"), draft.Id("employers.0.organisationId"), draft.Text("nomination.employer")));
        Assert.Equal(["started", "nominated"], await candidate.HistoryAsync());
        var read = await scene.Employer.FetchAsync($"/intake/v1/nominations/{nominated.Id()}").OkAsync();
        Assert.Equal(("accepted", null), (read.Text("status"), read.Text("email")));
        // It is handed in by the candidate, once it is complete.
        await candidate.SubmitAsync().RefusedAsync(HttpStatusCode.BadRequest, "intake.application-incomplete");
    }

    [Fact]
    public async Task R46_The_employer_reads_that_it_was_taken_up_and_nothing_of_the_application()
    {
        var (scene, email) = (await Scene.OpenAsync(intake), Address());
        var nominated = await scene.NominateAsync(email).OkAsync();
        await scene.TakeUpAsync(email);

        var line = Assert.Single((await scene.Employer.FetchAsync("/intake/v1/nominations?status=accepted").OkAsync()).At("items")!.AsArray())!.AsObject();

        Assert.Equal(
            [
                "agreementId", "applicationId", "candidate", "editionId", "editionName", "email", "expiresAt", "externalReference", "function", "id",
                "nominatedAt", "participationId", "settledAt", "status", "successionId", "undeliverable",
            ],
            line.Select(field => field.Key).Order());
        Assert.All(["agreementId", "applicationId", "participationId"], field => Assert.Null(line.Text(field)));
        Assert.Empty((await scene.Employer.FetchAsync("/intake/v1/agreements").OkAsync()).At("items")!.AsArray());
        var another = intake.ClientFor(TestCaller.OrganisationClient("another", Some.Id()));
        await another.FetchAsync($"/intake/v1/nominations/{nominated.Id()}").RefusedAsync(HttpStatusCode.NotFound, "intake.nomination-unknown");
    }

    [Fact]
    public async Task The_code_works_once_and_of_many_at_once_one_has_it()
    {
        var (scene, email) = (await Scene.OpenAsync(intake), Address());
        await scene.NominateAsync(email).OkAsync();
        var code = (await intake.LinkMailedAsync(email)).Code();

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => AcceptAsync(code)));

        Assert.Equal([HttpStatusCode.Created, .. Enumerable.Repeat(HttpStatusCode.NotFound, 5)], answers.Select(answer => answer.StatusCode).Order());
        await AcceptAsync(code).RefusedAsync(HttpStatusCode.NotFound, "intake.nomination-unknown");
        await AcceptAsync("nietseens").RefusedAsync(HttpStatusCode.NotFound, "intake.nomination-unknown");
        await AcceptAsync("<script>").RefusedAsync(HttpStatusCode.BadRequest, "request.invalid");
    }

    [Fact]
    public async Task With_an_open_application_it_goes_with_that_if_it_names_the_same_employer()
    {
        var (scene, email) = (await Scene.OpenAsync(intake), Address());
        var candidate = await scene.SubmittedAsync();
        await scene.NominateAsync(email).OkAsync();

        var taken = await scene.TakeUpAsync(email, candidate.PersonId);

        Assert.Equal(candidate.ApplicationId, taken.ApplicationId);
        var read = await candidate.ReadAsync();
        Assert.Equal(("submitted", "Deelnemer van Voorbeeld", "Voorbeeldgemeente"), (read.Text("status"), read.Text("displayName"), read.Text("nomination.employer")));
    }

    [Fact]
    public async Task An_open_application_that_names_another_employer_is_not_taken_over_and_the_code_stays_good()
    {
        var (scene, email) = (await Scene.OpenAsync(intake), Address());
        var candidate = await scene.DraftAsync(Candidate.Complete(scene.Edition.EditionId));
        await scene.NominateAsync(email).OkAsync();
        var code = (await intake.LinkMailedAsync(email)).Code();

        await candidate.Client.PostAsync("/intake/v1/nominations/acceptance", new { code }).RefusedAsync(HttpStatusCode.Conflict, "intake.nominated-by-another");

        await candidate.WithdrawAsync().OkAsync();
        await scene.TakeUpAsync(email, candidate.PersonId);
    }

    [Fact]
    public async Task Who_declines_is_forgotten_but_by_the_employer_for_a_while()
    {
        var (scene, email) = (await Scene.OpenAsync(intake), Address());
        var nominated = await scene.NominateAsync(email).OkAsync();
        var code = (await intake.LinkMailedAsync(email)).Code();

        await intake.ClientFor(TestCaller.Person(Some.Id())).PostAsync("/intake/v1/nominations/refusal", new { code }).DoneAsync();

        var read = await scene.Employer.FetchAsync($"/intake/v1/nominations/{nominated.Id()}").OkAsync();
        Assert.Equal(("declined", null), (read.Text("status"), read.Text("email")));
        await AcceptAsync(code).RefusedAsync(HttpStatusCode.NotFound, "intake.nomination-unknown");
        await scene.Employer.PostAsync($"/intake/v1/nominations/{nominated.Id()}/withdrawal").RefusedAsync(HttpStatusCode.Conflict, "intake.nomination-not-open");
    }

    [Fact]
    public async Task Taken_back_the_code_is_dead()
    {
        var (scene, email) = (await Scene.OpenAsync(intake), Address());
        var nominated = await scene.NominateAsync(email).OkAsync();
        await scene.NominateAsync(email.ToUpperInvariant()).RefusedAsync(HttpStatusCode.Conflict, "intake.already-nominated");
        var code = (await intake.LinkMailedAsync(email)).Code();

        Assert.Equal("withdrawn", (await scene.Employer.PostAsync($"/intake/v1/nominations/{nominated.Id()}/withdrawal").OkAsync()).Text("status"));

        await AcceptAsync(code).RefusedAsync(HttpStatusCode.NotFound, "intake.nomination-unknown");
        await scene.NominateAsync(email).OkAsync();
    }

    [Fact]
    public async Task What_nobody_answers_expires_and_is_forgotten_after_four_weeks()
    {
        var (scene, email) = (await Scene.OpenAsync(intake), Address());
        var id = (await scene.NominateAsync(email).OkAsync()).Id();

        await intake.OfferPassAsync();
        Assert.Equal("open", (await scene.Employer.FetchAsync($"/intake/v1/nominations/{id}").OkAsync()).Text("status"));
        await intake.ExecuteAsync($"UPDATE nominations SET expires_at = {IntakeFixture.Now} WHERE id = {id}");
        await AcceptAsync((await intake.LinkMailedAsync(email)).Code()).RefusedAsync(HttpStatusCode.NotFound, "intake.nomination-unknown");
        await intake.OfferPassAsync();
        Assert.Equal("expired", (await scene.Employer.FetchAsync($"/intake/v1/nominations/{id}").OkAsync()).Text("status"));

        await AgedAsync(id, days: 28);
        Assert.Equal(1, await CountAsync(id));
        await AgedAsync(id, days: 29);
        Assert.Equal(0, await CountAsync(id));
    }

    [Theory]
    [InlineData("email", "iemand@ergens")]
    [InlineData("callName", " ")]
    [InlineData("surname", "")]
    public async Task What_is_no_name_or_address_is_refused(string field, string value)
    {
        var scene = await Scene.OpenAsync(intake);
        var body = new System.Text.Json.Nodes.JsonObject { ["editionId"] = scene.Edition.EditionId, ["callName"] = "Voorgedragen", ["surname"] = "Collega", ["email"] = Address() };
        body[field] = value;

        await scene.Employer.PostAsync("/intake/v1/nominations", body).RefusedAsync(HttpStatusCode.BadRequest, "request.invalid");
    }

    [Fact]
    public async Task For_an_edition_that_is_unknown_or_takes_no_applications_nobody_is_nominated()
    {
        var draft = await Scene.OpenAsync(intake, status: Contracts.Scheduling.EditionStatus.Draft);
        await draft.NominateAsync(Address()).RefusedAsync(HttpStatusCode.NotFound, "intake.edition-unknown");
        var cancelled = await Scene.OpenAsync(intake);
        var email = Address();
        await cancelled.NominateAsync(email).OkAsync();
        var code = (await intake.LinkMailedAsync(email)).Code();
        await cancelled.CancelAsync();

        await cancelled.NominateAsync(Address()).RefusedAsync(HttpStatusCode.Conflict, "intake.edition-not-open");
        await AcceptAsync(code).RefusedAsync(HttpStatusCode.NotFound, "intake.nomination-unknown");
    }

    [Fact]
    public async Task Of_eight_identical_nominations_at_once_one_is_made_and_the_others_are_refused_as_duplicates()
    {
        var (scene, email) = (await Scene.OpenAsync(intake), Address());

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => scene.NominateAsync(email))));

        Assert.Equal([HttpStatusCode.Created, .. Enumerable.Repeat(HttpStatusCode.Conflict, 7)], answers.Select(answer => answer.StatusCode).Order());
    }

    [Fact]
    public async Task Nobody_gets_many_messages()
    {
        var (scene, other, email) = (await Scene.OpenAsync(intake), await Scene.OpenAsync(intake), Address());
        // What leads nowhere isn't counted.
        await scene.NominateAsync(email, Some.Id()).RefusedAsync(HttpStatusCode.NotFound, "intake.succession-unknown");
        for (var i = 0; i < 5; i++)
        {
            var id = (await scene.NominateAsync(email).OkAsync()).Id();
            await scene.Employer.PostAsync($"/intake/v1/nominations/{id}/withdrawal").OkAsync();
        }

        await scene.NominateAsync(email).RefusedAsync(HttpStatusCode.TooManyRequests, "intake.nomination-mailed-too-often");
        // One employer doesn't keep another from nominating.
        await other.NominateAsync(email).OkAsync();
    }

    private static string Address() => $"{Guid.NewGuid():N}@voorbeeldgemeente.example";

    private Task<HttpResponseMessage> AcceptAsync(string code) => intake.ClientFor(TestCaller.Person(Some.Id())).PostAsync("/intake/v1/nominations/acceptance", new { code });

    private Task<int> CountAsync(Guid id) => intake.InDatabase<IntakeDbContext, int>(db => db.Nominations.CountAsync(nomination => nomination.Id == id, Cancellation));

    private async Task AgedAsync(Guid id, int days)
    {
        await intake.ExecuteAsync($"UPDATE nominations SET settled_at = {IntakeFixture.Now.AddDays(-days)} WHERE id = {id}");
        await intake.InScope(services => services.GetRequiredService<RetentionPass>().RunOnceAsync(Cancellation));
    }
}
