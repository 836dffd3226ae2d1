using Metropool.Contracts.Scheduling;
using Metropool.Intake.Applications;

namespace Metropool.Intake.Interviews;

/// <summary>What Intake keeps of an intake interview in the calendar. Scheduling owns it; that it was held is a fact of the application.</summary>
internal sealed class Interview
{
    public required Guid Id { get; init; }

    public long Version { get; private set; }

    public Guid ApplicationId { get; private set; }

    public DateTimeOffset StartsAt { get; private set; }

    public DateTimeOffset EndsAt { get; private set; }

    public InterviewStatus Status { get; private set; }

    public List<PanelMember> Panel { get; private set; } = [];

    /// <summary>The panel, to be kept with the application once the interview was held.</summary>
    public List<PanelSeat> Seats => [.. Panel.Select(member => new PanelSeat
    {
        PersonId = member.PersonId,
        DisplayName = member.DisplayName,
        Part = member.Part,
        Deputy = member.Deputy,
    })];

    /// <summary>Takes over a state, unless a newer one is known.</summary>
    /// <returns>What it means for the application's history; null where it means nothing.</returns>
    public HistoryKind? Apply(InterviewChanged state, Guid applicationId)
    {
        if (state.Version <= Version)
        {
            return null;
        }

        var kind = KindOf(state);
        (Version, ApplicationId, StartsAt, EndsAt, Status) = (state.Version, applicationId, state.StartsAt, state.EndsAt, state.Status);
        Panel.Clear();
        Panel.AddRange(state.Panel.Select(member => new PanelMember
        {
            PersonId = member.PersonId,
            DisplayName = member.DisplayName,
            Part = member.Part,
            Deputy = member.Deputy,
        }));
        return kind;
    }

    // By what differs and not by the event's name: an event that was overtaken is never seen.
    private HistoryKind? KindOf(InterviewChanged state) => state.Status switch
    {
        InterviewStatus.Booked when Version == 0 || Status != InterviewStatus.Booked => HistoryKind.InterviewBooked,
        InterviewStatus.Booked when state.StartsAt != StartsAt || state.EndsAt != EndsAt || !SamePanel(state) => HistoryKind.InterviewMoved,
        InterviewStatus.Cancelled when Status != InterviewStatus.Cancelled => HistoryKind.InterviewCancelled,
        InterviewStatus.Missed when Status != InterviewStatus.Missed => HistoryKind.InterviewMissed,
        _ => null,
    };

    private bool SamePanel(InterviewChanged state) =>
        state.Panel.Select(member => (member.PersonId, member.Part)).ToHashSet().SetEquals(Panel.Select(seat => (seat.PersonId, seat.Part)));
}

/// <summary>A member of the panel, as the calendar has it.</summary>
internal sealed class PanelMember
{
    public required Guid PersonId { get; init; }

    public required string DisplayName { get; init; }

    public required TeamPart Part { get; init; }

    public required bool Deputy { get; init; }
}

/// <summary>Somebody's seat in the panel that held an interview.</summary>
internal sealed record PanelSeat
{
    public required Guid PersonId { get; init; }

    public required string DisplayName { get; init; }

    public required TeamPart Part { get; init; }

    /// <summary>Stands in for who holds the part (R5).</summary>
    public required bool Deputy { get; init; }

    /// <summary>The seat of somebody who steps in for one who can't take theirs any more.</summary>
    public static PanelSeat Of(Editions.TeamMember member) =>
        new() { PersonId = member.PersonId, DisplayName = member.DisplayName, Part = member.Part, Deputy = member.Deputy };
}
