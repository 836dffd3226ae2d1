using System.Text.Json.Nodes;
using Metropool.Journey.Gateway;

namespace Metropool.Journey.Clients;

/// <summary>What a client asks of Scheduling.</summary>
internal sealed class SchedulingClient(GatewayClient gateway)
{
    private const string Base = "scheduling/v1";

    /// <summary>Imports an edition file; the name is what it is found by.</summary>
    public Task<EditionAnswer> ImportAsync(Session session, JsonNode file, CancellationToken cancellationToken) =>
        gateway.PostAsync<EditionAnswer>(
            session,
            $"{Base}/editions",
            file,
            cancellationToken);

    public Task<EditionAnswer> EditionAsync(Session session, Guid edition, CancellationToken cancellationToken) =>
        gateway.GetAsync<EditionAnswer>(session, $"{Base}/editions/{edition}", cancellationToken);

    public Task AppointAsync(Session session, Guid edition, Guid person, string part, DateOnly from, CancellationToken cancellationToken) =>
        gateway.Patience.WhenArrivedAsync(
            $"Scheduling knows that {person} is staff",
            token => gateway.PostAsync<Nothing>(
                session,
                $"{Base}/editions/{edition}/team",
                new { personId = person, part, from },
                token),
            ["scheduling.person-not-appointed"],
            cancellationToken);

    public Task OpenAsync(Session session, Guid edition, CancellationToken cancellationToken) =>
        gateway.PostAsync<Nothing>(session, $"{Base}/editions/{edition}/opening", null, cancellationToken);

    public Task<FindingAnswer[]> FindingsAsync(Session session, Guid edition, CancellationToken cancellationToken) =>
        gateway.GetAsync<FindingAnswer[]>(session, $"{Base}/editions/{edition}/findings", cancellationToken);

    /// <summary>Releases an edition as it is now.</summary>
    /// <param name="session">Its programme manager.</param>
    /// <param name="edition">The edition.</param>
    /// <param name="reason">Why it is released with findings open; null to acknowledge nothing.</param>
    /// <param name="cancellationToken">Stops.</param>
    public Task ReleaseAsync(Session session, Guid edition, string? reason, CancellationToken cancellationToken) =>
        gateway.Patience.WhenArrivedAsync(
            $"edition {edition} is released as it was read",
            async token =>
            {
                var version = (await EditionAsync(session, edition, token)).Version;
                return await gateway.PostAsync<Nothing>(
                    session,
                    $"{Base}/editions/{edition}/release",
                    new { version, acknowledgement = reason is null ? null : new { reason } },
                    token);
            },
            ["scheduling.edition-changed"],
            cancellationToken);

    public Task<ModuleDayAnswer[]> ModuleDaysAsync(Session session, Guid edition, CancellationToken cancellationToken) =>
        gateway.GetAsync<ModuleDayAnswer[]>(session, $"{Base}/editions/{edition}/module-days", cancellationToken);

    public Task<ModuleDayAnswer> AddModuleDayAsync(Session session, Guid edition, int module, DateOnly date, bool evening, CancellationToken cancellationToken) =>
        gateway.PostAsync<ModuleDayAnswer>(
            session,
            $"{Base}/editions/{edition}/module-days",
            new
            {
                moduleNumber = module,
                date,
                startsAt = new TimeOnly(9, 30),
                endsAt = evening ? new TimeOnly(21, 0) : new TimeOnly(17, 0),
                eveningProgramme = evening,
                overnightStay = evening,
                demo = true,
            },
            cancellationToken);

    /// <summary>Books an interview; there is at most one booked of a kind for somebody at a moment.</summary>
    public Task<InterviewAnswer> BookAsync(Session session, Booking booking, CancellationToken cancellationToken) =>
        gateway.Patience.WhenArrivedAsync(
            $"Scheduling knows application {booking.ApplicationId} or participation {booking.ParticipationId}",
            token => gateway.PostAsync<InterviewAnswer>(
                session,
                $"{Base}/interviews",
                new
                {
                    booking.Kind,
                    booking.EditionId,
                    booking.ApplicationId,
                    booking.ParticipationId,
                    booking.StartsAt,
                    durationMinutes = booking.Minutes,
                    panel = booking.Panel.Select(member => new { member.PersonId, member.Part }),
                },
                token),
            ["scheduling.application-unknown", "scheduling.participation-unknown"],
            cancellationToken);

    public Task<IReadOnlyList<InterviewAnswer>> InterviewsAsync(Session session, Guid edition, string kind, CancellationToken cancellationToken) =>
        gateway.ListAsync<InterviewAnswer>(session, $"{Base}/interviews?editionId={edition}&kind={kind}", cancellationToken);

    public Task<IReadOnlyList<ParticipationAnswer>> ParticipationsAsync(Session session, Guid edition, CancellationToken cancellationToken) =>
        gateway.ListAsync<ParticipationAnswer>(session, $"{Base}/participations?editionId={edition}", cancellationToken);

    public Task<ParticipationAnswer> ParticipationAsync(Session session, Guid participation, CancellationToken cancellationToken) =>
        gateway.GetAsync<ParticipationAnswer>(session, $"{Base}/participations/{participation}", cancellationToken);

    /// <summary>Records who was there on a day; the same again is the same.</summary>
    public Task RecordAttendanceAsync(Session session, Guid moduleDay, IEnumerable<Presence> presences, CancellationToken cancellationToken) =>
        gateway.PostAsync<Nothing>(session, $"{Base}/module-days/{moduleDay}/attendance", presences, cancellationToken);

    public Task<AttendanceAnswer> AttendanceAsync(Session session, Guid participation, CancellationToken cancellationToken) =>
        gateway.GetAsync<AttendanceAnswer>(session, $"{Base}/participations/{participation}/attendance", cancellationToken);

    /// <summary>Asks to be absent on a day.</summary>
    public Task AskAbsenceAsync(Session session, Guid participation, Guid moduleDay, string reason, CancellationToken cancellationToken) =>
        gateway.PostAsync<Nothing>(session, $"{Base}/participations/{participation}/absences", new { moduleDayId = moduleDay, category = "work", reason }, cancellationToken);

    /// <summary>What the system proposes to the dean (R20).</summary>
    public Task<IReadOnlyList<ProposalAnswer>> ProposalsAsync(Session session, Guid edition, CancellationToken cancellationToken) =>
        gateway.ListAsync<ProposalAnswer>(session, $"{Base}/editions/{edition}/proposals", cancellationToken);

    /// <summary>Ends a participation, after having heard the participant.</summary>
    public Task EndAsync(Session session, Guid participation, string reason, DateOnly heardOn, CancellationToken cancellationToken) =>
        gateway.PostAsync<Nothing>(
            session,
            $"{Base}/participations/{participation}/end",
            new { reason, heardOn },
            cancellationToken);

    /// <summary>What an employer sees of its own people.</summary>
    public Task<IReadOnlyList<EmployeeAnswer>> EmployeesAsync(Session session, CancellationToken cancellationToken) =>
        gateway.ListAsync<EmployeeAnswer>(session, $"{Base}/employer/participations", cancellationToken);
}

/// <summary>An interview to be booked.</summary>
internal sealed record Booking(string Kind, Guid EditionId, DateTimeOffset StartsAt, int Minutes, IReadOnlyList<Play.StaffMember> Panel)
{
    public Guid? ApplicationId { get; init; }

    public Guid? ParticipationId { get; init; }
}
