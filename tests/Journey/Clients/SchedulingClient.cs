using System.Text.Json.Nodes;
using Metropool.Journey.Gateway;

namespace Metropool.Journey.Clients;

/// <summary>The requests to Scheduling.</summary>
internal sealed class SchedulingClient(GatewayClient gateway)
{
    private const string Base = "scheduling/v1";

    /// <summary>Imports an edition file.</summary>
    public Task<EditionResponse> ImportAsync(Session session, JsonNode file, CancellationToken cancellationToken) =>
        gateway.PostAsync<EditionResponse>(
            session,
            $"{Base}/editions",
            file,
            cancellationToken);

    public Task<EditionResponse> EditionAsync(Session session, Guid edition, CancellationToken cancellationToken) =>
        gateway.GetAsync<EditionResponse>(session, $"{Base}/editions/{edition}", cancellationToken);

    public Task AppointAsync(Session session, Guid edition, Guid person, string role, DateOnly from, CancellationToken cancellationToken) =>
        gateway.Retry.RetryWhileRefusedAsync(
            $"the appointment of {person} in Scheduling",
            token => gateway.PostAsync<NoContent>(
                session,
                $"{Base}/editions/{edition}/team",
                new { personId = person, role, from },
                token),
            ["scheduling.person-not-appointed"],
            cancellationToken);

    public Task OpenAsync(Session session, Guid edition, CancellationToken cancellationToken) =>
        gateway.PostAsync<NoContent>(session, $"{Base}/editions/{edition}/opening", null, cancellationToken);

    public Task<FindingResponse[]> FindingsAsync(Session session, Guid edition, CancellationToken cancellationToken) =>
        gateway.GetAsync<FindingResponse[]>(session, $"{Base}/editions/{edition}/findings", cancellationToken);

    /// <summary>Releases the current version of an edition.</summary>
    /// <param name="session">The session of the programme manager.</param>
    /// <param name="edition">The edition.</param>
    /// <param name="reason">The reason to release it with open findings, or null to acknowledge none.</param>
    /// <param name="cancellationToken"></param>
    public Task ReleaseAsync(Session session, Guid edition, string? reason, CancellationToken cancellationToken) =>
        gateway.Retry.RetryWhileRefusedAsync(
            $"the release of the current version of edition {edition}",
            async token =>
            {
                var version = (await EditionAsync(session, edition, token)).Version;
                return await gateway.PostAsync<NoContent>(
                    session,
                    $"{Base}/editions/{edition}/release",
                    new { version, acknowledgement = reason is null ? null : new { reason } },
                    token);
            },
            ["scheduling.edition-changed"],
            cancellationToken);

    public Task<ModuleDayResponse[]> ModuleDaysAsync(Session session, Guid edition, CancellationToken cancellationToken) =>
        gateway.GetAsync<ModuleDayResponse[]>(session, $"{Base}/editions/{edition}/module-days", cancellationToken);

    public Task<ModuleDayResponse> AddModuleDayAsync(
        Session session, Guid edition, int module, DateOnly date, bool evening, CancellationToken cancellationToken) =>
        gateway.PostAsync<ModuleDayResponse>(
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

    /// <summary>Books an interview.</summary>
    public Task<InterviewResponse> BookAsync(Session session, Booking booking, CancellationToken cancellationToken) =>
        gateway.Retry.RetryWhileRefusedAsync(
            $"application {booking.ApplicationId} or participation {booking.ParticipationId} in Scheduling",
            token => gateway.PostAsync<InterviewResponse>(
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
                    panel = booking.Panel.Select(member => new { member.PersonId, member.Role }),
                },
                token),
            ["scheduling.application-not-in-edition", "scheduling.participation-not-in-edition"],
            cancellationToken);

    public Task<IReadOnlyList<InterviewResponse>> InterviewsAsync(Session session, Guid edition, string kind, CancellationToken cancellationToken) =>
        gateway.ListAsync<InterviewResponse>(session, $"{Base}/interviews?editionId={edition}&kind={kind}", cancellationToken);

    public Task<IReadOnlyList<ParticipationResponse>> ParticipationsAsync(Session session, Guid edition, CancellationToken cancellationToken) =>
        gateway.ListAsync<ParticipationResponse>(session, $"{Base}/participations?editionId={edition}", cancellationToken);

    public Task<ParticipationResponse> ParticipationAsync(Session session, Guid participation, CancellationToken cancellationToken) =>
        gateway.GetAsync<ParticipationResponse>(session, $"{Base}/participations/{participation}", cancellationToken);

    /// <summary>Records the attendance on a day. It can be repeated.</summary>
    public Task RecordAttendanceAsync(Session session, Guid moduleDay, IEnumerable<Presence> presences, CancellationToken cancellationToken) =>
        gateway.PostAsync<NoContent>(session, $"{Base}/module-days/{moduleDay}/attendance", presences, cancellationToken);

    public Task<AttendanceResponse> AttendanceAsync(Session session, Guid participation, CancellationToken cancellationToken) =>
        gateway.GetAsync<AttendanceResponse>(session, $"{Base}/participations/{participation}/attendance", cancellationToken);

    /// <summary>Requests an absence on a day.</summary>
    public Task RequestAbsenceAsync(Session session, Guid participation, Guid moduleDay, string reason, CancellationToken cancellationToken) =>
        gateway.PostAsync<NoContent>(
            session,
            $"{Base}/participations/{participation}/absences",
            new { moduleDayId = moduleDay, category = "work", reason },
            cancellationToken);

    /// <summary>The proposals for the dean (R20).</summary>
    public Task<IReadOnlyList<ProposalResponse>> ProposalsAsync(Session session, Guid edition, CancellationToken cancellationToken) =>
        gateway.ListAsync<ProposalResponse>(session, $"{Base}/editions/{edition}/proposals", cancellationToken);

    /// <summary>Ends a participation after the participant was heard.</summary>
    public Task EndAsync(Session session, Guid participation, string reason, DateOnly heardOn, CancellationToken cancellationToken) =>
        gateway.PostAsync<NoContent>(
            session,
            $"{Base}/participations/{participation}/end",
            new { reason, heardOn },
            cancellationToken);

    /// <summary>The participations that an employer sees.</summary>
    public Task<IReadOnlyList<EmployeeResponse>> EmployeesAsync(Session session, CancellationToken cancellationToken) =>
        gateway.ListAsync<EmployeeResponse>(session, $"{Base}/employer/participations", cancellationToken);
}

/// <summary>An interview to book.</summary>
internal sealed record Booking(string Kind, Guid EditionId, DateTimeOffset StartsAt, int Minutes, IReadOnlyList<Scenarios.StaffMember> Panel)
{
    public Guid? ApplicationId { get; init; }

    public Guid? ParticipationId { get; init; }
}
