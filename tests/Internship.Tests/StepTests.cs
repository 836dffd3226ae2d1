using System.Net;
using Metropool.Contracts.Internship;
using Metropool.Contracts.Scheduling;
using Metropool.Internship.Hours;
using Metropool.Internship.Internships;
using Metropool.Internship.Placements;
using Metropool.Internship.Reports;
using Metropool.Testing;

namespace Metropool.Internship.Tests;

/// <summary>The steps of an internship over HTTP.</summary>
public sealed class StepTests(InternshipFixture fixture)
{
    [Fact]
    public async Task R28_The_refusal_of_an_approval_names_all_missing_items()
    {
        var scenario = await Scenario.CreateAsync(fixture);
        var bare = scenario.Placement() with { Motivation = null, LearningGoals = new LearningGoalsRequest(Cognitive: "Een leerdoel"), ResearchQuestion = "" };
        await scenario.ProposeAsync(bare).Succeeds();

        var problem = await scenario.ApproveAsync().Refused(HttpStatusCode.Conflict, "internship.preparation-incomplete");

        Assert.Equal(
            [
                "internship.motivation-missing",
                "internship.personal-goal-missing",
                "internship.research-question-missing",
                "internship.employment-history-missing",
            ],
            problem.Codes);
    }

    [Fact]
    public async Task R5_A_participant_cannot_approve_their_own_internship_as_a_deputy_of_the_dean()
    {
        var scenario = await Scenario.CreateAsync(fixture);
        await scenario.ProposeAsync().Succeeds();
        var me = scenario.Participation.PersonId;
        var acting = fixture.ClientFor(TestCaller.Staff(me));
        var withDeputy = scenario.Edition with
        {
            Version = scenario.Edition.Version + 1,
            Team = [.. scenario.Edition.Team, Some.TeamMember(TeamRole.Dean, me, deputy: true)],
        };

        await scenario.PublishAndWaitAsync(withDeputy, async () => (await ApproveAsync()).StatusCode == HttpStatusCode.Forbidden);

        await ApproveAsync().Refused(HttpStatusCode.Forbidden, "internship.conflict-of-interest");

        Task<HttpResponseMessage> ApproveAsync() => acting.Post($"{scenario.Path}/approval", new ApprovePlacementRequest(Guid.NewGuid(), []));
    }

    [Fact]
    public async Task Only_the_participant_can_change_their_texts_and_hours()
    {
        var scenario = await Scenario.CreateAsync(fixture);

        await scenario.Dean.Put($"{scenario.Path}/report", new ReportRequest("Onderzoek")).Refused(HttpStatusCode.Forbidden, "internship.not-the-participant");
        await scenario.Dean.Post($"{scenario.Path}/placement", scenario.Placement()).Refused(HttpStatusCode.Forbidden, "internship.not-the-participant");
    }

    [Fact]
    public async Task Only_the_dean_can_approve_a_placement()
    {
        var scenario = await Scenario.CreateAsync(fixture);

        await scenario.ProgrammeManager.Post($"{scenario.Path}/approval", new ApprovePlacementRequest(Guid.Empty))
            .Refused(HttpStatusCode.Forbidden, "internship.role-needed");
    }

    [Fact]
    public async Task R27_A_dispensation_is_kept_with_its_reason()
    {
        var scenario = await Scenario.CreateAsync(fixture);
        await scenario.StateEmploymentAsync(new FormerEmployerRequest("Waterschap Voorbeeld")).Succeeds();
        var developer = scenario.Placement() with { HostOrganisation = new HostOrganisationRequest("Vastgoedontwikkelaar Voorbeeld", "NL", HostKind.Other) };
        var proposed = await scenario.ProposeAsync(
            developer with { Periods = [new(scenario.NextMonday, scenario.NextMonday.AddDays(38), 40)] }).Read<PlacementDetail>();
        Assert.Equal([PlacementWarning.HostNotPublic], proposed.Warnings);
        await scenario.ApproveAsync().Refused(HttpStatusCode.Conflict, "internship.dispensation-needed");

        await scenario.ApproveAsync(new DispensationRequest(PlacementWarning.HostNotPublic, "De brochure noemt er zelf een.")).Succeeds();

        var detail = await scenario.GetAsync();
        Assert.Equal([new DispensationDetail(PlacementWarning.HostNotPublic, "De brochure noemt er zelf een.")], detail.Placement?.Dispensations);
        Assert.Equal("Waterschap Voorbeeld", Assert.Single(detail.EmploymentHistory!.FormerEmployers).Name);
    }

    [Fact]
    public async Task A_dispensation_needs_a_reason()
    {
        var scenario = await Scenario.CreateAsync(fixture);
        var request = new ApprovePlacementRequest(Guid.Empty, [new(PlacementWarning.Split, " ")]);
        var problem = await scenario.Dean.Post($"{scenario.Path}/approval", request).Refused(HttpStatusCode.BadRequest, "request.invalid");
        Assert.Equal("dispensations[0].reason", Assert.Single(problem.Errors!).Where);
    }

    [Fact]
    public async Task R25_R26_All_faults_of_a_proposal_are_named_at_once()
    {
        var scenario = await Scenario.CreateAsync(fixture);
        var wrong = scenario.Placement(weeks: 3) with { HostOrganisation = new HostOrganisationRequest("Gemeente Voorbeeldgemeente", "NL", HostKind.Public) };
        var problem = await scenario.ProposeAsync(wrong).Refused(HttpStatusCode.Conflict, "internship.host-is-known");
        Assert.Equal(["internship.host-is-known", "internship.too-few-weeks", "internship.too-few-hours"], problem.Codes);
    }

    [Fact]
    public async Task All_faults_of_a_request_are_named_at_once()
    {
        var scenario = await Scenario.CreateAsync(fixture);
        var monday = scenario.NextMonday;
        var wrong = scenario.Placement() with
        {
            HostOrganisation = new HostOrganisationRequest(" ", "Nederland", HostKind.Public, "123"),
            Periods =
            [
                new(monday, monday.AddDays(27), 40),
                new(monday.AddDays(20), monday.AddDays(10), 80),
                new(monday.AddDays(30), monday.AddYears(2), 40, []),
            ],
        };

        var problem = await scenario.ProposeAsync(wrong).Refused(HttpStatusCode.BadRequest, "request.invalid");

        Assert.Equal(
            [
                "hostOrganisation.country", "hostOrganisation.kvkNumber", "hostOrganisation.name",
                "periods[1]", "periods[1].hoursPerWeek", "periods[1].until", "periods[2].until", "periods[2].weekdays",
            ],
            problem.Errors!.Select(error => error.Where).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task R25_R26_Extreme_values_are_refused()
    {
        var scenario = await Scenario.CreateAsync(fixture);
        var monday = scenario.NextMonday;
        var wrong = scenario.Placement() with
        {
            HostOrganisation = new HostOrganisationRequest("Provincie Voorbeeld", "", HostKind.Public, ""),
            Periods = [new(monday, monday.AddDays(25), 60.4m), new(monday.AddDays(28), monday.AddDays(32), 79_228_162_514_264_337_593_543_950_335m)],
        };

        var problem = await scenario.ProposeAsync(wrong).Refused(HttpStatusCode.BadRequest, "request.invalid");

        Assert.Equal(
            ["hostOrganisation.country missing", "periods[0].hoursPerWeek out-of-range", "periods[1].hoursPerWeek out-of-range"],
            problem.Errors!.Select(error => $"{error.Where} {error.Code}").Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("POST", "placement", """{"hostOrganisation": {"name": "A", "country": "NL", "kind": "public"}, "periods": [null]}""")]
    [InlineData("POST", "hours", """{"days": [null]}""")]
    [InlineData("PUT", "checklist", """{"items": [null]}""")]
    [InlineData("PUT", "employment-history", """{"formerEmployers": [null]}""")]
    public async Task A_null_in_a_list_is_refused(string method, string path, string body)
    {
        var scenario = await Scenario.CreateAsync(fixture);
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri($"{scenario.Path}/{path}", UriKind.Relative))
        {
            Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json"),
        };
        await scenario.Participant.SendAsync(request, TestContext.Current.CancellationToken).Refused(HttpStatusCode.BadRequest, "request.invalid");
    }

    [Fact]
    public async Task A_proposal_is_returned_changed_and_approved()
    {
        var scenario = await Scenario.CreateAsync(fixture);
        await scenario.StateEmploymentAsync().Succeeds();
        await scenario.ProposeAsync().Succeeds();
        await scenario.Dean.Post($"{scenario.Path}/placement/return", new ReturnPlacementRequest(await scenario.ProposalIdAsync(), "Buiten je comfortzone?"))
            .Succeeds();
        Assert.Equal("Buiten je comfortzone?", Assert.Single((await scenario.GetAsync()).Earlier).ReturnReason);

        await scenario.ChangePlacementAsync(
            scenario.Placement() with { HostOrganisation = new HostOrganisationRequest("Stockholms stad", "SE", HostKind.Public) }).Succeeds();
        await scenario.ApproveAsync().Succeeds();

        Assert.Equal("Stockholms stad", (await scenario.GetAsync()).Placement?.HostOrganisation.Name);
    }

    [Fact]
    public async Task A_placement_can_be_changed_and_approved_again_during_the_internship()
    {
        var scenario = await Scenario.CreateAsync(fixture);
        var placement = await scenario.ProposeAndApproveAsync();
        scenario.MoveTimeTo(placement.Periods[0].From);
        await scenario.LogAsync(new DayRequest(placement.Periods[0].From, 480)).Succeeds();

        await scenario.ChangePlacementAsync(scenario.Placement(placement.Periods[0].From, weeks: 5)).Succeeds();
        Assert.Equal(placement.Periods, (await scenario.GetAsync()).Placement!.Periods, PeriodsAreEqual);
        await scenario.ApproveAsync().Succeeds();

        var detail = await scenario.GetAsync();
        Assert.Equal(5m, detail.Placement?.Plan.Weeks);
        Assert.Equal([PlacementStatus.Superseded], detail.Earlier.Select(p => p.Status));
        Assert.Equal((InternshipStatus.Started, placement.Periods[0].From.AddDays(32 + 28)), (detail.Summary.Status, detail.Summary.ReportDueOn));

        static bool PeriodsAreEqual(PeriodDetail a, PeriodDetail b) => (a.From, a.Until) == (b.From, b.Until);
    }

    [Fact]
    public async Task Hours_are_corrected_and_removed_over_HTTP()
    {
        var scenario = await Scenario.CreateAsync(fixture);
        var placement = await scenario.ProposeAndApproveAsync();
        var day = placement.Periods[0].From;
        scenario.MoveTimeTo(day);
        await scenario.LogAsync(new DayRequest(day, 480, "Kennisgemaakt")).Succeeds();
        var corrected = await scenario.LogAsync(new DayRequest(day, 300)).Read<HoursDetail>();
        Assert.Equal((300, null), (Assert.Single(corrected.Days).Minutes, corrected.Days[0].Activities));
        Assert.Empty((await scenario.Participant.Delete($"{scenario.Path}/hours/{day:yyyy-MM-dd}").Read<HoursDetail>()).Days);
        await scenario.Participant.Delete($"{scenario.Path}/hours/{day:yyyy-MM-dd}").Refused(HttpStatusCode.NotFound, "internship.day-not-logged");
        await fixture.Events.PublishedAsync<InternshipChanged>(
            e => e.InternshipId == scenario.Id && e is { LoggedMinutes: 0, Status: InternshipStatus.Approved, Change: InternshipChange.Updated });
    }

    [Fact]
    public async Task R28_A_placement_with_invisible_texts_is_not_approved()
    {
        var scenario = await Scenario.CreateAsync(fixture);
        await scenario.StateEmploymentAsync().Succeeds();
        var nothing = scenario.Placement() with
        {
            Motivation = "\u200B",
            LearningGoals = new LearningGoalsRequest("\u2800", "\u00AD"),
            ResearchQuestion = "\u3164",
        };
        await scenario.ProposeAsync(nothing).Succeeds();

        var problem = await scenario.ApproveAsync().Refused(HttpStatusCode.Conflict, "internship.preparation-incomplete");

        Assert.Equal(
            ["internship.motivation-missing", "internship.cognitive-goal-missing", "internship.personal-goal-missing", "internship.research-question-missing"],
            problem.Codes);
    }
}
