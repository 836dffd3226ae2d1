using Metropool.Contracts.Scheduling;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Metropool.Assessment.Replicas;

/// <summary>The replica of a participant's attendance. Scheduling owns it.</summary>
internal sealed class Attendance(Guid fileId)
{
    public Guid FileId { get; private init; } = fileId;

    public long Version { get; private set; }

    /// <summary>The edition that the status is about.</summary>
    public Guid EditionId { get; private set; }

    public AttendanceStatus Status { get; private set; }

    /// <summary>Whether module 1 was attended in full (R20); null until its last day has passed.</summary>
    public bool? ModuleOneAttended { get; private set; }

    /// <summary>The modules that have ended and whose attendance isn't fully recorded for this participant.</summary>
    public List<int> ModulesAwaitingRecord { get; private set; } = [];

    /// <summary>The modules that the status takes into account: those that have ended, or were attended in an earlier edition (R16).</summary>
    public List<int> EvaluatedModules { get; private set; } = [];

    /// <summary>When the status last changed, UTC.</summary>
    public DateTimeOffset StatusSince { get; private set; }

    /// <summary>When module 1 was recorded as attended or missed, UTC.</summary>
    public DateTimeOffset? ModuleOneSince { get; private set; }

    /// <summary>Applies a state.</summary>
    /// <returns>False if a newer state is known.</returns>
    public bool Apply(AttendanceChanged state)
    {
        if (state.Version < Version)
        {
            return false;
        }

        if (Version == 0 || state.EditionId != EditionId || state.Status != Status || !state.ModulesAwaitingRecord.SequenceEqual(ModulesAwaitingRecord))
        {
            StatusSince = state.OccurredAt;
        }

        if (state.ModuleOneAttended != ModuleOneAttended)
        {
            ModuleOneSince = state.ModuleOneAttended is null ? null : state.OccurredAt;
        }

        (Version, EditionId, Status, ModuleOneAttended) = (state.Version, state.EditionId, state.Status, state.ModuleOneAttended);
        (ModulesAwaitingRecord, EvaluatedModules) = ([.. state.ModulesAwaitingRecord], [.. state.EvaluatedModules]);
        return true;
    }
}

internal sealed class AttendanceConfiguration : IEntityTypeConfiguration<Attendance>
{
    public void Configure(EntityTypeBuilder<Attendance> builder)
    {
        builder.ToTable("attendances");
        builder.HasKey(attendance => attendance.FileId);
        builder.Property(attendance => attendance.Version).IsConcurrencyToken();
    }
}
