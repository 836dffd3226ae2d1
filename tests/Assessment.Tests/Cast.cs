using Metropool.Assessment.Certificates;
using Metropool.Contracts.Scheduling;
using Metropool.Testing;

namespace Metropool.Assessment.Tests;

/// <summary>
/// Everybody who might want to read a participant's texts: one file in which everything is there, the certificate too,
/// and in which another interview is in the calendar. Nothing that a test does with it changes it.
/// </summary>
public sealed class Cast(AssessmentFixture fixture) : IAsyncLifetime
{
    private static readonly TeamRole BookedTrainer = Some.TeamRole(TeamPart.Trainer);
    private static readonly TeamRole UnbookedTrainer = Some.TeamRole(TeamPart.Trainer);
    private static readonly TeamRole CancelledTrainer = Some.TeamRole(TeamPart.Trainer);
    private static readonly TeamRole DeputyDean = Some.TeamRole(TeamPart.Dean, deputy: true);
    private static readonly TeamRole DeputyManager = Some.TeamRole(TeamPart.ProgrammeManager, deputy: true);
    private static readonly TeamRole FormerDean = Some.TeamRole(TeamPart.Dean) with { Until = new DateOnly(2025, 7, 31) };
    private static readonly TeamRole FutureDean = Some.TeamRole(TeamPart.Dean) with { From = new DateOnly(2099, 1, 1) };

    internal Scene Scene { get; private set; } = null!;

    internal CertificateView Certificate { get; private set; } = null!;

    /// <summary>The interview that is in the calendar, and hasn't begun.</summary>
    internal Guid Booked { get; private set; }

    internal Dictionary<string, HttpClient> Callers { get; } = [];

    public async ValueTask InitializeAsync()
    {
        Scene = await Scene.OpenAsync(fixture, [.. Some.Team(), BookedTrainer, UnbookedTrainer, CancelledTrainer, DeputyDean, DeputyManager, FormerDean, FutureDean]);
        var dean = Scene.Role(TeamPart.Dean);
        var cancelled = await Scene.BookAsync(InterviewKind.Development, [dean, CancelledTrainer], Scene.Now.AddYears(10));
        await Scene.ScheduleAsync(cancelled with { Version = 2, Status = InterviewStatus.Cancelled });
        await Scene.MeetEverythingAsync();
        foreach (var interview in (await Scene.FileAsync()).Interviews.Where(interview => interview is { Kind: InterviewKind.Development, Status: InterviewStatus.Held }))
        {
            await Scene.FeedbackAsync(Scene.Trainer, interview.InterviewId).Read<object>();
        }

        Booked = (await Scene.BookAsync(InterviewKind.Development, [dean, BookedTrainer], Scene.Now.AddYears(10))).InterviewId;
        Certificate = await Scene.IssueAsync();

        var stranger = await Scene.OpenAsync(fixture);
        var employer = Scene.Participation.Employers[0].OrganisationId!.Value;
        Callers["anonymous"] = fixture.ClientFor(TestCaller.Anonymous);
        Callers["participant"] = Scene.Participant;
        Callers["other participant"] = stranger.Participant;
        Callers["dean"] = Scene.Dean;
        Callers["deputy dean"] = Staff(DeputyDean);
        Callers["former dean"] = Staff(FormerDean);
        Callers["future dean"] = Staff(FutureDean);
        Callers["programme manager"] = Scene.ProgrammeManager;
        Callers["deputy programme manager"] = Staff(DeputyManager);
        Callers["project manager"] = Scene.ProjectManager;
        Callers["booked trainer"] = Staff(BookedTrainer);
        Callers["trainer whose interviews were held"] = Scene.Trainer;
        Callers["trainer whose interview was cancelled"] = Staff(CancelledTrainer);
        Callers["other trainer"] = Staff(UnbookedTrainer);
        Callers["dean of another edition"] = stranger.Dean;
        Callers["dean without the staff role"] = fixture.ClientFor(TestCaller.Person(dean.PersonId));
        Callers["administrator"] = fixture.ClientFor(TestCaller.Administrator(Some.Id()));
        Callers["contact of the employer"] = fixture.ClientFor(TestCaller.EmployerContact(Some.Id(), employer));
        Callers["client of the employer"] = fixture.ClientFor(TestCaller.OrganisationClient("voorbeeldgemeente", employer));

        HttpClient Staff(TeamRole role) => fixture.ClientFor(TestCaller.Staff(role.PersonId));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
