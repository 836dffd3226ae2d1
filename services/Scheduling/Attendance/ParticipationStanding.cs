using Metropool.Contracts.Scheduling;

namespace Metropool.Scheduling.Attendance;

/// <summary>How a participation stands with the attendance obligation, as it was last judged and published.</summary>
internal sealed class ParticipationStanding(Guid participationId)
{
    public Guid ParticipationId { get; private init; } = participationId;

    public long Version { get; private set; }

    public Guid EditionId { get; private set; }

    public AttendanceStanding Standing { get; private set; }

    public bool? ModuleOneAttended { get; private set; }

    public IReadOnlyList<int> AwaitingRecord { get; private set; } = [];

    public IReadOnlyList<int> JudgedModules { get; private set; } = [];

    public DateTimeOffset JudgedAt { get; private set; }

    /// <summary>Takes a judgement over.</summary>
    /// <returns>The new state; null where it says what is known.</returns>
    public AttendanceStandingChanged? Take(Judgement judgement, Guid editionId, DateTimeOffset at)
    {
        if (Version > 0 && EditionId == editionId && Standing == judgement.Standing && ModuleOneAttended == judgement.ModuleOneAttended
            && AwaitingRecord.SequenceEqual(judgement.AwaitingRecord) && JudgedModules.SequenceEqual(judgement.JudgedModules))
        {
            return null;
        }

        (EditionId, Standing, ModuleOneAttended, AwaitingRecord, JudgedModules, JudgedAt) =
            (editionId, judgement.Standing, judgement.ModuleOneAttended, judgement.AwaitingRecord, judgement.JudgedModules, at);
        Version++;
        return State();
    }

    public AttendanceStandingChanged State() => new()
    {
        ParticipationId = ParticipationId,
        Version = Version,
        OccurredAt = JudgedAt,
        EditionId = EditionId,
        Standing = Standing,
        ModuleOneAttended = ModuleOneAttended,
        ModulesAwaitingRecord = AwaitingRecord,
        JudgedModules = JudgedModules,
    };
}
