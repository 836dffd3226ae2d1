using Metropool.Scheduling.ModuleDays;
using Metropool.Scheduling.Participations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Metropool.Scheduling.Attendance;

/// <summary>The recorded attendance of a participant on a module day. Without a record the attendance is unknown, which is not the same as absent.</summary>
internal sealed class AttendanceRecord(Guid moduleDayId, Guid participationId)
{
    public Guid ModuleDayId { get; private init; } = moduleDayId;

    public Guid ParticipationId { get; private init; } = participationId;

    public bool Present { get; private set; }

    /// <summary>The time of a late arrival, in Europe/Amsterdam (R18).</summary>
    public TimeOnly? ArrivedAt { get; private set; }

    /// <summary>The time of an early departure, in Europe/Amsterdam (R18).</summary>
    public TimeOnly? LeftAt { get; private set; }

    public Guid RecordedBy { get; private set; }

    public DateTimeOffset RecordedAt { get; private set; }

    /// <summary>Starts at 1 and increases with every correction.</summary>
    public int Revision { get; private set; }

    public void Record(AttendanceRequest attendance, Guid by, DateTimeOffset now)
    {
        (Present, ArrivedAt, LeftAt, RecordedBy, RecordedAt) = (attendance.Present, attendance.ArrivedAt, attendance.LeftAt, by, now);
        Revision++;
    }
}

internal sealed class AttendanceRecordConfiguration : IEntityTypeConfiguration<AttendanceRecord>
{
    public void Configure(EntityTypeBuilder<AttendanceRecord> builder)
    {
        builder.ToTable("attendance_records");
        builder.HasKey(a => new { a.ModuleDayId, a.ParticipationId });
        builder.Property(a => a.Revision).IsConcurrencyToken();
        builder.HasOne<ModuleDay>().WithMany().HasForeignKey(a => a.ModuleDayId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Participation>().WithMany().HasForeignKey(a => a.ParticipationId).OnDelete(DeleteBehavior.Restrict);
    }
}
