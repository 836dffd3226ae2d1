using System.Net;
using Metropool.Contracts;
using Metropool.Contracts.Internship;
using Metropool.Contracts.Scheduling;
using Metropool.Http;
using Metropool.Internship.Hours;
using Metropool.Internship.Internships;
using Metropool.Internship.Placements;
using Metropool.Internship.Reports;
using Metropool.Testing;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Internship.Tests;

/// <summary>
/// A participant of an edition with a team of its own, each with a client, and the steps of an internship. Data of other services arrives as events; everything
/// else goes through the API.
/// </summary>
internal sealed class Scenario
{
    private readonly InternshipFixture _fixture;

    private Scenario(InternshipFixture fixture, EditionChanged edition, ParticipationChanged participation)
    {
        (_fixture, Edition, Participation) = (fixture, edition, participation);
        Participant = fixture.ClientFor(TestCaller.Person(participation.PersonId));
        Dean = ClientOf(TeamRole.Dean);
        ProgrammeManager = ClientOf(TeamRole.ProgrammeManager);
        ProjectManager = ClientOf(TeamRole.ProjectManager);
        Trainer = ClientOf(TeamRole.Trainer);

        HttpClient ClientOf(TeamRole role) => fixture.ClientFor(TestCaller.Staff(Member(role).PersonId));
    }

    public EditionChanged Edition { get; }

    public ParticipationChanged Participation { get; private set; }

    public Guid Id { get; private set; }

    public string Path => $"/internship/v1/internships/{Id}";

    public HttpClient Participant { get; }

    public HttpClient Dean { get; }

    public HttpClient ProgrammeManager { get; }

    public HttpClient ProjectManager { get; }

    public HttpClient Trainer { get; }

    /// <summary>The first Monday after today, on which placements begin.</summary>
    public DateOnly NextMonday => Enumerable.Range(1, 7).Select(Today.AddDays).First(day => day.DayOfWeek == DayOfWeek.Monday);

    private DateOnly Today => DateOnly.FromDateTime(_fixture.Clock.GetUtcNow().UtcDateTime);

    /// <summary>Publishes an edition and a participation in it, and waits for the internship file.</summary>
    public static async Task<Scenario> CreateAsync(
        InternshipFixture fixture, IReadOnlyList<EmployerPeriod>? employers = null, Func<EditionChanged, EditionChanged>? edition = null)
    {
        var opened = Some.OpenEdition();
        opened = edition?.Invoke(opened) ?? opened;
        var scenario = new Scenario(fixture, opened, Some.Participation(opened.EditionId, employers: employers));
        await fixture.PublishAsync(scenario.Edition, scenario.Participation);
        scenario.Id = (await Eventually.ValueAsync(async () => (await scenario.ListAsync()).SingleOrDefault(), "the internship file exists")).Id;
        return scenario;
    }

    public EditionTeamMember Member(TeamRole role) => Edition.Team.First(member => member.Role == role);

    public Task<InternshipDetail> GetAsync() => Participant.Get(Path).Read<InternshipDetail>();

    /// <summary>The internships of the edition as the dean sees them; none until the edition is known.</summary>
    public async Task<IReadOnlyList<InternshipSummary>> ListAsync()
    {
        var answer = Dean.Get($"/internship/v1/internships?editionId={Edition.EditionId}");
        return (await answer).StatusCode == HttpStatusCode.NotFound ? [] : (await answer.Read<Page<InternshipSummary>>()).Items;
    }

    /// <summary>A full-time placement of four weeks at a foreign public host, with everything that the approval needs.</summary>
    public PlacementRequest Placement(DateOnly? from = null, int weeks = 4, decimal hoursPerWeek = 40) => new(
        new HostOrganisationRequest("Câmara Municipal do Exemplo", "PT", HostKind.Public),
        [new PeriodRequest(from ?? NextMonday, (from ?? NextMonday).AddDays((7 * weeks) - 3), hoursPerWeek)],
        "Mobiliteit is elders anders geregeld.",
        new LearningGoalsRequest("Hoe een stad deelvervoer inpast.", "Zelf de weg vinden in een vreemde organisatie."),
        "Wat maakt dat deelvervoer blijft?",
        [],
        new SupervisorRequest("Begeleider 01"));

    /// <summary>Publishes an event, and waits until the service knows it.</summary>
    public async Task PublishAndWaitAsync(IIntegrationEvent state, Func<Task<bool>> isKnown)
    {
        await _fixture.PublishAsync(state);
        await Eventually.TrueAsync(isKnown, $"{state.GetType().Name} is known");
    }

    public Task<HttpResponseMessage> StateEmploymentAsync(params IReadOnlyList<FormerEmployerRequest> employers) =>
        Participant.Put($"{Path}/employment-history", new EmploymentHistoryRequest(employers));

    public Task<HttpResponseMessage> ProposeAsync(PlacementRequest? placement = null) => Participant.Post($"{Path}/placement", placement ?? Placement());

    public Task<HttpResponseMessage> ChangePlacementAsync(PlacementRequest placement) => Participant.Put($"{Path}/placement", placement);

    /// <summary>Proposes a placement, with everything that the approval needs, and approves it.</summary>
    public async Task<PlacementDetail> ProposeAndApproveAsync()
    {
        await StateEmploymentAsync().Succeeds();
        await ProposeAsync().Succeeds();
        return await ApproveAsync().Read<PlacementDetail>();
    }

    /// <summary>The dean approves the proposal.</summary>
    public async Task<HttpResponseMessage> ApproveAsync(params IReadOnlyList<DispensationRequest> dispensations) =>
        await Dean.Post($"{Path}/approval", new ApprovePlacementRequest(await ProposalIdAsync(), dispensations));

    public async Task<Guid> ProposalIdAsync() => (await Dean.Get(Path).Read<InternshipDetail>()).Proposal!.Id;

    public Task<HttpResponseMessage> LogAsync(params IReadOnlyList<DayRequest> days) => Participant.Post($"{Path}/hours", new LogHoursRequest(days));

    /// <summary>Moves time to the end of the placement, and logs eight hours for every working day.</summary>
    public async Task<HoursDetail> LogAllHoursAsync(PlacementDetail placement)
    {
        MoveTimeTo(placement.Periods[^1].Until);
        return await LogAsync(EightHoursOn(placement)).Read<HoursDetail>();
    }

    public static IReadOnlyList<DayRequest> EightHoursOn(PlacementDetail placement) =>
    [
        .. placement.Periods
            .SelectMany(period => Enumerable.Range(period.From.DayNumber, period.Until.DayNumber - period.From.DayNumber + 1).Select(DateOnly.FromDayNumber))
            .Where(day => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
            .Select(day => new DayRequest(day, 8 * 60, "Meegelopen")),
    ];

    public Task<HttpResponseMessage> WriteReportAsync(string research, string reflection = "", bool confidential = false) =>
        Participant.Put($"{Path}/report", new ReportRequest(research, reflection, confidential));

    public Task<HttpResponseMessage> SubmitReportAsync() => Participant.Post($"{Path}/report/submission");

    public async Task WriteAndSubmitReportAsync(bool confidential = false)
    {
        await WriteReportAsync("Het onderzoek en zijn conclusies.", "Wat ik over mezelf leerde.", confidential).Succeeds();
        await SubmitReportAsync().Succeeds();
    }

    public Task<ReportDetail> ReportAsync(HttpClient reader) => reader.Get($"{Path}/report").Read<ReportDetail>();

    /// <summary>Publishes a development interview with the dean and a trainer that begins now, and waits until the service knows it.</summary>
    public async Task<InterviewChanged> BookInterviewAsync(EditionTeamMember trainer)
    {
        var now = _fixture.Clock.GetUtcNow();
        IReadOnlyList<EditionTeamMember> panel = [Member(TeamRole.Dean), trainer];
        var booked = Some.Interview(
            InterviewKind.Development, Edition.EditionId, Participation.PersonId, panel, participationId: Participation.ParticipationId) with
        {
            StartsAt = now,
            EndsAt = now.AddMinutes(45),
        };
        await PublishAndWaitAsync(
            booked,
            () => _fixture.InDatabase<InternshipDbContext, bool>(db => db.Interviews.AnyAsync(interview => interview.Id == booked.InterviewId)));
        return booked;
    }

    /// <summary>Moves programme time to noon of a day, unless it is later already.</summary>
    public void MoveTimeTo(DateOnly day)
    {
        var noon = new DateTimeOffset(day, new TimeOnly(12, 0), TimeSpan.Zero);
        if (noon > _fixture.Clock.GetUtcNow())
        {
            _fixture.Clock.SetUtcNow(noon);
        }
    }

    /// <summary>Waits until the service publishes a change of the internship.</summary>
    public Task<InternshipChanged> PublishedAsync(InternshipChange change) =>
        _fixture.Events.PublishedAsync<InternshipChanged>(e => e.Change == change && e.InternshipId == Id);

    /// <summary>Publishes another status of the participation, and waits until the service knows it.</summary>
    public async Task SetParticipationStatusAsync(ParticipationStatus status)
    {
        Participation = Participation with { Version = Participation.Version + 1, Status = status, OccurredAt = _fixture.Clock.GetUtcNow() };
        await PublishAndWaitAsync(Participation, async () => (await ListAsync()).Any(internship => internship.ParticipationStatus == status));
    }
}
