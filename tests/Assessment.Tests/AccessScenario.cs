using Metropool.Assessment.Certificates;
using Metropool.Contracts.Scheduling;
using Metropool.Testing;

namespace Metropool.Assessment.Tests;

/// <summary>
/// A file with all texts and a certificate, and with another interview in the calendar, and a client for every kind of caller. Tests don't change it.
/// </summary>
public sealed class AccessScenario(AssessmentFixture fixture) : IAsyncLifetime
{
    private static readonly EditionTeamMember BookedTrainer = Some.TeamMember(TeamRole.Trainer);
    private static readonly EditionTeamMember UnbookedTrainer = Some.TeamMember(TeamRole.Trainer);
    private static readonly EditionTeamMember CancelledTrainer = Some.TeamMember(TeamRole.Trainer);
    private static readonly EditionTeamMember DeputyDean = Some.TeamMember(TeamRole.Dean, deputy: true);
    private static readonly EditionTeamMember DeputyManager = Some.TeamMember(TeamRole.ProgrammeManager, deputy: true);
    private static readonly EditionTeamMember FormerDean = Some.TeamMember(TeamRole.Dean) with { Until = new DateOnly(2025, 7, 31) };
    private static readonly EditionTeamMember FutureDean = Some.TeamMember(TeamRole.Dean) with { From = new DateOnly(2099, 1, 1) };

    internal Scenario Scenario { get; private set; } = null!;

    internal CertificateDetail Certificate { get; private set; } = null!;

    /// <summary>The booked interview, which hasn't begun.</summary>
    internal Guid Booked { get; private set; }

    internal Dictionary<string, HttpClient> Callers { get; } = [];

    public async ValueTask InitializeAsync()
    {
        Scenario = await Scenario.CreateAsync(
            fixture, [.. Some.Team(), BookedTrainer, UnbookedTrainer, CancelledTrainer, DeputyDean, DeputyManager, FormerDean, FutureDean]);
        var dean = Scenario.Member(TeamRole.Dean);
        var cancelled = await Scenario.BookInterviewAsync(InterviewKind.Development, [dean, CancelledTrainer], Scenario.Now.AddYears(10));
        await Scenario.PublishInterviewAsync(cancelled with { Version = 2, Status = InterviewStatus.Cancelled });
        await Scenario.MeetAllRequirementsAsync();
        var interviews = (await Scenario.GetAsync()).Interviews;
        foreach (var interview in interviews.Where(interview => interview is { Kind: InterviewKind.Development, Status: InterviewStatus.Held }))
        {
            await Scenario.GiveFeedbackAsync(Scenario.Trainer, interview.InterviewId).Succeeds();
        }

        Booked = (await Scenario.BookInterviewAsync(InterviewKind.Development, [dean, BookedTrainer], Scenario.Now.AddYears(10))).InterviewId;
        Certificate = await Scenario.IssueCertificateAsync().Read<CertificateDetail>();

        var stranger = await Scenario.CreateAsync(fixture);
        var employer = Scenario.Participation.Employers[0].OrganisationId!.Value;
        Callers["anonymous"] = fixture.ClientFor(TestCaller.Anonymous);
        Callers["participant"] = Scenario.Participant;
        Callers["other participant"] = stranger.Participant;
        Callers["dean"] = Scenario.Dean;
        Callers["deputy dean"] = Staff(DeputyDean);
        Callers["former dean"] = Staff(FormerDean);
        Callers["future dean"] = Staff(FutureDean);
        Callers["programme manager"] = Scenario.ProgrammeManager;
        Callers["deputy programme manager"] = Staff(DeputyManager);
        Callers["project manager"] = Scenario.ProjectManager;
        Callers["booked trainer"] = Staff(BookedTrainer);
        Callers["trainer whose interviews were held"] = Scenario.Trainer;
        Callers["trainer whose interview was cancelled"] = Staff(CancelledTrainer);
        Callers["other trainer"] = Staff(UnbookedTrainer);
        Callers["dean of another edition"] = stranger.Dean;
        Callers["dean without the staff role"] = fixture.ClientFor(TestCaller.Person(dean.PersonId));
        Callers["administrator"] = fixture.ClientFor(TestCaller.Administrator(Some.Id()));
        Callers["contact of the employer"] = fixture.ClientFor(TestCaller.EmployerContact(Some.Id(), employer));
        Callers["client of the employer"] = fixture.ClientFor(TestCaller.OrganisationClient("voorbeeldgemeente", employer));

        HttpClient Staff(EditionTeamMember role) => fixture.ClientFor(TestCaller.Staff(role.PersonId));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
