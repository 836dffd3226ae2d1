using System.Net;
using Metropool.Assessment.Files;
using Metropool.Http;

namespace Metropool.Assessment.Tests;

/// <summary>R46: who reads what, over HTTP.</summary>
public sealed class AccessTests(Cast cast, AssessmentFixture fixture) : IClassFixture<Cast>
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

    public static TheoryData<string, string, HttpStatusCode> Matrix() => [.. from text in Texts from reader in Readers select new TheoryDataRow<string, string, HttpStatusCode>(text, reader.Caller, reader.Status)];

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task R46_Who_reads_what_is_written_about_a_participant(string text, string caller, HttpStatusCode status) =>
        Assert.Equal(status, await cast.Callers[caller].Get($"{cast.Scene.Path}/{text}").Status());

    [Fact]
    public void R46_The_matrix_leaves_nobody_out() => Assert.Equal(cast.Callers.Keys.Order(), Readers.Select(reader => reader.Caller).Order());

    [Theory]
    [InlineData("logbook", "assessment.logbook-not-for-you")]
    [InlineData("learning-plan", "assessment.learning-plan-not-for-you")]
    [InlineData("challenge", "assessment.challenge-not-for-you")]
    [InlineData("php", "assessment.php-not-for-you")]
    [InlineData("interviews", "assessment.interview-notes-not-for-you")]
    public async Task R46_The_project_manager_sees_status_only(string text, string code)
    {
        await cast.Scene.ProjectManager.Get($"{cast.Scene.Path}/{text}").Refused(HttpStatusCode.Forbidden, code);

        var status = await cast.Scene.ProjectManager.Get(cast.Scene.Path).Read<FileView>();
        Assert.Equal([1, 2, 3, 4, 5, 6], status.ChaptersSubmitted);
    }

    [Fact]
    public async Task R46_The_booked_trainer_reads_until_the_interview_is_held_and_their_own_feedback_is_given()
    {
        var scene = await Scene.OpenAsync(fixture);
        await scene.Trainer.Get($"{scene.Path}/logbook").Refused(HttpStatusCode.Forbidden, "assessment.logbook-not-for-you");
        var interview = await scene.BookAsync(Contracts.Scheduling.InterviewKind.Development);
        Assert.True(await scene.IsReadByTrainerAsync());

        await scene.RecordHeldAsync(scene.Dean, interview.InterviewId, "Van de decaan.").Read<object>();
        Assert.True(await scene.IsReadByTrainerAsync());

        await scene.FeedbackAsync(scene.Trainer, interview.InterviewId).Read<object>();
        Assert.False(await scene.IsReadByTrainerAsync());
        await scene.Trainer.Get($"{scene.Path}/logbook").Refused(HttpStatusCode.Forbidden, "assessment.logbook-not-for-you");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task R46_The_booked_trainer_reads_fourteen_days_after_the_interview_at_most(bool held)
    {
        var scene = await Scene.OpenAsync(fixture);
        var recent = await scene.BookAsync(Contracts.Scheduling.InterviewKind.Development, startsAt: scene.Now.AddDays(-14));
        if (held)
        {
            await scene.RecordHeldAsync(scene.Dean, recent.InterviewId, "Van de decaan.").Read<object>();
        }

        Assert.True(await scene.IsReadByTrainerAsync());

        await fixture.HandledAsync(recent with { Version = 2, StartsAt = scene.Now.AddDays(-14).AddHours(-1), EndsAt = scene.Now.AddDays(-14) });

        Assert.False(await scene.IsReadByTrainerAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task R46_A_trainer_whose_role_has_ended_neither_reads_nor_records_anything(bool isStillProjectManager)
    {
        var scene = await Scene.OpenAsync(fixture);
        var held = await scene.BookAsync(Contracts.Scheduling.InterviewKind.Development);
        await scene.RecordHeldAsync(scene.Dean, held.InterviewId, "Van de decaan.").Read<object>();
        var booked = await scene.BookAsync(Contracts.Scheduling.InterviewKind.Development);
        Assert.True(await scene.IsReadByTrainerAsync());
        var trainer = scene.Role(Contracts.Scheduling.TeamPart.Trainer);
        IEnumerable<Contracts.Scheduling.TeamRole> team = scene.Edition.Team.Select(role => role == trainer ? role with { Until = new DateOnly(2025, 7, 31) } : role);
        if (isStillProjectManager)
        {
            team = team.Append(Metropool.Testing.Some.TeamRole(Contracts.Scheduling.TeamPart.ProjectManager, trainer.PersonId));
        }

        await fixture.HandledAsync(scene.Edition with { Version = scene.Edition.Version + 1, Team = [.. team] });

        var (status, code) = isStillProjectManager ? (HttpStatusCode.Forbidden, "assessment.role-ended") : (HttpStatusCode.NotFound, "assessment.file-unknown");
        Assert.All(
            await Task.WhenAll(Texts.Select(text => scene.Trainer.Get($"{scene.Path}/{text}").Status())),
            answer => Assert.Equal(isStillProjectManager ? HttpStatusCode.Forbidden : HttpStatusCode.NotFound, answer));
        await scene.FeedbackAsync(scene.Trainer, held.InterviewId).Refused(status, code);
        await scene.RecordHeldAsync(scene.Trainer, booked.InterviewId).Refused(status, code);
    }

    [Fact]
    public async Task R46_A_file_that_is_not_theirs_and_one_that_does_not_exist_look_alike()
    {
        var notTheirs = await cast.Callers["other participant"].Get(cast.Scene.Path).Refused(HttpStatusCode.NotFound, "assessment.file-unknown");
        var notThere = await cast.Callers["other participant"].Get($"/assessments/{Guid.CreateVersion7()}").Refused(HttpStatusCode.NotFound, "assessment.file-unknown");

        Assert.Equal(notThere, notTheirs);
    }

    [Fact]
    public async Task The_team_lists_the_edition_and_a_trainer_those_whom_they_are_booked_for()
    {
        var path = $"/assessments?editionId={cast.Scene.Edition.EditionId}";

        foreach (var caller in (string[])["dean", "programme manager", "project manager", "booked trainer"])
        {
            Assert.Equal(cast.Scene.Id, Assert.Single((await cast.Callers[caller].Get(path).Read<Page<FileView>>()).Items).Id);
        }

        foreach (var caller in (string[])["other trainer", "trainer whose interviews were held", "trainer whose interview was cancelled"])
        {
            Assert.Empty((await cast.Callers[caller].Get(path).Read<Page<FileView>>()).Items);
        }
    }
}
