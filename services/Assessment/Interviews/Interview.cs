using Metropool.Contracts.Scheduling;

namespace Metropool.Assessment.Interviews;

/// <summary>A development or final interview as it stands in the calendar. Scheduling owns it; that it was held is <see cref="HeldInterview"/>.</summary>
internal sealed class Interview
{
    private readonly List<PanelSeat> _panel = [];

    public required Guid Id { get; init; }

    public required Guid FileId { get; init; }

    public long Version { get; private set; }

    public InterviewKind Kind { get; private set; }

    public DateTimeOffset StartsAt { get; private set; }

    public DateTimeOffset EndsAt { get; private set; }

    public InterviewStatus Status { get; private set; }

    public IReadOnlyList<PanelSeat> Panel => _panel;

    /// <summary>Takes over a state, unless a newer one is known.</summary>
    /// <returns>False when a newer one is known.</returns>
    public bool Apply(InterviewChanged state)
    {
        if (state.Version < Version)
        {
            return false;
        }

        (Version, Kind, StartsAt, EndsAt, Status) = (state.Version, state.Kind, state.StartsAt, state.EndsAt, state.Status);
        _panel.Clear();
        _panel.AddRange(state.Panel.Select(member => new PanelSeat { PersonId = member.PersonId, DisplayName = member.DisplayName, Part = member.Part, Deputy = member.Deputy }));
        return true;
    }
}

/// <summary>A seat in the panel of an interview that is booked.</summary>
internal sealed class PanelSeat
{
    public required Guid PersonId { get; init; }

    public required string DisplayName { get; init; }

    public required TeamPart Part { get; init; }

    public required bool Deputy { get; init; }
}
