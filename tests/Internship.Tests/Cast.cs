using Metropool.Contracts.Scheduling;
using Metropool.Testing;

namespace Metropool.Internship.Tests;

/// <summary>Everybody who might call: one completed internship with a report, and a trainer who is booked for its participant.</summary>
public sealed class Cast(InternshipFixture fixture) : IAsyncLifetime
{
    private static readonly TeamRole BookedTrainer = Some.TeamRole(TeamPart.Trainer);
    private static readonly TeamRole OtherTrainer = Some.TeamRole(TeamPart.Trainer);
    private static readonly TeamRole DeputyDean = Some.TeamRole(TeamPart.Dean, deputy: true);
    private static readonly TeamRole FormerDean = Some.TeamRole(TeamPart.Dean) with { Until = new DateOnly(2025, 7, 31) };

    internal Situation Situation { get; private set; } = null!;

    internal Dictionary<string, HttpClient> Callers { get; } = [];

    public async ValueTask InitializeAsync()
    {
        Situation = await Situation.NewAsync(fixture, edition: edition => edition with { Team = [.. edition.Team.Where(role => role.Part != TeamPart.Trainer), BookedTrainer, OtherTrainer, DeputyDean, FormerDean] });
        await Situation.LoggedAsync(await Situation.ApprovedAsync());
        await Situation.ReportedAsync();
        await Situation.BookedAsync(BookedTrainer);

        var stranger = await Situation.NewAsync(fixture);
        var employer = Situation.Participation.Employers[0].OrganisationId!.Value;
        Callers["anonymous"] = fixture.ClientFor(TestCaller.Anonymous);
        Callers["client of the employer"] = fixture.ClientFor(TestCaller.OrganisationClient("voorbeeldgemeente", employer));
        Callers["contact of the employer"] = fixture.ClientFor(TestCaller.EmployerContact(Some.Id(), employer));
        Callers["administrator"] = fixture.ClientFor(TestCaller.Administrator(Some.Id()));
        Callers["other participant"] = stranger.Participant;
        Callers["dean of another edition"] = stranger.Dean;
        Callers["former dean"] = Staff(FormerDean);
        Callers["dean without the staff role"] = fixture.ClientFor(TestCaller.Person(Situation.Edition.Team.First(role => role.Part == TeamPart.Dean).PersonId));
        Callers["participant"] = Situation.Participant;
        Callers["dean"] = Situation.Dean;
        Callers["deputy dean"] = Staff(DeputyDean);
        Callers["programme manager"] = Situation.ProgrammeManager;
        Callers["project manager"] = Situation.ProjectManager;
        Callers["booked trainer"] = Staff(BookedTrainer);
        Callers["other trainer"] = Staff(OtherTrainer);

        HttpClient Staff(TeamRole role) => fixture.ClientFor(TestCaller.Staff(role.PersonId));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
