using Metropool.Contracts;

namespace Metropool.Intake.Tests;

/// <summary>Starting, changing and submitting an application.</summary>
public sealed class ApplicationTests(IntakeFixture intake)
{
    [Fact]
    public async Task A_draft_may_be_empty_and_is_changed_as_a_whole()
    {
        var scenario = await Scenario.CreateAsync(intake);
        var candidate = await scenario.DraftAsync(new { editionId = scenario.EditionId });

        await candidate.ReplaceAsync(new { motivation = "  Een volgende stap. ", name = new { callName = "Deelnemer", surname = "Voorbeeld" } }).OkAsync();
        var changed = await candidate.ReplaceAsync(new { name = new { callName = "Deelnemer", surname = "Anders" } }).OkAsync();

        Assert.Equal("Deelnemer Anders", changed.Text("displayName"));
        Assert.Null(changed.Text("motivation"));
        Assert.Equal("draft", changed.Text("status"));
    }

    [Fact]
    public async Task The_second_of_two_edits_of_one_draft_is_refused()
    {
        var candidate = await (await Scenario.CreateAsync(intake)).DraftAsync();
        var version = await candidate.Client.EntityTagAsync(candidate.Path);

        await candidate.Client.PutAsync(candidate.Path, new { function = "Adviseur" }, version).OkAsync();
        await candidate.Client.PutAsync(candidate.Path, new { function = "Bestuurder" }, version).RefusedAsync(PreconditionFailed, "request.version-mismatch");

        Assert.Equal("Adviseur", await candidate.TextAsync("function"));
    }

    [Fact]
    public async Task Submitting_an_incomplete_application_names_all_missing_fields()
    {
        var scenario = await Scenario.CreateAsync(intake);
        var candidate = await scenario.DraftAsync(new { editionId = scenario.EditionId, name = new { callName = "   " }, motivation = "\n" });

        var problem = await candidate.SubmitAsync().RefusedAsync(BadRequest, "intake.application-incomplete");

        Assert.Equal(
            [
                "name.callName", "name.surname", "name.certificateName", "employer.name", "employer.from", "function", "challenge",
                "learningWishes.cognitive", "learningWishes.personal", "motivation", "capacities",
            ],
            problem.Each("errors", "where"));
        Assert.Equal("draft", await candidate.TextAsync("status"));
    }

    [Theory]
    [InlineData("name")]
    [InlineData("from")]
    public async Task R14_An_application_requires_an_employer(string missing)
    {
        var scenario = await Scenario.CreateAsync(intake);
        var content = scenario.ContentByName();
        ((JsonObject)content["employer"]!).Remove(missing);
        var candidate = await scenario.DraftAsync(content);

        var problem = await candidate.SubmitAsync().RefusedAsync(BadRequest, "intake.application-incomplete");

        Assert.Equal([$"employer.{missing}"], problem.Each("errors", "where"));
    }

    [Fact]
    public async Task R14_An_employer_does_not_need_an_account()
    {
        var candidate = await (await Scenario.CreateAsync(intake)).SubmittedByNameAsync();

        var employer = (await candidate.ReadAsync()).At("employers.0")!;
        Assert.Null(employer.Text("organisationId"));
        Assert.Equal("Gemeente zonder account", employer.Text("name"));
    }

    [Fact]
    public async Task R14_An_employer_with_an_account_is_recorded_with_its_registered_name()
    {
        var scenario = await Scenario.CreateAsync(intake);
        var organisation = await intake.OrganisationAsync();
        var content = scenario.ContentByName();
        content["employer"] = new JsonObject { ["organisationId"] = organisation.OrganisationId, ["name"] = "gem. West", ["from"] = "2020-02-01" };

        var candidate = await scenario.DraftAsync(content);

        var employer = (await candidate.ReadAsync()).At("employers.0")!;
        Assert.Equal((organisation.OrganisationId, organisation.Name), (employer.Id("organisationId"), employer.Text("name")));
    }

    [Fact]
    public async Task R14_Employers_are_recorded_by_period()
    {
        var scenario = await Scenario.CreateAsync(intake);
        var candidate = await scenario.ConfirmedAsync();
        var organisation = await intake.OrganisationAsync();

        var changed = await candidate.ChangeEmployerAsync(organisation.OrganisationId).OkAsync();
        Assert.Equal(["2025-08-31", null], changed.Items("employers").Select(employer => employer.Text("until")));

        await candidate.GrantAsync(await candidate.AskedAsync(), by: intake.OrganisationClient(organisation)).OkAsync();
        await candidate.DecideAsync(scenario.Manager, "admit").OkAsync();
        var admitted = await candidate.PublishedAsync(ApplicationChange.Admitted);
        Assert.Equal(
            [("Voorbeeldgemeente", new DateOnly(2019, 4, 1), new DateOnly(2025, 8, 31)), (organisation.Name, new DateOnly(2025, 9, 1), null)],
            admitted.Admission!.Employers.Select(employer => (employer.Name, employer.From, employer.Until)));
    }

    [Fact]
    public async Task R14_A_new_employer_begins_after_the_previous_one()
    {
        var candidate = await (await Scenario.CreateAsync(intake)).SubmittedAsync();

        await candidate.ChangeEmployerAsync("Andere gemeente", "2019-04-01").RefusedAsync(BadRequest, "intake.employer-period-overlaps");
    }

    [Fact]
    public async Task R14_A_new_employer_with_an_account_needs_no_name()
    {
        var candidate = await (await Scenario.CreateAsync(intake)).SubmittedAsync();
        var organisation = await intake.OrganisationAsync();

        var changed = await candidate.ChangeEmployerAsync(organisation.OrganisationId).OkAsync();

        Assert.Equal(organisation.Name, changed.Text("employers.1.name"));
    }

    [Fact]
    public async Task R14_A_new_employer_needs_a_name_or_an_account()
    {
        var candidate = await (await Scenario.CreateAsync(intake)).SubmittedAsync();

        var unnamed = await candidate.ChangeEmployerAsync(" ").RefusedAsync(BadRequest, "intake.employer-not-named");
        var unknown = await candidate.ChangeEmployerAsync(Some.Id()).RefusedAsync(BadRequest, "intake.organisation-not-registered");

        Assert.Equal(["name", "organisationId"], [.. unnamed.Each("errors", "where"), .. unknown.Each("errors", "where")]);
    }

    [Fact]
    public async Task R14_A_list_shows_the_current_employer_and_not_a_future_one()
    {
        var scenario = await Scenario.CreateAsync(intake);
        var candidate = await scenario.SubmittedAsync();

        await candidate.ChangeEmployerAsync("Volgende gemeente", "2026-01-01").OkAsync();

        Assert.Equal(["Voorbeeldgemeente"], (await scenario.ListAsync()).Select(application => application.Text("employer")));
    }

    [Fact]
    public async Task An_unknown_employer_id_is_refused()
    {
        var scenario = await Scenario.CreateAsync(intake);
        var content = scenario.ContentByName();
        content["employer"] = new JsonObject { ["organisationId"] = Some.Id(), ["from"] = "2020-02-01" };

        await intake.PersonClient().PostAsync("/intake/v1/applications", content).RefusedAsync(BadRequest, "intake.organisation-not-registered");
    }

    [Fact]
    public async Task A_submitted_application_cannot_be_changed()
    {
        var candidate = await (await Scenario.CreateAsync(intake)).SubmittedAsync();

        await candidate.ReplaceAsync(new { motivation = "Toch anders." }).RefusedAsync(Conflict, "intake.not-a-draft");
        await candidate.SubmitAsync().RefusedAsync(Conflict, "intake.not-a-draft");
    }

    [Fact]
    public async Task A_person_has_one_open_application_per_edition_also_after_eight_requests_at_once()
    {
        var scenario = await Scenario.CreateAsync(intake);
        var client = intake.PersonClient();
        var body = scenario.ContentByName();

        var statuses = await Json.AtOnceAsync(8, _ => client.PostAsync("/intake/v1/applications", body));

        Assert.Equal([Created, .. Enumerable.Repeat(Conflict, 7)], statuses);
        await client.PostAsync("/intake/v1/applications", body).RefusedAsync(Conflict, "intake.application-open");
    }

    [Fact]
    public async Task A_person_can_apply_for_another_edition()
    {
        var (earlier, later) = (await Scenario.CreateAsync(intake), await Scenario.CreateAsync(intake));
        var candidate = await earlier.SubmittedAsync();

        await later.SubmittedAsync(candidate.PersonId);

        Assert.Equal(2, (await candidate.Client.ItemsAsync("/intake/v1/applications/mine")).Count);
    }

    [Fact]
    public async Task An_unknown_edition_is_refused()
    {
        await intake.PersonClient().PostAsync("/intake/v1/applications", Candidate.Content(Some.Id())).RefusedAsync(NotFound, "intake.edition-unknown");
    }

    [Theory]
    [InlineData(EditionStatus.Draft, null, NotFound, "intake.edition-unknown")]
    [InlineData(EditionStatus.Cancelled, null, Conflict, "intake.edition-not-open")]
    [InlineData(EditionStatus.Open, "2025-09-12", Conflict, "intake.edition-not-open")]
    [InlineData(EditionStatus.Released, "2025-08", Conflict, "intake.edition-not-open")]
    public async Task Applying_requires_an_open_edition(EditionStatus status, string? startsOn, HttpStatusCode answer, string code)
    {
        var scenario = await Scenario.CreateAsync(intake);
        await scenario.ChangeAsync(edition => edition with
        {
            Status = status,
            StartsOn = PartialDate.TryParse(startsOn, out var start) ? start : edition.StartsOn,
        });

        await intake.PersonClient().PostAsync("/intake/v1/applications", scenario.ContentByName()).RefusedAsync(answer, code);
    }

    [Fact]
    public async Task Open_editions_are_listed_with_price_and_dates()
    {
        var (open, closed) = (await Scenario.CreateAsync(intake), await Scenario.CreateAsync(intake));
        await closed.CancelAsync();

        var editions = await intake.PersonClient().ItemsAsync("/intake/v1/editions");

        var edition = Assert.Single(editions, e => e.Id() == open.EditionId);
        Assert.Equal(("2026-10-26", "2027-06", "1795000"), (edition.Text("startsOn"), edition.Text("endsOn"), edition.Text("priceInCents")));
        Assert.Equal(["2025-09-12", "2025-09-19", "2025-09-22"], edition.Items("intakeDays").Select(day => day.ToString()));
        Assert.DoesNotContain(editions, e => e.Id() == closed.EditionId);
    }
}
