using Metropool.Contracts.Scheduling;
using Metropool.Testing;

namespace Metropool.Internship.Tests;

/// <summary>A completed internship with a report and a booked trainer, and a client for every kind of caller. Tests don't change it.</summary>
public sealed class AccessScenario(InternshipFixture fixture) : IAsyncLifetime
{
    private static readonly EditionTeamMember BookedTrainer = Some.TeamMember(TeamRole.Trainer);
    private static readonly EditionTeamMember OtherTrainer = Some.TeamMember(TeamRole.Trainer);
    private static readonly EditionTeamMember DeputyDean = Some.TeamMember(TeamRole.Dean, deputy: true);
    private static readonly EditionTeamMember FormerDean = Some.TeamMember(TeamRole.Dean) with { Until = new DateOnly(2025, 7, 31) };

    internal Scenario Scenario { get; private set; } = null!;

    internal Dictionary<string, HttpClient> Callers { get; } = [];

    public async ValueTask InitializeAsync()
    {
        Scenario = await Scenario.CreateAsync(
            fixture,
            edition: edition => edition with
            {
                Team = [.. edition.Team.Where(role => role.Role != TeamRole.Trainer), BookedTrainer, OtherTrainer, DeputyDean, FormerDean],
            });
        await Scenario.LogAllHoursAsync(await Scenario.ProposeAndApproveAsync());
        await Scenario.WriteAndSubmitReportAsync();
        await Scenario.BookInterviewAsync(BookedTrainer);

        var stranger = await Scenario.CreateAsync(fixture);
        var employer = Scenario.Participation.Employers[0].OrganisationId!.Value;
        Callers["anonymous"] = fixture.ClientFor(TestCaller.Anonymous);
        Callers["client of the employer"] = fixture.ClientFor(TestCaller.OrganisationClient("voorbeeldgemeente", employer));
        Callers["contact of the employer"] = fixture.ClientFor(TestCaller.EmployerContact(Some.Id(), employer));
        Callers["administrator"] = fixture.ClientFor(TestCaller.Administrator(Some.Id()));
        Callers["other participant"] = stranger.Participant;
        Callers["dean of another edition"] = stranger.Dean;
        Callers["former dean"] = Staff(FormerDean);
        Callers["dean without the staff role"] = fixture.ClientFor(TestCaller.Person(Scenario.Edition.Team.First(role => role.Role == TeamRole.Dean).PersonId));
        Callers["participant"] = Scenario.Participant;
        Callers["dean"] = Scenario.Dean;
        Callers["deputy dean"] = Staff(DeputyDean);
        Callers["programme manager"] = Scenario.ProgrammeManager;
        Callers["project manager"] = Scenario.ProjectManager;
        Callers["booked trainer"] = Staff(BookedTrainer);
        Callers["other trainer"] = Staff(OtherTrainer);

        HttpClient Staff(EditionTeamMember role) => fixture.ClientFor(TestCaller.Staff(role.PersonId));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
