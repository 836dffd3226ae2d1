using Metropool.Contracts;
using Metropool.Contracts.Scheduling;
using Metropool.Http;
using Metropool.Internship.Hours;
using Metropool.Internship.Internships;
using Metropool.Internship.Placements;
using Metropool.Internship.Reports;
using Metropool.Testing;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Internship.Tests;

/// <summary>A participant of an edition with a team, each with a client; and the steps of an internship, from the present of the fixture's clock.</summary>
internal sealed class Situation
{
    private readonly InternshipFixture _fixture;

    private Situation(InternshipFixture fixture, EditionOpened edition, ParticipationChanged participation)
    {
        (_fixture, Edition, Participation) = (fixture, edition, participation);
        Participant = fixture.ClientFor(TestCaller.Person(participation.PersonId));
        Dean = Of(TeamPart.Dean);
        ProgrammeManager = Of(TeamPart.ProgrammeManager);
        ProjectManager = Of(TeamPart.ProjectManager);
        Trainer = Of(TeamPart.Trainer);

        HttpClient Of(TeamPart part) => fixture.ClientFor(TestCaller.Staff(edition.Team.First(role => role.Part == part).PersonId));
    }

    public EditionOpened Edition { get; }

    public ParticipationChanged Participation { get; private set; }

    public Guid Id { get; private set; }

    public string Path => $"/internships/{Id}";

    public HttpClient Participant { get; }

    public HttpClient Dean { get; }

    public HttpClient ProgrammeManager { get; }

    public HttpClient ProjectManager { get; }

    public HttpClient Trainer { get; }

    public DateOnly Today => DateOnly.FromDateTime(_fixture.Clock.GetUtcNow().UtcDateTime);

    /// <summary>The first Monday after today: where placements begin.</summary>
    public DateOnly NextMonday => Enumerable.Range(1, 7).Select(Today.AddDays).First(day => day.DayOfWeek == DayOfWeek.Monday);

    /// <summary>Makes one, and waits until the service has opened the internship file.</summary>
    public static async Task<Situation> NewAsync(InternshipFixture fixture, IReadOnlyList<EmployerPeriod>? employers = null, Func<EditionOpened, EditionOpened>? edition = null)
    {
        var opened = Some.OpenEdition();
        opened = edition?.Invoke(opened) ?? opened;
        var situation = new Situation(fixture, opened, Some.Participation(opened.EditionId, employers: employers));
        await fixture.PublishAsync(situation.Edition, situation.Participation);
        situation.Id = (await Eventually.ValueAsync(async () => (await situation.ListAsync()).SingleOrDefault(), "the internship file is there")).Id;
        return situation;
    }

    /// <summary>The internships of the edition as the dean sees them; none while the edition isn't known.</summary>
    public async Task<IReadOnlyList<InternshipSummary>> ListAsync()
    {
        var answer = Dean.Get($"/internships?editionId={Edition.EditionId}");
        return (await answer).StatusCode == System.Net.HttpStatusCode.NotFound ? [] : (await answer.Read<Page<InternshipSummary>>()).Items;
    }

    /// <summary>A full-time placement of four weeks at a foreign public host, with everything that approval needs.</summary>
    public PlacementRequest Placement(DateOnly? from = null, int weeks = 4, decimal hoursPerWeek = 40) => new(
        new HostOrganisationRequest("Câmara Municipal do Exemplo", "PT", HostKind.Public),
        [new PeriodRequest(from ?? NextMonday, (from ?? NextMonday).AddDays((7 * weeks) - 3), hoursPerWeek)],
        "Mobiliteit is elders anders geregeld.",
        new LearningGoalsRequest("Hoe een stad deelvervoer inpast.", "Zelf de weg vinden in een vreemde organisatie."),
        "Wat maakt dat deelvervoer blijft?",
        [],
        new SupervisorRequest("Begeleider 01"));

    /// <summary>Publishes an event and waits until the service knows.</summary>
    public async Task KnowsAsync(IIntegrationEvent published, Func<Task<bool>> known)
    {
        await _fixture.PublishAsync(published);
        await Eventually.TrueAsync(known, $"{published.GetType().Name} has arrived");
    }

    /// <summary>Brings the internship to where the dean has approved it.</summary>
    public async Task<PlacementView> ApprovedAsync(PlacementRequest? placement = null)
    {
        await Participant.Put($"{Path}/employment-history", new EmploymentHistoryRequest([])).Succeeds();
        await Participant.Post($"{Path}/placement", placement ?? Placement()).Succeeds();
        return await ApproveAsync().Read<PlacementView>();
    }

    /// <summary>The dean reads what is proposed and approves it.</summary>
    public async Task<HttpResponseMessage> ApproveAsync(params IReadOnlyList<DispensationRequest> dispensations) =>
        await Dean.Post($"{Path}/approval", new ApprovalRequest(await ProposedAsync(), dispensations));

    /// <summary>The placement that awaits the dean.</summary>
    public async Task<Guid> ProposedAsync() => (await Dean.Get(Path).Read<InternshipDetail>()).Proposal!.Id;

    /// <summary>Lives through the placement and logs eight hours on every working day of it.</summary>
    public async Task<HoursView> LoggedAsync(PlacementView placement)
    {
        MoveTo(placement.Periods[^1].Until);
        return await Participant.Post($"{Path}/hours", EightHoursOn(placement)).Read<HoursView>();
    }

    public static LogHoursRequest EightHoursOn(PlacementView placement) => new(
    [
        .. placement.Periods
            .SelectMany(period => Enumerable.Range(period.From.DayNumber, period.Until.DayNumber - period.From.DayNumber + 1).Select(DateOnly.FromDayNumber))
            .Where(day => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
            .Select(day => new DayRequest(day, 8 * 60, "Meegelopen")),
    ]);

    /// <summary>Writes and hands in a report.</summary>
    public async Task<ReportView> ReportedAsync(bool confidential = false)
    {
        await Participant.Put($"{Path}/report", new ReportRequest("Het onderzoek en zijn conclusies.", "Wat ik over mezelf leerde.", confidential)).Succeeds();
        return await Participant.Post($"{Path}/report/submission").Read<ReportView>();
    }

    /// <summary>Books a development interview of the participant with the dean and a trainer, and waits until the service knows.</summary>
    public async Task<InterviewBooked> BookedAsync(TeamRole trainer)
    {
        var now = _fixture.Clock.GetUtcNow();
        var dean = Edition.Team.First(role => role.Part == TeamPart.Dean);
        var booked = Some.Interview(InterviewKind.Development, Edition.EditionId, Participation.PersonId, [dean, trainer], participationId: Participation.ParticipationId) with
        {
            StartsAt = now,
            EndsAt = now.AddMinutes(45),
        };
        await KnowsAsync(booked, async () => await _fixture.InDatabase<InternshipDbContext, bool>(db => db.Interviews.AnyAsync(interview => interview.Id == booked.InterviewId)));
        return booked;
    }

    /// <summary>Moves programme time to noon of a day, unless it is later already.</summary>
    public void MoveTo(DateOnly day)
    {
        var noon = new DateTimeOffset(day, new TimeOnly(12, 0), TimeSpan.Zero);
        if (noon > _fixture.Clock.GetUtcNow())
        {
            _fixture.Clock.SetUtcNow(noon);
        }
    }

    /// <summary>Publishes the participation in another status, and waits until the service knows.</summary>
    public async Task ParticipationBecomesAsync(ParticipationStatus status)
    {
        Participation = Participation with { Version = Participation.Version + 1, Status = status, OccurredAt = _fixture.Clock.GetUtcNow() };
        await _fixture.PublishAsync(Participation);
        await Eventually.TrueAsync(
            async () => (await ListAsync()).Any(i => i.ParticipationStatus == status),
            $"the participation is {status}");
    }
}
