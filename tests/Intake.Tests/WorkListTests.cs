using System.Text;

namespace Metropool.Intake.Tests;

/// <summary>The list of applications by next step.</summary>
public sealed class WorkListTests(IntakeFixture intake)
{
    [Fact]
    public async Task The_next_step_follows_the_progress_of_an_application()
    {
        var scenario = await Scenario.CreateAsync(intake);
        var candidate = await scenario.DraftAsync();
        Assert.Equal("submission", await NextStepAsync(candidate));

        await candidate.SubmitAsync().OkAsync();
        Assert.Equal("booking", await NextStepAsync(candidate));

        await candidate.BookAsync();
        Assert.Equal("interview", await NextStepAsync(candidate));

        await candidate.RecordHeldAsync(scenario.Dean).OkAsync();
        Assert.Equal("judgement", await NextStepAsync(candidate));

        await candidate.JudgeAsync(scenario.Manager).OkAsync();
        Assert.Equal("confirmation", await NextStepAsync(candidate));

        await candidate.ConfirmAsync(scenario.Dean).OkAsync();
        Assert.Equal("agreement", await NextStepAsync(candidate));

        await candidate.AgreedAsync();
        Assert.Equal("decision", await NextStepAsync(candidate));

        await candidate.DecideAsync(scenario.Dean, "waitList").OkAsync();
        Assert.Equal("place", await NextStepAsync(candidate));

        await candidate.DecideAsync(scenario.Dean, "admit").OkAsync();
        Assert.Equal("nothing", await NextStepAsync(candidate));
    }

    [Theory]
    [InlineData(InterviewStatus.Missed)]
    [InlineData(InterviewStatus.Cancelled)]
    public async Task The_next_step_after_an_interview_that_did_not_take_place_is_a_booking(InterviewStatus status)
    {
        var candidate = await (await Scenario.CreateAsync(intake)).BookedAsync();

        await candidate.ChangeInterviewAsync(status);

        Assert.Equal("booking", await NextStepAsync(candidate));
    }

    [Fact]
    public async Task The_waiting_time_starts_when_the_next_step_changes()
    {
        var scenario = await Scenario.CreateAsync(intake);
        var candidate = await scenario.SubmittedAsync();
        var since = (await scenario.ListAsync()).Single().Text("waitingSince");

        await candidate.ChangeEmployerAsync().OkAsync();

        Assert.Equal(since, (await scenario.ListAsync()).Single().Text("waitingSince"));
    }

    [Fact]
    public async Task Without_a_filter_the_list_contains_all_editions_of_the_caller()
    {
        var (here, there, elsewhere) = (await Scenario.CreateAsync(intake), await Scenario.CreateAsync(intake), await Scenario.CreateAsync(intake));
        await there.ChangeAsync(edition => edition with { Team = [.. edition.Team, here.Member(TeamRole.ProgrammeManager)] });
        var (first, second, _) = (await here.SubmittedAsync(), await there.SubmittedAsync(), await elsewhere.SubmittedAsync());
        await here.DraftAsync();

        var list = await here.Manager.ItemsAsync("/intake/v1/applications");

        Assert.Equal(((Guid[])[first.ApplicationId, second.ApplicationId]).Order(), list.Ids());
    }

    [Fact]
    public async Task The_list_filters_by_next_step_employer_and_panel_member()
    {
        var scenario = await Scenario.CreateAsync(intake);
        var organisation = (await intake.OrganisationAsync()).OrganisationId;
        var booked = await scenario.BookedAsync();
        var employed = await scenario.SubmittedAsync();
        await employed.ChangeEmployerAsync(organisation).OkAsync();

        Assert.Equal([booked.ApplicationId], await IdsAsync(scenario, "&nextStep=interview"));
        Assert.Equal([employed.ApplicationId], await IdsAsync(scenario, "&nextStep=booking"));
        Assert.Equal([employed.ApplicationId], await IdsAsync(scenario, $"&organisationId={organisation}"));
        Assert.Equal([booked.ApplicationId], await IdsAsync(scenario, $"&panelMemberId={scenario.DeanId}"));
        Assert.Empty(await scenario.ListAsync($"&panelMemberId={Some.Id()}"));
    }

    [Fact]
    public async Task The_list_filters_by_interview_status()
    {
        var scenario = await Scenario.CreateAsync(intake);
        var (none, booked, held) = (await scenario.SubmittedAsync(), await scenario.BookedAsync(), await scenario.HeldAsync());
        var (missed, cancelled, again) = (await scenario.BookedAsync(), await scenario.BookedAsync(), await scenario.BookedAsync());
        await missed.ChangeInterviewAsync(InterviewStatus.Missed);
        await cancelled.ChangeInterviewAsync(InterviewStatus.Cancelled);
        await again.ChangeInterviewAsync(InterviewStatus.Missed);
        await again.BookAsync();
        await held.ChangeInterviewAsync(InterviewStatus.Held);

        Assert.Equal([none.ApplicationId], await IdsAsync(scenario, "&interview=none"));
        Assert.Equal(((Guid[])[booked.ApplicationId, again.ApplicationId]).Order(), (await IdsAsync(scenario, "&interview=booked")).Order());
        Assert.Equal([held.ApplicationId], await IdsAsync(scenario, "&interview=held"));
        Assert.Equal([missed.ApplicationId], await IdsAsync(scenario, "&interview=missed"));
        Assert.Equal([cancelled.ApplicationId], await IdsAsync(scenario, "&interview=cancelled"));
    }

    [Theory]
    [InlineData("name")]
    [InlineData("started")]
    [InlineData("waiting")]
    public async Task Each_order_is_kept_across_pages(string order)
    {
        var scenario = await Scenario.CreateAsync(intake);
        var candidates = new Dictionary<string, Candidate>();
        foreach (var surname in (string[])["Zwart", "Çelik", "Dijk", "Aalberts", "Eikema"])
        {
            candidates[surname] = await scenario.NamedAsync(surname, prefix: surname == "Dijk" ? "van" : null);
        }

        // The next step of this application changes later than that of the others.
        var celik = candidates["Çelik"];
        await celik.PublishInterviewAsync(celik.InterviewWith() with { OccurredAt = IntakeFixture.Now.AddMinutes(1) });
        // Programme time doesn't advance: applications that were started at the same moment are ordered by id.
        var started = candidates.Keys.OrderBy(surname => candidates[surname].ApplicationId).ToList();
        IEnumerable<string> expected = order switch
        {
            "name" => ["Aalberts", "Çelik", "Dijk", "Eikema", "Zwart"],
            "started" => started,
            _ => [.. started.Where(surname => surname != "Çelik"), "Çelik"],
        };

        var surnames = new List<string>();
        for (string? next = $"/intake/v1/applications?editionId={scenario.EditionId}&order={order}&limit=2"; next is not null;)
        {
            var page = await scenario.Manager.Get(next).OkAsync();
            surnames.AddRange(page.Each("items", "displayName").Select(name => name.Split(' ')[^1]));
            next = page.Text("next");
        }

        Assert.Equal(expected, surnames);
    }

    [Fact]
    public async Task Applications_are_counted_by_status_and_next_step()
    {
        var scenario = await Scenario.CreateAsync(intake);
        await scenario.DraftAsync();
        await scenario.SubmittedAsync();
        await scenario.BookedAsync();
        await scenario.InterviewedAsync();

        var counts = await scenario.ProjectManager.Get($"/intake/v1/applications/counts?editionId={scenario.EditionId}").OkAsync();

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""{ "submitted": 2, "interviewed": 1 }"""), counts.At("byStatus")), counts.ToString());
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""{ "booking": 1, "interview": 1, "decision": 1 }"""), counts.At("byNextStep")), counts.ToString());
    }

    [Fact]
    public async Task An_export_contains_names_as_text_and_times_in_Amsterdam()
    {
        var scenario = await Scenario.CreateAsync(intake);
        await scenario.NamedAsync("Ünal; \"de\"", employer: "=1+1");
        await scenario.NamedAsync("Aalberts");
        await scenario.NamedAsync("Zwart", employer: "＝1+1");

        using var answer = await scenario.Manager.Get($"/intake/v1/applications/export?editionId={scenario.EditionId}");
        var bytes = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);

        Assert.Equal(OK, answer.StatusCode);
        Assert.Equal("text/csv", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("applications.csv", answer.Content.Headers.ContentDisposition?.FileName);
        Assert.Equal(Encoding.UTF8.Preamble.ToArray(), bytes[..3]);
        var lines = Encoding.UTF8.GetString(bytes[3..]).Split("\r\n");
        Assert.Equal(["edition;name;status;nextStep;waitingSince;employer;submittedAt;interviewAt;waitListPosition;id", ""], [lines[0], lines[^1]]);
        Assert.Equal(5, lines.Length);
        Assert.StartsWith(
            $"{scenario.Edition.Name};Deelnemer Aalberts;submitted;booking;2025-09-12 12:00;Voorbeeldgemeente;2025-09-12 12:00;;;",
            lines[1],
            StringComparison.Ordinal);
        Assert.Contains(";\"Deelnemer Ünal; \"\"de\"\"\";submitted;booking;", lines[2], StringComparison.Ordinal);
        Assert.Contains("'=1+1", lines[2], StringComparison.Ordinal);
        Assert.Contains("'＝1+1", lines[3], StringComparison.Ordinal);
    }

    private static async Task<IEnumerable<Guid>> IdsAsync(Scenario scenario, string filter) => (await scenario.ListAsync(filter)).Ids();

    private static async Task<string?> NextStepAsync(Candidate candidate) =>
        Assert.Single(await candidate.Client.ItemsAsync("/intake/v1/applications/mine")).Text("nextStep");
}
