using System.Net;
using System.Text.Json.Nodes;
using Metropool.Contracts;
using Metropool.Contracts.Intake;
using Metropool.Contracts.Scheduling;
using Metropool.Testing;

namespace Metropool.Intake.Tests;

/// <summary>What a candidate does with an application.</summary>
public sealed class ApplicationTests(IntakeFixture intake)
{
    [Fact]
    public async Task A_draft_may_be_empty_and_is_changed_as_a_whole()
    {
        var scene = await Scene.OpenAsync(intake);
        var candidate = await scene.DraftAsync(new { editionId = scene.Edition.EditionId });

        await candidate.Client.PutAsync(candidate.Path, new { motivation = "  Een volgende stap. ", name = new { callName = "Deelnemer", surname = "Voorbeeld" } }).OkAsync();
        var changed = await candidate.Client.PutAsync(candidate.Path, new { name = new { callName = "Deelnemer", surname = "Anders" } }).OkAsync();

        Assert.Equal("Deelnemer Anders", changed.Text("displayName"));
        Assert.Null(changed.Text("motivation"));
        Assert.Equal("draft", changed.Text("status"));
    }

    [Fact]
    public async Task The_second_of_two_edits_of_one_draft_is_refused()
    {
        var scene = await Scene.OpenAsync(intake);
        var candidate = await scene.DraftAsync();
        using var read = await candidate.Client.FetchAsync(candidate.Path);
        var tag = read.Headers.ETag!.ToString();

        async Task<HttpResponseMessage> EditAsync(string function)
        {
            using var request = new HttpRequestMessage(HttpMethod.Put, candidate.Path) { Content = System.Net.Http.Json.JsonContent.Create(new { function }) };
            request.Headers.TryAddWithoutValidation("If-Match", tag);
            return await candidate.Client.SendAsync(request, TestContext.Current.CancellationToken);
        }

        await EditAsync("Adviseur").OkAsync();
        await EditAsync("Bestuurder").RefusedAsync(HttpStatusCode.PreconditionFailed, "request.version-mismatch");
        Assert.Equal("Adviseur", (await candidate.ReadAsync()).Text("function"));
    }

    [Fact]
    public async Task Handing_in_names_everything_that_is_missing_at_once()
    {
        var scene = await Scene.OpenAsync(intake);
        var candidate = await scene.DraftAsync(new { editionId = scene.Edition.EditionId, name = new { callName = "   " }, motivation = "\n" });

        var problem = await candidate.SubmitAsync().RefusedAsync(HttpStatusCode.BadRequest, "intake.application-incomplete");

        Assert.Equal(
            ["name.callName", "name.surname", "name.certificateName", "employer.name", "employer.from", "function", "challenge",
                "learningWishes.cognitive", "learningWishes.personal", "motivation", "capacities"],
            problem.Each("errors", "where"));
        Assert.Equal("draft", (await candidate.ReadAsync()).Text("status"));
    }

    [Theory]
    [InlineData("name")]
    [InlineData("from")]
    public async Task R14_An_employer_is_always_recorded(string missing)
    {
        var scene = await Scene.OpenAsync(intake);
        var content = Candidate.Complete(scene.Edition.EditionId);
        ((JsonObject)content["employer"]!).Remove(missing);
        var candidate = await scene.DraftAsync(content);

        var problem = await candidate.SubmitAsync().RefusedAsync(HttpStatusCode.BadRequest, "intake.application-incomplete");

        Assert.Equal([$"employer.{missing}"], problem.Each("errors", "where"));
    }

    [Fact]
    public async Task R14_People_from_the_region_are_welcome_whether_or_not_their_employer_has_an_account()
    {
        var scene = await Scene.OpenAsync(intake);
        var candidate = await scene.DraftAsync(Candidate.Complete(scene.Edition.EditionId));
        await candidate.SubmitAsync().OkAsync();

        var employer = (await candidate.ReadAsync()).At("employers.0")!;
        Assert.Null(employer.Text("organisationId"));
        Assert.Equal("Gemeente zonder account", employer.Text("name"));
    }

    [Fact]
    public async Task R14_An_employer_with_an_account_is_recorded_by_its_id_and_its_own_name()
    {
        var scene = await Scene.OpenAsync(intake);
        var organisation = Some.Organisation(name: "Demogemeente West");
        await intake.HandledAsync(organisation);
        var content = Candidate.Complete(scene.Edition.EditionId);
        content["employer"] = new JsonObject { ["organisationId"] = organisation.OrganisationId, ["name"] = "gem. West", ["from"] = "2020-02-01" };

        var candidate = await scene.DraftAsync(content);

        var employer = (await candidate.ReadAsync()).At("employers.0")!;
        Assert.Equal((organisation.OrganisationId, "Demogemeente West"), (employer.Id("organisationId"), employer.Text("name")));
    }

    [Fact]
    public async Task R14_Employers_are_kept_per_period_as_people_change_jobs_on_the_way()
    {
        var scene = await Scene.OpenAsync(intake);
        var candidate = await scene.NotAgreedAsync();
        var organisation = Some.Organisation(name: "Nieuwe gemeente");
        await intake.HandledAsync(organisation);

        var changed = await candidate.Client.PostAsync($"{candidate.Path}/employers", new { organisationId = organisation.OrganisationId, from = "2025-09-01" }).OkAsync();
        Assert.Equal(["2025-08-31", null], changed.At("employers")!.AsArray().Select(employer => employer!.Text("until")));

        var newEmployer = intake.ClientFor(TestCaller.OrganisationClient("client-of-the-new-employer", organisation.OrganisationId));
        var id = await candidate.AskedAsync();
        await newEmployer.PostAsync($"/intake/v1/agreements/{id}/grant", await Candidate.GrantAsync(newEmployer, id)).OkAsync();
        await candidate.DecideAsync(scene.Manager, "admit").OkAsync();
        var admitted = await intake.Events.PublishedAsync<ParticipantAdmitted>(e => e.ApplicationId == candidate.ApplicationId);
        Assert.Equal(
            [("Voorbeeldgemeente", new DateOnly(2019, 4, 1), new DateOnly(2025, 8, 31)), ("Nieuwe gemeente", new DateOnly(2025, 9, 1), null)],
            admitted.Admission!.Employers.Select(employer => (employer.Name, employer.From, employer.Until)));
    }

    [Fact]
    public async Task R14_A_new_employer_begins_after_the_one_before()
    {
        var scene = await Scene.OpenAsync(intake);
        var candidate = await scene.SubmittedAsync();

        await candidate.Client.PostAsync($"{candidate.Path}/employers", new { name = "Andere gemeente", from = "2019-04-01" })
            .RefusedAsync(HttpStatusCode.BadRequest, "intake.employer-before-the-last");
    }

    [Fact]
    public async Task R14_A_new_employer_with_an_account_is_recorded_by_its_id_alone()
    {
        var scene = await Scene.OpenAsync(intake);
        var candidate = await scene.SubmittedAsync();
        var organisation = Some.Organisation(name: "Demogemeente Oost");
        await intake.HandledAsync(organisation);

        var changed = await candidate.Client.PostAsync($"{candidate.Path}/employers", new { organisationId = organisation.OrganisationId, from = "2025-09-01" }).OkAsync();

        Assert.Equal("Demogemeente Oost", changed.Text("employers.1.name"));
    }

    [Fact]
    public async Task R14_A_new_employer_is_named_or_known()
    {
        var scene = await Scene.OpenAsync(intake);
        var candidate = await scene.SubmittedAsync();

        var unnamed = await candidate.Client.PostAsync($"{candidate.Path}/employers", new { name = " ", from = "2025-09-01" })
            .RefusedAsync(HttpStatusCode.BadRequest, "intake.employer-not-named");
        var unknown = await candidate.Client.PostAsync($"{candidate.Path}/employers", new { organisationId = Some.Id(), from = "2025-09-01" })
            .RefusedAsync(HttpStatusCode.BadRequest, "intake.organisation-unknown");

        Assert.Equal(["name", "organisationId"], [.. unnamed.Each("errors", "where"), .. unknown.Each("errors", "where")]);
    }

    [Fact]
    public async Task R14_A_list_shows_the_employer_of_today_and_not_the_one_that_is_to_come()
    {
        var scene = await Scene.OpenAsync(intake);
        var candidate = await scene.SubmittedAsync();

        await candidate.Client.PostAsync($"{candidate.Path}/employers", new { name = "Volgende gemeente", from = "2026-01-01" }).OkAsync();

        var listed = await scene.Manager.FetchAsync($"/intake/v1/applications?editionId={scene.Edition.EditionId}").OkAsync();
        Assert.Equal(["Voorbeeldgemeente"], listed.At("items")!.AsArray().Select(application => application!.Text("employer")));
    }

    [Fact]
    public async Task An_employer_id_that_nobody_has_is_refused()
    {
        var scene = await Scene.OpenAsync(intake);
        var content = Candidate.Complete(scene.Edition.EditionId);
        content["employer"] = new JsonObject { ["organisationId"] = Some.Id(), ["from"] = "2020-02-01" };

        await intake.ClientFor(TestCaller.Person(Some.Id())).PostAsync("/intake/v1/applications", content)
            .RefusedAsync(HttpStatusCode.BadRequest, "intake.organisation-unknown");
    }

    [Fact]
    public async Task What_was_handed_in_is_not_changed_any_more()
    {
        var scene = await Scene.OpenAsync(intake);
        var candidate = await scene.SubmittedAsync();

        await candidate.Client.PutAsync(candidate.Path, new { motivation = "Toch anders." }).RefusedAsync(HttpStatusCode.Conflict, "intake.not-a-draft");
        await candidate.SubmitAsync().RefusedAsync(HttpStatusCode.Conflict, "intake.not-a-draft");
    }

    [Fact]
    public async Task There_is_one_open_application_per_person_and_edition_also_at_the_same_moment()
    {
        var scene = await Scene.OpenAsync(intake);
        var client = intake.ClientFor(TestCaller.Person(Some.Id()));
        var body = Candidate.Complete(scene.Edition.EditionId);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => client.PostAsync("/intake/v1/applications", body)));

        Assert.Equal(1, answers.Count(answer => answer.StatusCode == HttpStatusCode.Created));
        Assert.All(answers.Where(answer => answer.StatusCode != HttpStatusCode.Created), answer => Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode));
        await client.PostAsync("/intake/v1/applications", body).RefusedAsync(HttpStatusCode.Conflict, "intake.application-open");
    }

    [Fact]
    public async Task A_later_edition_has_an_application_of_its_own()
    {
        var (earlier, later) = (await Scene.OpenAsync(intake), await Scene.OpenAsync(intake));
        var candidate = await earlier.SubmittedAsync();

        await later.SubmittedAsync(candidate.PersonId);

        Assert.Equal(2, (await candidate.Client.FetchAsync("/intake/v1/applications/mine").OkAsync()).AsArray().Count);
    }

    [Fact]
    public async Task An_edition_that_is_not_known_is_refused_at_once()
    {
        await intake.ClientFor(TestCaller.Person(Some.Id())).PostAsync("/intake/v1/applications", Candidate.Complete(Some.Id()))
            .RefusedAsync(HttpStatusCode.NotFound, "intake.edition-unknown");
    }

    [Theory]
    [InlineData(EditionStatus.Draft, null, HttpStatusCode.NotFound, "intake.edition-unknown")]
    [InlineData(EditionStatus.Cancelled, null, HttpStatusCode.Conflict, "intake.edition-not-open")]
    [InlineData(EditionStatus.Open, "2025-09-12", HttpStatusCode.Conflict, "intake.edition-not-open")]
    [InlineData(EditionStatus.Released, "2025-08", HttpStatusCode.Conflict, "intake.edition-not-open")]
    public async Task Nobody_applies_for_an_edition_that_is_not_open(EditionStatus status, string? startsOn, HttpStatusCode answer, string code)
    {
        var scene = await Scene.OpenAsync(intake);
        await scene.ChangeAsync(edition => edition with { Status = status, StartsOn = PartialDate.TryParse(startsOn, out var start) ? start : edition.StartsOn });

        await intake.ClientFor(TestCaller.Person(Some.Id())).PostAsync("/intake/v1/applications", Candidate.Complete(scene.Edition.EditionId)).RefusedAsync(answer, code);
    }

    [Fact]
    public async Task Editions_open_for_application_are_listed_with_what_a_candidate_must_know()
    {
        var (open, closed) = (await Scene.OpenAsync(intake), await Scene.OpenAsync(intake));
        await closed.ChangeAsync(edition => edition with { Status = EditionStatus.Cancelled });

        var editions = (await intake.ClientFor(TestCaller.Person(Some.Id())).FetchAsync("/intake/v1/editions").OkAsync()).AsArray();

        var edition = Assert.Single(editions, e => e!.Id() == open.Edition.EditionId)!;
        Assert.Equal(("2026-10-26", "2027-06", "1795000"), (edition.Text("startsOn"), edition.Text("endsOn"), edition.Text("priceInCents")));
        Assert.Equal(["2025-09-12", "2025-09-19", "2025-09-22"], edition.At("intakeDays")!.AsArray().Select(day => day!.ToString()));
        Assert.DoesNotContain(editions, e => e!.Id() == closed.Edition.EditionId);
    }
}
