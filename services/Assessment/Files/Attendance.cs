using Metropool.Contracts.Scheduling;

namespace Metropool.Assessment.Files;

/// <summary>How a participant stands with the attendance obligation. Scheduling owns it.</summary>
internal sealed class Attendance
{
    public required Guid FileId { get; init; }

    public long Version { get; private set; }

    /// <summary>The edition in which it was judged.</summary>
    public Guid EditionId { get; private set; }

    public AttendanceStanding Standing { get; private set; }

    /// <summary>Whether module 1 was attended whole (R20); null until its last day is over.</summary>
    public bool? ModuleOneAttended { get; private set; }

    /// <summary>The modules that are over while it isn't recorded whole whether this participant was there.</summary>
    public List<int> ModulesAwaitingRecord { get; private set; } = [];

    /// <summary>The modules that are judged: over, or met in an earlier edition (R16). Null where the state didn't say.</summary>
    public List<int>? JudgedModules { get; private set; }

    /// <summary>Since when the standing is what it is, UTC.</summary>
    public DateTimeOffset StandingSince { get; private set; }

    /// <summary>Since when module 1 counts as attended or missed, UTC.</summary>
    public DateTimeOffset? ModuleOneSince { get; private set; }

    /// <summary>The modules that are judged in an edition; null where the state didn't say. What an earlier edition judged says nothing of this one.</summary>
    public IReadOnlyList<int>? JudgedIn(Guid editionId) => JudgedModules is not null && EditionId != editionId ? [] : JudgedModules;

    /// <summary>Takes over a state, unless a newer one is known.</summary>
    /// <returns>False when a newer one is known.</returns>
    public bool Apply(AttendanceStandingChanged state)
    {
        if (state.Version < Version)
        {
            return false;
        }

        if (Version == 0 || state.EditionId != EditionId || state.Standing != Standing || !state.ModulesAwaitingRecord.SequenceEqual(ModulesAwaitingRecord))
        {
            StandingSince = state.OccurredAt;
        }

        if (state.ModuleOneAttended != ModuleOneAttended)
        {
            ModuleOneSince = state.ModuleOneAttended is null ? null : state.OccurredAt;
        }

        (Version, EditionId, Standing, ModuleOneAttended) = (state.Version, state.EditionId, state.Standing, state.ModuleOneAttended);
        (ModulesAwaitingRecord, JudgedModules) = ([.. state.ModulesAwaitingRecord], state.JudgedModules?.ToList());
        return true;
    }
}
