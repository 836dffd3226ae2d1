using Metropool.Contracts.Scheduling;
using Metropool.Scheduling.Participations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Metropool.Scheduling.Attendance;

/// <summary>The attendance status of a participation, as last evaluated and published.</summary>
internal sealed class ParticipationAttendance(Guid participationId)
{
    public Guid ParticipationId { get; private init; } = participationId;

    public long Version { get; private set; }

    public Guid EditionId { get; private set; }

    public AttendanceStatus Status { get; private set; }

    public bool? ModuleOneAttended { get; private set; }

    public IReadOnlyList<int> ModulesAwaitingRecord { get; private set; } = [];

    public IReadOnlyList<int> EvaluatedModules { get; private set; } = [];

    public DateTimeOffset EvaluatedAt { get; private set; }

    /// <summary>Records an evaluation.</summary>
    /// <returns>The new state; null if nothing changed.</returns>
    public AttendanceChanged? Record(AttendanceEvaluation evaluation, Guid editionId, DateTimeOffset at)
    {
        if (Version > 0 && EditionId == editionId && Status == evaluation.Status && ModuleOneAttended == evaluation.ModuleOneAttended
            && ModulesAwaitingRecord.SequenceEqual(evaluation.ModulesAwaitingRecord) && EvaluatedModules.SequenceEqual(evaluation.EvaluatedModules))
        {
            return null;
        }

        (EditionId, Status, ModuleOneAttended, EvaluatedAt) = (editionId, evaluation.Status, evaluation.ModuleOneAttended, at);
        (ModulesAwaitingRecord, EvaluatedModules) = (evaluation.ModulesAwaitingRecord, evaluation.EvaluatedModules);
        Version++;
        return State();
    }

    public AttendanceChanged State() => new()
    {
        ParticipationId = ParticipationId,
        Version = Version,
        OccurredAt = EvaluatedAt,
        EditionId = EditionId,
        Status = Status,
        ModuleOneAttended = ModuleOneAttended,
        ModulesAwaitingRecord = ModulesAwaitingRecord,
        EvaluatedModules = EvaluatedModules,
    };
}

internal sealed class ParticipationAttendanceConfiguration : IEntityTypeConfiguration<ParticipationAttendance>
{
    public void Configure(EntityTypeBuilder<ParticipationAttendance> builder)
    {
        builder.ToTable("participation_attendances");
        builder.HasKey(a => a.ParticipationId);
        builder.Property(a => a.Version).IsConcurrencyToken();
        builder.HasOne<Participation>().WithMany().HasForeignKey(a => a.ParticipationId).OnDelete(DeleteBehavior.Restrict);
    }
}
