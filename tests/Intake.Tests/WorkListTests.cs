using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Metropool.Contracts.Scheduling;
using Metropool.Testing;

namespace Metropool.Intake.Tests;

/// <summary>What awaits whom since when.</summary>
public sealed class WorkListTests(IntakeFixture intake)
{
    [Fact]
    public async Task An_application_awaits_one_thing_after_another()
    {
        var scene = await Scene.OpenAsync(intake);
        var candidate = await scene.DraftAsync();
        Assert.Equal("submission", await AwaitsAsync(candidate));

        await candidate.SubmitAsync().OkAsync();
        Assert.Equal("booking", await AwaitsAsync(candidate));

        await candidate.BookAsync();
        Assert.Equal("interview", await AwaitsAsync(candidate));

        await candidate.HeldAsync(scene.Dean).OkAsync();
        Assert.Equal("judgement", await AwaitsAsync(candidate));

        await candidate.JudgeAsync(scene.Manager).OkAsync();
        Assert.Equal("confirmation", await AwaitsAsync(candidate));

        await candidate.ConfirmAsync(scene.Dean).OkAsync();
        Assert.Equal("agreement", await AwaitsAsync(candidate));

        await candidate.AgreedAsync();
        Assert.Equal("decision", await AwaitsAsync(candidate));

        await candidate.DecideAsync(scene.Dean, "waitList").OkAsync();
        Assert.Equal("place", await AwaitsAsync(candidate));

        await candidate.DecideAsync(scene.Dean, "admit").OkAsync();
        Assert.Equal("nothing", await AwaitsAsync(candidate));
    }

    [Theory]
    [InlineData(InterviewStatus.Missed)]
    [InlineData(InterviewStatus.Cancelled)]
    public async Task Who_was_not_interviewed_awaits_another_booking(InterviewStatus status)
    {
        var scene = await Scene.OpenAsync(intake);
        var candidate = await scene.BookedAsync();

        await candidate.CalendarAsync(candidate.Interview! with { Version = 2, Status = status });

        Assert.Equal("booking", await AwaitsAsync(candidate));
    }

    [Fact]
    public async Task It_waits_since_what_is_awaited_changed_and_not_since_the_last_change()
    {
        var scene = await Scene.OpenAsync(intake);
        var candidate = await scene.SubmittedAsync();
        var since = (await scene.ListedAsync("")).Single().Text("awaitsSince");

        await candidate.Client.PostAsync($"{candidate.Path}/employers", new { name = "Andere gemeente", from = "2025-09-01" }).OkAsync();

        Assert.Equal(since, (await scene.ListedAsync("")).Single().Text("awaitsSince"));
    }

    [Fact]
    public async Task Without_an_edition_the_list_has_all_of_the_callers_editions_and_no_other()
    {
        var (here, there, elsewhere) = (await Scene.OpenAsync(intake), await Scene.OpenAsync(intake), await Scene.OpenAsync(intake));
        await there.ChangeAsync(edition => edition with { Team = [.. edition.Team, here.Role(TeamPart.ProgrammeManager)] });
        var (first, second, _) = (await here.SubmittedAsync(), await there.SubmittedAsync(), await elsewhere.SubmittedAsync());
        await here.DraftAsync();

        var list = await here.Manager.FetchAsync("/intake/v1/applications").OkAsync();

        Assert.Equal(((Guid[])[first.ApplicationId, second.ApplicationId]).Order(), list.At("items")!.AsArray().Select(item => item!.Id()));
    }

    [Fact]
    public async Task The_list_goes_by_what_is_awaited_by_employer_and_by_who_interviews()
    {
        var scene = await Scene.OpenAsync(intake);
        var organisation = Some.Id();
        await intake.HandledAsync(Some.Organisation(organisation));
        var booked = await scene.BookedAsync();
        var employed = await scene.SubmittedAsync();
        await employed.Client.PostAsync($"{employed.Path}/employers", new { organisationId = organisation, from = "2025-09-01" }).OkAsync();

        Assert.Equal([booked.ApplicationId], Ids(await scene.ListedAsync("&awaits=interview")));
        Assert.Equal([employed.ApplicationId], Ids(await scene.ListedAsync("&awaits=booking")));
        Assert.Equal([employed.ApplicationId], Ids(await scene.ListedAsync($"&organisationId={organisation}")));
        Assert.Equal([booked.ApplicationId], Ids(await scene.ListedAsync($"&panelMemberId={scene.Role(TeamPart.Dean).PersonId}")));
        Assert.Empty(await scene.ListedAsync($"&panelMemberId={Some.Id()}"));
    }

    [Fact]
    public async Task The_list_says_how_it_stands_with_the_interview_and_goes_by_it()
    {
        var scene = await Scene.OpenAsync(intake);
        var (none, booked, held, missed, cancelled, again) =
            (await scene.SubmittedAsync(), await scene.BookedAsync(), await scene.HeldAsync(), await scene.BookedAsync(), await scene.BookedAsync(), await scene.BookedAsync());
        await missed.CalendarAsync(missed.Interview! with { Version = 2, Status = InterviewStatus.Missed });
        await cancelled.CalendarAsync(cancelled.Interview! with { Version = 2, Status = InterviewStatus.Cancelled });
        await again.CalendarAsync(again.Interview! with { Version = 2, Status = InterviewStatus.Missed });
        await again.BookAsync();
        await held.CalendarAsync(held.Interview! with { Version = 2, Status = InterviewStatus.Held });

        Assert.Equal([none.ApplicationId], Ids(await scene.ListedAsync("&interview=none")));
        Assert.Equal(((Guid[])[booked.ApplicationId, again.ApplicationId]).Order(), Ids(await scene.ListedAsync("&interview=booked")).Order());
        Assert.Equal([held.ApplicationId], Ids(await scene.ListedAsync("&interview=held")));
        Assert.Equal([missed.ApplicationId], Ids(await scene.ListedAsync("&interview=missed")));
        Assert.Equal([cancelled.ApplicationId], Ids(await scene.ListedAsync("&interview=cancelled")));
    }

    [Theory]
    [InlineData("name")]
    [InlineData("started")]
    [InlineData("waiting")]
    public async Task Each_order_is_kept_from_part_to_part(string order)
    {
        var scene = await Scene.OpenAsync(intake);
        var candidates = new Dictionary<string, Candidate>();
        foreach (var surname in (string[])["Zwart", "Çelik", "Dijk", "Aalberts", "Eikema"])
        {
            candidates[surname] = await scene.NamedAsync(surname, prefix: surname == "Dijk" ? "van" : null);
        }

        // Since then it awaits something else.
        await candidates["Çelik"].BookAsync(booked => booked with { OccurredAt = IntakeFixture.Now.AddMinutes(1) });
        // Programme time stands still here: those that began at the same moment go by id.
        var started = candidates.Keys.OrderBy(surname => candidates[surname].ApplicationId).ToList();
        IEnumerable<string> expected = order switch
        {
            "name" => ["Aalberts", "Çelik", "Dijk", "Eikema", "Zwart"],
            "started" => started,
            _ => [.. started.Where(surname => surname != "Çelik"), "Çelik"],
        };

        var surnames = new List<string>();
        for (string? next = $"/intake/v1/applications?editionId={scene.Edition.EditionId}&order={order}&limit=2"; next is not null;)
        {
            var part = await scene.Manager.FetchAsync(next).OkAsync();
            surnames.AddRange(part.Each("items", "displayName").Select(name => name.Split(' ')[^1]));
            next = part.Text("next");
        }

        Assert.Equal(expected, surnames);
    }

    [Theory]
    [InlineData("celik", "Çelik")]
    [InlineData("ÇEL", "Çelik")]
    [InlineData("zuid vriesm", "Vriesman")]
    [InlineData("zuid", "Vries,Vriesman")]
    [InlineData("%", "100%_zeker")]
    [InlineData("0%_z", "100%_zeker")]
    [InlineData("\\", "")]
    [InlineData("nergens", "")]
    public async Task Every_word_is_found_in_name_or_employer_whatever_its_capitals_and_accents(string text, string expected)
    {
        var scene = await Scene.OpenAsync(intake);
        await scene.NamedAsync("Çelik", employer: "Gemeente Noord");
        await scene.NamedAsync("Vries", employer: "Gemeente Zuid");
        await scene.NamedAsync("Vriesman", employer: "Waterschap Zuiderzee");
        await scene.NamedAsync("100%_zeker", employer: "Gemeente Noord");
        await (await Scene.OpenAsync(intake)).NamedAsync("Çelik", employer: "Gemeente Zuid");

        var found = await scene.SearchAsync(new { text, editionId = scene.Edition.EditionId });

        Assert.Equal(expected is "" ? [] : expected.Split(','), found.Each("items", "displayName").Select(name => name.Split(' ')[^1]));
    }

    [Fact]
    public async Task A_search_goes_on_after_the_last_that_was_read()
    {
        var scene = await Scene.OpenAsync(intake);
        foreach (var surname in (string[])["Bakker", "Bakkerman", "Bakkers"])
        {
            await scene.NamedAsync(surname);
        }

        var first = await scene.SearchAsync(new { text = "bakker", limit = 2 });
        var second = await scene.SearchAsync(new { text = "bakker", limit = 2, after = first.Id("after") });

        Assert.Equal(["Bakker", "Bakkerman", "Bakkers"], [.. first.Each("items", "displayName").Concat(second.Each("items", "displayName")).Select(name => name.Split(' ')[^1])]);
        Assert.Null(second.At("after"));
        await scene.Manager.PostAsync("/intake/v1/applications/searches", new { text = "bakker", after = Some.Id() }).RefusedAsync(HttpStatusCode.BadRequest, "request.cursor-invalid");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(50)]
    public async Task A_search_has_first_whose_surname_begins_with_it_in_parts_of_any_size(int limit)
    {
        var scene = await Scene.OpenAsync(intake);
        await scene.NamedAsync("Aalberts", employer: "Gemeente Noordwijk");
        await scene.NamedAsync("Van Noord");
        await scene.NamedAsync("Noordam");
        await scene.NamedAsync("Noord", employer: "Gemeente Noordwijk");
        await scene.NamedAsync("Zuid");

        var (surnames, after) = (new List<string>(), default(Guid?));
        do
        {
            var part = await scene.SearchAsync(new { text = "noord", editionId = scene.Edition.EditionId, limit, after });
            surnames.AddRange(part.Each("items", "displayName").Select(name => name.Replace("Deelnemer ", "", StringComparison.Ordinal)));
            after = part.At("after") is null ? null : part.Id("after");
        }
        while (after is not null);

        Assert.Equal(["Noord", "Noordam", "Aalberts", "Van Noord"], surnames);
        var waiting = await scene.SearchAsync(new { text = "noord", editionId = scene.Edition.EditionId, order = "waiting" });
        Assert.Equal(4, waiting.At("items")!.AsArray().Count);
    }

    [Fact]
    public async Task Of_several_words_any_may_be_the_beginning_of_the_surname()
    {
        var scene = await Scene.OpenAsync(intake);
        await scene.NamedAsync("Aalberts", employer: "Gemeente Çelik");
        await scene.NamedAsync("Çelik");

        var found = await scene.SearchAsync(new { text = "deelnemer celik", editionId = scene.Edition.EditionId });

        Assert.Equal(["Çelik", "Aalberts"], found.Each("items", "displayName").Select(name => name.Split(' ')[^1]));
    }

    [Fact]
    public async Task A_name_that_changes_in_the_draft_is_found_by_the_new_one_alone()
    {
        var scene = await Scene.OpenAsync(intake);
        var candidate = await scene.DraftAsync();
        var content = Candidate.Complete(scene.Edition.EditionId);
        content.Remove("editionId");
        content["name"]!["surname"] = "Nieuwenhuis";
        content["employer"]!["name"] = "Gemeente";
        await candidate.Client.PutAsync(candidate.Path, content).OkAsync();
        await candidate.SubmitAsync().OkAsync();

        Assert.Single((await scene.SearchAsync(new { text = "nieuwenhuis" })).At("items")!.AsArray());
        Assert.Empty((await scene.SearchAsync(new { text = "voorbeeld" })).At("items")!.AsArray());
    }

    [Fact]
    public async Task What_stands_where_is_counted()
    {
        var scene = await Scene.OpenAsync(intake);
        await scene.DraftAsync();
        await scene.SubmittedAsync();
        await scene.BookedAsync();
        await scene.InterviewedAsync();

        var counts = await scene.ProjectManager.FetchAsync($"/intake/v1/applications/counts?editionId={scene.Edition.EditionId}").OkAsync();

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""{ "submitted": 2, "interviewed": 1 }"""), counts.At("byStatus")), counts.ToString());
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""{ "booking": 1, "interview": 1, "decision": 1 }"""), counts.At("byAwaited")), counts.ToString());
    }

    [Fact]
    public async Task A_spreadsheet_gets_names_as_text_and_times_of_Amsterdam()
    {
        var scene = await Scene.OpenAsync(intake);
        await scene.NamedAsync("Ünal; \"de\"", employer: "=1+1");
        await scene.NamedAsync("Aalberts");
        await scene.NamedAsync("Zwart", employer: "＝1+1");

        using var answer = await scene.Manager.FetchAsync($"/intake/v1/applications/export?editionId={scene.Edition.EditionId}");
        var bytes = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/csv", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("applications.csv", answer.Content.Headers.ContentDisposition?.FileName);
        Assert.Equal(Encoding.UTF8.Preamble.ToArray(), bytes[..3]);
        var lines = Encoding.UTF8.GetString(bytes[3..]).Split("\r\n");
        Assert.Equal(["edition;name;status;awaits;awaitsSince;employer;submittedAt;interviewAt;waitListPosition;id", ""], [lines[0], lines[^1]]);
        Assert.Equal(5, lines.Length);
        Assert.StartsWith($"{scene.Edition.Name};Deelnemer Aalberts;submitted;booking;2025-09-12 12:00;Voorbeeldgemeente;2025-09-12 12:00;;;", lines[1], StringComparison.Ordinal);
        Assert.Contains(";\"Deelnemer Ünal; \"\"de\"\"\";submitted;booking;", lines[2], StringComparison.Ordinal);
        Assert.Contains("'=1+1", lines[2], StringComparison.Ordinal);
        Assert.Contains("'＝1+1", lines[3], StringComparison.Ordinal);
    }

    private static IEnumerable<Guid> Ids(IEnumerable<JsonNode> items) => items.Select(item => item.Id());

    private static async Task<string?> AwaitsAsync(Candidate candidate)
    {
        var mine = await candidate.Client.FetchAsync("/intake/v1/applications/mine").OkAsync();
        return mine.AsArray().Single(application => application!.Id() == candidate.ApplicationId)!.Text("awaits");
    }
}

internal static class WorkListScene
{
    /// <summary>A candidate of that name who has handed in.</summary>
    public static async Task<Candidate> NamedAsync(this Scene scene, string surname, string? prefix = null, string? employer = null)
    {
        var content = Candidate.Complete(scene.Edition.EditionId);
        (content["name"]!["surname"], content["name"]!["prefix"]) = (surname, prefix);
        content["employer"]!["name"] = employer ?? "Voorbeeldgemeente";
        var candidate = await scene.DraftAsync(content);
        await candidate.SubmitAsync().OkAsync();
        return candidate;
    }

    /// <summary>What the programme manager's list of the edition has.</summary>
    public static async Task<IReadOnlyList<JsonNode>> ListedAsync(this Scene scene, string filter) =>
        [.. (await scene.Manager.FetchAsync($"/intake/v1/applications?editionId={scene.Edition.EditionId}{filter}").OkAsync()).At("items")!.AsArray().OfType<JsonNode>()];

    public static Task<JsonNode> SearchAsync(this Scene scene, object search) => scene.Manager.PostAsync("/intake/v1/applications/searches", search).OkAsync();
}
