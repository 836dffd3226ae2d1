using System.Net;
using Metropool.Assessment.Assessments;
using Metropool.Contracts.Scheduling;
using Metropool.Http;
using Metropool.Testing;

namespace Metropool.Assessment.Tests;

/// <summary>R46: the readers of every text, over HTTP.</summary>
public sealed class AccessTests(AccessScenario access, AssessmentFixture fixture) : IClassFixture<AccessScenario>
{
    private static readonly string[] Texts = ["logbook", "learning-plan", "challenge", "php", "interviews"];

    private static readonly (string Caller, HttpStatusCode Status)[] Readers =
    [
        ("participant", HttpStatusCode.OK),
        ("dean", HttpStatusCode.OK),
        ("deputy dean", HttpStatusCode.OK),
        ("programme manager", HttpStatusCode.OK),
        ("deputy programme manager", HttpStatusCode.OK),
        ("booked trainer", HttpStatusCode.OK),
        ("trainer whose interviews were held", HttpStatusCode.Forbidden),
        ("trainer whose interview was cancelled", HttpStatusCode.Forbidden),
        ("other trainer", HttpStatusCode.Forbidden),
        ("project manager", HttpStatusCode.Forbidden),
        ("client of the employer", HttpStatusCode.Forbidden),
        ("contact of the employer", HttpStatusCode.NotFound),
        ("administrator", HttpStatusCode.NotFound),
        ("other participant", HttpStatusCode.NotFound),
        ("former dean", HttpStatusCode.NotFound),
        ("future dean", HttpStatusCode.NotFound),
        ("dean of another edition", HttpStatusCode.NotFound),
        ("dean without the staff role", HttpStatusCode.NotFound),
        ("anonymous", HttpStatusCode.Unauthorized),
    ];

    public static TheoryData<string, string, HttpStatusCode> Matrix() =>
        [.. from text in Texts from reader in Readers select new TheoryDataRow<string, string, HttpStatusCode>(text, reader.Caller, reader.Status)];

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task R46_Every_caller_can_read_the_texts_that_are_for_them(string text, string caller, HttpStatusCode status) =>
        Assert.Equal(status, await access.Callers[caller].Get($"{access.Scenario.Path}/{text}").Status());

    [Fact]
    public void R46_Every_caller_is_in_the_matrix() => Assert.Equal(access.Callers.Keys.Order(), Readers.Select(reader => reader.Caller).Order());

    [Theory]
    [InlineData("logbook", "assessment.logbook-forbidden")]
    [InlineData("learning-plan", "assessment.learning-plan-forbidden")]
    [InlineData("challenge", "assessment.challenge-forbidden")]
    [InlineData("php", "assessment.php-forbidden")]
    [InlineData("interviews", "assessment.interview-notes-forbidden")]
    public async Task R46_The_project_manager_can_read_the_status_only(string text, string code)
    {
        await access.Scenario.ProjectManager.Get($"{access.Scenario.Path}/{text}").Refused(HttpStatusCode.Forbidden, code);

        var status = await access.Scenario.ProjectManager.Get(access.Scenario.Path).Read<AssessmentSummary>();
        Assert.Equal([1, 2, 3, 4, 5, 6], status.ChaptersSubmitted);
    }

    [Fact]
    public async Task R46_The_booked_trainer_can_read_until_the_interview_was_held_and_they_gave_feedback()
    {
        var scenario = await Scenario.CreateAsync(fixture);
        await scenario.Trainer.Get($"{scenario.Path}/logbook").Refused(HttpStatusCode.Forbidden, "assessment.logbook-forbidden");
        var interview = await scenario.BookInterviewAsync(InterviewKind.Development);
        Assert.True(await scenario.IsReadableByTrainerAsync());

        await scenario.RecordHeldAsync(scenario.Dean, interview.InterviewId, "Van de decaan.").Succeeds();
        Assert.True(await scenario.IsReadableByTrainerAsync());

        await scenario.GiveFeedbackAsync(scenario.Trainer, interview.InterviewId).Succeeds();
        Assert.False(await scenario.IsReadableByTrainerAsync());
        await scenario.Trainer.Get($"{scenario.Path}/logbook").Refused(HttpStatusCode.Forbidden, "assessment.logbook-forbidden");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task R46_The_booked_trainer_can_read_for_at_most_fourteen_days_after_the_interview(bool held)
    {
        var scenario = await Scenario.CreateAsync(fixture);
        var recent = await scenario.BookInterviewAsync(InterviewKind.Development, startsAt: scenario.Now.AddDays(-14));
        if (held)
        {
            await scenario.RecordHeldAsync(scenario.Dean, recent.InterviewId, "Van de decaan.").Succeeds();
        }

        Assert.True(await scenario.IsReadableByTrainerAsync());

        await fixture.HandledAsync(recent with { Version = 2, StartsAt = scenario.Now.AddDays(-14).AddHours(-1), EndsAt = scenario.Now.AddDays(-14) });

        Assert.False(await scenario.IsReadableByTrainerAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task R46_A_trainer_whose_role_has_ended_can_neither_read_nor_record(bool isStillProjectManager)
    {
        var scenario = await Scenario.CreateAsync(fixture);
        var held = await scenario.BookInterviewAsync(InterviewKind.Development);
        await scenario.RecordHeldAsync(scenario.Dean, held.InterviewId, "Van de decaan.").Succeeds();
        var booked = await scenario.BookInterviewAsync(InterviewKind.Development);
        Assert.True(await scenario.IsReadableByTrainerAsync());
        var trainer = scenario.Member(TeamRole.Trainer);
        IEnumerable<EditionTeamMember> team = scenario.Edition.Team.Select(
            role => role == trainer ? role with { Until = new DateOnly(2025, 7, 31) } : role);
        if (isStillProjectManager)
        {
            team = team.Append(Some.TeamMember(TeamRole.ProjectManager, trainer.PersonId));
        }

        await fixture.HandledAsync(scenario.Edition with { Version = scenario.Edition.Version + 1, Team = [.. team] });

        var (status, code) = isStillProjectManager ? (HttpStatusCode.Forbidden, "assessment.role-ended") : (HttpStatusCode.NotFound, "assessment.file-unknown");
        Assert.All(
            await Task.WhenAll(Texts.Select(text => scenario.Trainer.Get($"{scenario.Path}/{text}").Status())),
            answer => Assert.Equal(isStillProjectManager ? HttpStatusCode.Forbidden : HttpStatusCode.NotFound, answer));
        await scenario.GiveFeedbackAsync(scenario.Trainer, held.InterviewId).Refused(status, code);
        await scenario.RecordHeldAsync(scenario.Trainer, booked.InterviewId).Refused(status, code);
    }

    [Fact]
    public async Task R46_An_invisible_file_and_an_unknown_file_have_the_same_answer()
    {
        var invisible = await access.Callers["other participant"].Get(access.Scenario.Path).Refused(HttpStatusCode.NotFound, "assessment.file-unknown");
        var unknown = await access.Callers["other participant"].Get($"/assessment/v1/assessments/{Guid.CreateVersion7()}")
            .Refused(HttpStatusCode.NotFound, "assessment.file-unknown");

        Assert.Equal(unknown, invisible);
    }

    [Fact]
    public async Task The_team_lists_the_edition_and_a_trainer_the_booked_participants()
    {
        var path = $"/assessment/v1/assessments?editionId={access.Scenario.Edition.EditionId}";

        foreach (var caller in (string[])["dean", "programme manager", "project manager", "booked trainer"])
        {
            Assert.Equal(access.Scenario.Id, Assert.Single((await access.Callers[caller].Get(path).Read<Page<AssessmentSummary>>()).Items).Id);
        }

        foreach (var caller in (string[])["other trainer", "trainer whose interviews were held", "trainer whose interview was cancelled"])
        {
            Assert.Empty((await access.Callers[caller].Get(path).Read<Page<AssessmentSummary>>()).Items);
        }
    }
}
