using System.Net;
using Metropool.Contracts.Internship;
using Metropool.Contracts.Scheduling;
using Metropool.Internship.Hours;
using Metropool.Internship.Internships;
using Metropool.Internship.Placements;
using Metropool.Internship.Reports;
using Metropool.Testing;

namespace Metropool.Internship.Tests;

/// <summary>The steps of an internship over HTTP: what is kept, and what is refused.</summary>
public sealed class StepTests(InternshipFixture fixture)
{
    [Fact]
    public async Task R28_The_dean_is_told_everything_that_is_missing_at_once()
    {
        var situation = await Situation.NewAsync(fixture);
        var bare = situation.Placement() with { Motivation = null, LearningGoals = new LearningGoalsRequest(Cognitive: "Een leerdoel"), ResearchQuestion = "" };
        await situation.Participant.Post($"{situation.Path}/placement", bare).Succeeds();

        var problem = await situation.ApproveAsync().Refused(HttpStatusCode.Conflict, "internship.preparation-incomplete");

        Assert.Equal(
            ["internship.motivation-missing", "internship.personal-goal-missing", "internship.research-question-missing", "internship.employment-history-missing"],
            problem.Codes);
    }

    [Fact]
    public async Task Nobody_approves_their_own_internship_also_not_as_a_deputy_of_the_dean()
    {
        var situation = await Situation.NewAsync(fixture);
        await situation.Participant.Post($"{situation.Path}/placement", situation.Placement()).Succeeds();
        var me = situation.Participation.PersonId;
        var acting = fixture.ClientFor(TestCaller.Staff(me));
        var withDeputy = situation.Edition with { Version = situation.Edition.Version + 1, Team = [.. situation.Edition.Team, Some.TeamRole(TeamPart.Dean, me, deputy: true)] };

        await situation.KnowsAsync(withDeputy, async () => (await ApproveAsync()).StatusCode == HttpStatusCode.Forbidden);

        await ApproveAsync().Refused(HttpStatusCode.Forbidden, "internship.own-file");

        Task<HttpResponseMessage> ApproveAsync() => acting.Post($"{situation.Path}/approval", new ApprovalRequest(Guid.NewGuid(), []));
    }

    [Fact]
    public async Task R27_A_dispensation_is_kept_with_its_reason()
    {
        var situation = await Situation.NewAsync(fixture);
        await situation.Participant.Put($"{situation.Path}/employment-history", new EmploymentHistoryRequest([new("Waterschap Voorbeeld")])).Succeeds();
        var developer = situation.Placement() with { HostOrganisation = new HostOrganisationRequest("Vastgoedontwikkelaar Voorbeeld", "NL", HostKind.Other) };
        var proposed = await situation.Participant.Post($"{situation.Path}/placement", developer with { Periods = [new(situation.NextMonday, situation.NextMonday.AddDays(38), 40)] }).Read<PlacementView>();
        Assert.Equal([PlacementWarning.HostNotPublic], proposed.Warnings);
        await situation.ApproveAsync().Refused(HttpStatusCode.Conflict, "internship.dispensation-needed");

        await situation.ApproveAsync(new DispensationRequest(PlacementWarning.HostNotPublic, "De brochure noemt er zelf een.")).Succeeds();

        var detail = await situation.Participant.Get(situation.Path).Read<InternshipDetail>();
        Assert.Equal([new DispensationView(PlacementWarning.HostNotPublic, "De brochure noemt er zelf een.")], detail.Placement?.Dispensations);
        Assert.Equal("Waterschap Voorbeeld", Assert.Single(detail.EmploymentHistory!.FormerEmployers).Name);
    }

    [Fact]
    public async Task A_dispensation_without_a_reason_is_no_dispensation()
    {
        var situation = await Situation.NewAsync(fixture);
        var problem = await situation.Dean.Post($"{situation.Path}/approval", new ApprovalRequest(Guid.Empty, [new(PlacementWarning.Split, " ")])).Refused(HttpStatusCode.BadRequest, "request.invalid");
        Assert.Equal("dispensations[0].reason", Assert.Single(problem.Errors!).Where);
    }

    [Fact]
    public async Task R25_R26_Everything_that_is_wrong_with_a_proposal_is_named_at_once()
    {
        var situation = await Situation.NewAsync(fixture);
        var wrong = situation.Placement(weeks: 3) with { HostOrganisation = new HostOrganisationRequest("Gemeente Voorbeeldgemeente", "NL", HostKind.Public) };
        var problem = await situation.Participant.Post($"{situation.Path}/placement", wrong).Refused(HttpStatusCode.Conflict, "internship.host-is-known");
        Assert.Equal(["internship.host-is-known", "internship.too-few-weeks", "internship.too-few-hours"], problem.Codes);
    }

    [Fact]
    public async Task What_a_request_says_wrongly_is_named_at_once()
    {
        var situation = await Situation.NewAsync(fixture);
        var monday = situation.NextMonday;
        var wrong = situation.Placement() with
        {
            HostOrganisation = new HostOrganisationRequest(" ", "Nederland", HostKind.Public, "123"),
            Periods = [new(monday, monday.AddDays(27), 40), new(monday.AddDays(20), monday.AddDays(10), 80), new(monday.AddDays(30), monday.AddYears(2), 40, [])],
        };

        var problem = await situation.Participant.Post($"{situation.Path}/placement", wrong).Refused(HttpStatusCode.BadRequest, "request.invalid");

        Assert.Equal(
            [
                "hostOrganisation.country", "hostOrganisation.kvkNumber", "hostOrganisation.name", "periods[1]", "periods[1].hoursPerWeek", "periods[1].until", "periods[2].until", "periods[2].weekdays",
            ],
            problem.Errors!.Select(error => error.Where).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task R25_R26_An_empty_country_is_missing_an_empty_number_left_out_and_no_number_of_hours_is_a_failure()
    {
        var situation = await Situation.NewAsync(fixture);
        var monday = situation.NextMonday;
        var wrong = situation.Placement() with
        {
            HostOrganisation = new HostOrganisationRequest("Provincie Voorbeeld", "", HostKind.Public, ""),
            Periods = [new(monday, monday.AddDays(25), 60.4m), new(monday.AddDays(28), monday.AddDays(32), 79_228_162_514_264_337_593_543_950_335m)],
        };

        var problem = await situation.Participant.Post($"{situation.Path}/placement", wrong).Refused(HttpStatusCode.BadRequest, "request.invalid");

        Assert.Equal(
            ["hostOrganisation.country missing", "periods[0].hoursPerWeek out-of-range", "periods[1].hoursPerWeek out-of-range"],
            problem.Errors!.Select(error => $"{error.Where} {error.Code}").Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("POST", "placement", """{"hostOrganisation": {"name": "A", "country": "NL", "kind": "public"}, "periods": [null]}""")]
    [InlineData("POST", "hours", """{"days": [null]}""")]
    [InlineData("PUT", "checklist", """{"items": [null]}""")]
    [InlineData("PUT", "employment-history", """{"formerEmployers": [null]}""")]
    public async Task Nothing_in_a_list_is_a_fault_and_no_failure(string method, string path, string body)
    {
        var situation = await Situation.NewAsync(fixture);
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri($"/internship/v1{situation.Path}/{path}", UriKind.Relative)) { Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json") };
        await situation.Participant.SendAsync(request, TestContext.Current.CancellationToken).Refused(HttpStatusCode.BadRequest, "request.invalid");
    }

    [Fact]
    public async Task A_proposal_is_given_back_changed_and_approved()
    {
        var situation = await Situation.NewAsync(fixture);
        await situation.Participant.Put($"{situation.Path}/employment-history", new EmploymentHistoryRequest([])).Succeeds();
        await situation.Participant.Post($"{situation.Path}/placement", situation.Placement()).Succeeds();
        await situation.Dean.Post($"{situation.Path}/placement/return", new ReturnRequest(await situation.ProposedAsync(), "Buiten je comfortzone?")).Succeeds();
        Assert.Equal("Buiten je comfortzone?", Assert.Single((await situation.Participant.Get(situation.Path).Read<InternshipDetail>()).Earlier).ReturnReason);

        await situation.Participant.Put($"{situation.Path}/placement", situation.Placement() with { HostOrganisation = new HostOrganisationRequest("Stockholms stad", "SE", HostKind.Public) }).Succeeds();
        await situation.ApproveAsync().Succeeds();

        Assert.Equal("Stockholms stad", (await situation.Participant.Get(situation.Path).Read<InternshipDetail>()).Placement?.HostOrganisation.Name);
    }

    [Fact]
    public async Task An_approved_placement_is_changed_on_the_way_and_the_change_approved()
    {
        var situation = await Situation.NewAsync(fixture);
        var placement = await situation.ApprovedAsync();
        situation.MoveTo(placement.Periods[0].From);
        await situation.Participant.Post($"{situation.Path}/hours", new LogHoursRequest([new(placement.Periods[0].From, 480)])).Succeeds();

        await situation.Participant.Put($"{situation.Path}/placement", situation.Placement(placement.Periods[0].From, weeks: 5)).Succeeds();
        Assert.Equal(placement.Periods, (await situation.Participant.Get(situation.Path).Read<InternshipDetail>()).Placement!.Periods, PeriodsAreEqual);
        await situation.ApproveAsync().Succeeds();

        var detail = await situation.Participant.Get(situation.Path).Read<InternshipDetail>();
        Assert.Equal(5m, detail.Placement?.Plan.Weeks);
        Assert.Equal([PlacementStatus.Superseded], detail.Earlier.Select(p => p.Status));
        Assert.Equal((InternshipStatus.Started, placement.Periods[0].From.AddDays(32 + 28)), (detail.Summary.Status, detail.Summary.ReportDueOn));

        static bool PeriodsAreEqual(PeriodView a, PeriodView b) => (a.From, a.Until) == (b.From, b.Until);
    }

    [Fact]
    public async Task Hours_are_corrected_and_removed_over_HTTP()
    {
        var situation = await Situation.NewAsync(fixture);
        var placement = await situation.ApprovedAsync();
        var day = placement.Periods[0].From;
        situation.MoveTo(day);
        await situation.Participant.Post($"{situation.Path}/hours", new LogHoursRequest([new(day, 480, "Kennisgemaakt")])).Succeeds();
        var corrected = await situation.Participant.Post($"{situation.Path}/hours", new LogHoursRequest([new(day, 300)])).Read<HoursView>();
        Assert.Equal((300, null), (Assert.Single(corrected.Days).Minutes, corrected.Days[0].What));
        Assert.Empty((await situation.Participant.Delete($"{situation.Path}/hours/{day:yyyy-MM-dd}").Read<HoursView>()).Days);
        await situation.Participant.Delete($"{situation.Path}/hours/{day:yyyy-MM-dd}").Refused(HttpStatusCode.NotFound, "internship.day-not-logged");
        await fixture.Events.PublishedAsync<InternshipChanged>(e => e.InternshipId == situation.Id && e is { LoggedMinutes: 0, Status: InternshipStatus.Approved } and not InternshipApproved);
    }

    [Fact]
    public async Task R30_More_time_for_the_report_is_kept_with_its_reason()
    {
        var situation = await Situation.NewAsync(fixture);
        var placement = await situation.ApprovedAsync();
        var due = placement.Periods[0].Until.AddDays(28);
        await situation.ProgrammeManager.Post($"{situation.Path}/report/extension", new ExtensionRequest(due, "Te weinig")).Refused(HttpStatusCode.Conflict, "internship.not-an-extension");
        await situation.ProgrammeManager.Post($"{situation.Path}/report/extension", new ExtensionRequest(due.AddDays(14), "Verbouwing")).Succeeds();

        var detail = await situation.Participant.Get(situation.Path).Read<InternshipDetail>();
        Assert.Equal(due.AddDays(14), detail.Summary.ReportDueOn);
        Assert.Equal("Verbouwing", Assert.Single(detail.Extensions!).Reason);
    }

    [Theory]
    [InlineData("\u200B")]
    [InlineData("\u00AD")]
    [InlineData("\u2800")]
    [InlineData("\u3164")]
    [InlineData("\uFE0F")]
    public async Task R30_A_report_with_nothing_visible_in_it_completes_no_internship(string nothing)
    {
        var situation = await Situation.NewAsync(fixture);
        await situation.LoggedAsync(await situation.ApprovedAsync());
        await situation.Participant.Put($"{situation.Path}/report", new ReportRequest(nothing, nothing)).Succeeds();

        var problem = await situation.Participant.Post($"{situation.Path}/report/submission").Refused(HttpStatusCode.BadRequest, "internship.report-incomplete");

        Assert.Equal(["internship.research-missing", "internship.reflection-missing"], problem.Codes);
        Assert.Equal(InternshipStatus.Started, (await situation.Participant.Get(situation.Path).Read<InternshipDetail>()).Summary.Status);
    }

    [Fact]
    public async Task R28_A_placement_with_nothing_visible_in_it_is_not_approved()
    {
        var situation = await Situation.NewAsync(fixture);
        await situation.Participant.Put($"{situation.Path}/employment-history", new EmploymentHistoryRequest([])).Succeeds();
        var nothing = situation.Placement() with { Motivation = "\u200B", LearningGoals = new LearningGoalsRequest("\u2800", "\u00AD"), ResearchQuestion = "\u3164" };
        await situation.Participant.Post($"{situation.Path}/placement", nothing).Succeeds();

        var problem = await situation.ApproveAsync().Refused(HttpStatusCode.Conflict, "internship.preparation-incomplete");

        Assert.Equal(["internship.motivation-missing", "internship.cognitive-goal-missing", "internship.personal-goal-missing", "internship.research-question-missing"], problem.Codes);
    }

    [Fact]
    public async Task R30_A_report_comes_in_versions_that_stay_readable()
    {
        var situation = await Situation.NewAsync(fixture);
        var placement = await situation.ApprovedAsync();
        situation.MoveTo(placement.Periods[0].From);
        await situation.Participant.Post($"{situation.Path}/report/submission").Refused(HttpStatusCode.Conflict, "internship.not-started");
        await situation.Participant.Post($"{situation.Path}/hours", new LogHoursRequest([new(placement.Periods[0].From, 480)])).Succeeds();
        await situation.Participant.Put($"{situation.Path}/report", new ReportRequest("Eerste")).Succeeds();
        var problem = await situation.Participant.Post($"{situation.Path}/report/submission").Refused(HttpStatusCode.BadRequest, "internship.report-incomplete");
        Assert.Equal(["internship.reflection-missing"], problem.Codes);

        foreach (var research in new[] { "Eerste", "Tweede" })
        {
            await situation.Participant.Put($"{situation.Path}/report", new ReportRequest(research, "Reflectie")).Succeeds();
            await situation.Participant.Post($"{situation.Path}/report/submission").Succeeds();
        }

        Assert.Equal("Eerste", (await situation.Dean.Get($"{situation.Path}/report/versions/1").Read<ReportTextView>()).Research);
        Assert.Equal("Tweede", (await situation.Dean.Get($"{situation.Path}/report").Read<ReportView>()).Latest?.Research);
        await situation.Dean.Get($"{situation.Path}/report/versions/3").Refused(HttpStatusCode.NotFound, "internship.report-version-unknown");
    }

    [Fact]
    public async Task R32_A_presentation_is_recorded_and_everybody_is_told()
    {
        var situation = await Situation.NewAsync(fixture);
        await situation.LoggedAsync(await situation.ApprovedAsync());
        var at = fixture.Clock.GetUtcNow().AddHours(-1);

        await situation.ProgrammeManager.Post($"{situation.Path}/presentation", new PresentationRequest(at, Elsewhere: true)).Succeeds();

        await fixture.Events.PublishedAsync<InternshipChanged>(e => e.InternshipId == situation.Id && e.PresentedAt == at);
        var presentation = (await situation.Participant.Get(situation.Path).Read<InternshipDetail>()).Presentation;
        Assert.Equal((at, true), (presentation?.PresentedAt, presentation?.Elsewhere));
    }
}
