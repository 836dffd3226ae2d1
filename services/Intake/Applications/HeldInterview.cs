using Metropool.Contracts.Scheduling;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Intake.Replicas;

namespace Metropool.Intake.Applications;

/// <summary>The intake interview that was held (R10), by dean and programme manager (R11).</summary>
internal sealed record HeldInterview
{
    public required Guid InterviewId { get; init; }

    public required DateTimeOffset HeldAt { get; init; }

    public required List<PanelSeat> Panel { get; init; }

    /// <summary>Records that a booked interview was held.</summary>
    /// <param name="booked">The interview in the calendar; null if none is booked.</param>
    /// <param name="at">When it began; null for the time of the booking.</param>
    /// <param name="conflicts">The conflicts of interest with the candidate.</param>
    /// <param name="byId">The person who records it, and was on the panel.</param>
    /// <param name="now">Programme time.</param>
    /// <returns>The interview, and the seat of the person who records it.</returns>
    public static Outcome<(HeldInterview Interview, PanelSeat By)> Record(
        Interview? booked, DateTimeOffset? at, ConflictsOfInterest conflicts, Guid byId, DateTimeOffset now)
    {
        if (booked is not { Status: InterviewStatus.Booked })
        {
            return Refusals.InterviewNotBooked;
        }

        List<PanelSeat> panel = [.. booked.Panel.Select(PanelSeat.Of)];
        if (!HasBothRoles(panel))
        {
            return Refusals.PanelIncomplete;
        }

        if (panel.Exists(seat => conflicts.Include(seat.PersonId)))
        {
            return Refusals.PanelInConflict;
        }

        if (panel.Find(seat => seat.PersonId == byId && seat.Role is TeamRole.Dean or TeamRole.ProgrammeManager) is not { } by)
        {
            return Refusals.NotInPanel;
        }

        if (booked.StartsAt > now)
        {
            return Refusals.InterviewNotBegun;
        }

        // On the day of the booking, which is an intake day (R13).
        var heldAt = at ?? booked.StartsAt;
        if (heldAt > now || ProgrammeClock.DayOf(heldAt) != ProgrammeClock.DayOf(booked.StartsAt))
        {
            return Refusals.HeldOutsideBooking;
        }

        return (new HeldInterview { InterviewId = booked.Id, HeldAt = heldAt, Panel = panel }, by);
    }

    /// <summary>The seat of a person in one role; null if they have none.</summary>
    public PanelSeat? SeatOf(Guid personId, TeamRole role) => Panel.Find(seat => seat.PersonId == personId && seat.Role == role);

    /// <summary>
    /// Whether no one who was on the panel in a role can judge any longer, because of a conflict of interest or a change of the team. Then another
    /// holder of the role judges; otherwise the application could never be decided on.
    /// </summary>
    public bool IsVacant(TeamRole role, Edition edition, ConflictsOfInterest conflicts, Guid candidateId, DateOnly today) => !Panel.Exists(seat =>
        seat.Role == role && seat.PersonId != candidateId && !conflicts.Include(seat.PersonId)
        && edition.RolesOf(seat.PersonId, today).Any(member => member.Role == role));

    private static bool HasBothRoles(List<PanelSeat> panel) => panel.Exists(dean => dean.Role == TeamRole.Dean
        && panel.Exists(manager => manager.Role == TeamRole.ProgrammeManager && manager.PersonId != dean.PersonId));
}

/// <summary>A person's seat in the panel that held an interview.</summary>
internal sealed record PanelSeat
{
    public required Guid PersonId { get; init; }

    public required string DisplayName { get; init; }

    public required TeamRole Role { get; init; }

    /// <summary>Whether they stand in for the holder of the role (R5).</summary>
    public required bool Deputy { get; init; }

    /// <summary>The seat of a panel member.</summary>
    public static PanelSeat Of(Replicas.PanelMember member) =>
        new() { PersonId = member.PersonId, DisplayName = member.DisplayName, Role = member.Role, Deputy = member.Deputy };

    /// <summary>The seat of a team member who replaces a panel member.</summary>
    public static PanelSeat Of(TeamMember member) =>
        new() { PersonId = member.PersonId, DisplayName = member.DisplayName, Role = member.Role, Deputy = member.Deputy };
}
