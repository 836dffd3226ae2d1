using Metropool.Contracts.Scheduling;

namespace Metropool.Intake.Participations;

/// <summary>What Intake keeps of a participation: whether it still takes a place, and in which edition. Scheduling owns it.</summary>
internal sealed class Participation
{
    public required Guid Id { get; init; }

    public long Version { get; private set; }

    public Guid ApplicationId { get; private set; }

    /// <summary>The edition that it is in now: another than the application's after a transfer.</summary>
    public Guid EditionId { get; private set; }

    public ParticipationStatus Status { get; private set; }

    /// <summary>The edition in which it takes a place; null once it ended.</summary>
    public Guid? PlaceIn => Version == 0 || Status == ParticipationStatus.Ended ? null : EditionId;

    /// <summary>Takes over a state, unless a newer one is known.</summary>
    public void Apply(ParticipationChanged state)
    {
        if (state.Version > Version)
        {
            (Version, ApplicationId, EditionId, Status) = (state.Version, state.ApplicationId, state.EditionId, state.Status);
        }
    }
}
