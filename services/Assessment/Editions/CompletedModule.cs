using Metropool.Contracts.Scheduling;

namespace Metropool.Assessment.Editions;

/// <summary>A taught or final module whose last day is over: its chapter can be written (R35). Scheduling owns it.</summary>
internal sealed class CompletedModule
{
    public required Guid Id { get; init; }

    public long Version { get; private set; }

    public Guid EditionId { get; private set; }

    public int Number { get; private set; }

    /// <summary>Its last day, in Europe/Amsterdam.</summary>
    public DateOnly CompletedOn { get; private set; }

    /// <summary>When that became known, UTC.</summary>
    public DateTimeOffset CompletedAt { get; private set; }

    /// <summary>Takes over a state, unless a newer one is known.</summary>
    /// <returns>False when a newer one is known.</returns>
    public bool Apply(ModuleCompleted state)
    {
        if (state.Version < Version)
        {
            return false;
        }

        (Version, EditionId, Number, CompletedOn, CompletedAt) = (state.Version, state.EditionId, state.Number, state.CompletedOn, state.OccurredAt);
        return true;
    }
}
