using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Scheduling.Editions;
using Metropool.Scheduling.ModuleDays;
using Metropool.Scheduling.Participations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Metropool.Scheduling.Attendance;

/// <summary>The absence of a participant on a module day: a rare exception that requires a reason and an approval (R19).</summary>
internal sealed class Absence
{
    private Absence()
    {
    }

    public Guid Id { get; private init; }

    public long Version { get; private set; }

    public Guid ParticipationId { get; private init; }

    public Guid EditionId { get; private init; }

    public Guid ModuleDayId { get; private init; }

    public AbsenceCategory Category { get; private init; }

    /// <summary>For the participant, dean and programme manager only.</summary>
    public string Reason { get; private init; } = null!;

    public DateTimeOffset RequestedAt { get; private init; }

    public AbsenceStatus Status { get; private set; }

    public Guid? DecidedBy { get; private set; }

    public DateTimeOffset? DecidedAt { get; private set; }

    public string? CatchUpAssignment { get; private set; }

    public DateOnly? CatchUpDueOn { get; private set; }

    public DateTimeOffset? CatchUpCompletedAt { get; private set; }

    public Guid? CatchUpCompletedBy { get; private set; }

    /// <summary>Whether it counts as an exception (R19). A day that was moved after the release, or is part of a pause, doesn't count (R18).</summary>
    public bool CountsAsException { get; private init; }

    /// <summary>Requests an absence. Module 1 can't be missed, whatever the reason (R20).</summary>
    public static Outcome<Absence> Request(
        ModuleDay day, Guid participationId, AbsenceCategory category, string reason, bool inPause, DateTimeOffset now)
    {
        if (day.ModuleNumber == EditionRules.FirstNumber)
        {
            return Refusals.ModuleOneCannotBeMissed;
        }

        if (day.Cancelled)
        {
            return Refusals.ModuleDayCancelled;
        }

        return new Absence
        {
            Id = Guid.CreateVersion7(),
            Version = 1,
            ParticipationId = participationId,
            EditionId = day.EditionId,
            ModuleDayId = day.Id,
            Category = category,
            Reason = reason,
            RequestedAt = now,
            Status = AbsenceStatus.Requested,
            CountsAsException = !day.MovedAfterRelease && !inPause,
        };
    }

    /// <summary>Approves it with a catch-up assignment (R21).</summary>
    public Outcome<Absence> Approve(ModuleDay day, string? catchUpAssignment, DateOnly? dueOn, Guid by, DateTimeOffset now)
    {
        if (day.ModuleNumber == EditionRules.FirstNumber)
        {
            return Refusals.ModuleOneCannotBeMissed;
        }

        if (Status != AbsenceStatus.Requested)
        {
            return Refusals.AbsenceDecided;
        }

        if (TextPolicy.IsBlank(catchUpAssignment))
        {
            return Refusals.CatchUpAssignmentNeeded;
        }

        if (dueOn < ProgrammeClock.DayOf(now))
        {
            return Refusals.CatchUpDueInThePast;
        }

        (Status, DecidedBy, DecidedAt, CatchUpAssignment, CatchUpDueOn) = (AbsenceStatus.Approved, by, now, catchUpAssignment.Trim(), dueOn);
        Version++;
        return this;
    }

    public Outcome<Absence> Refuse(Guid by, DateTimeOffset now)
    {
        if (Status != AbsenceStatus.Requested)
        {
            return Refusals.AbsenceDecided;
        }

        (Status, DecidedBy, DecidedAt) = (AbsenceStatus.Refused, by, now);
        Version++;
        return this;
    }

    /// <summary>Records that the catch-up assignment was completed, which compensates the absence (R21).</summary>
    public Outcome<Absence> CompleteCatchUp(Guid by, DateTimeOffset now)
    {
        if (Status != AbsenceStatus.Approved)
        {
            return Refusals.AbsenceNotApproved;
        }

        if (CatchUpCompletedAt is not null)
        {
            return Refusals.CatchUpCompleted;
        }

        (CatchUpCompletedAt, CatchUpCompletedBy) = (now, by);
        Version++;
        return this;
    }
}

/// <summary>The categories of reasons. The form asks for no medical facts (R21).</summary>
internal enum AbsenceCategory
{
    /// <summary>Private circumstances.</summary>
    Private,

    /// <summary>Work.</summary>
    Work,

    /// <summary>Force majeure.</summary>
    ForceMajeure,
}

/// <summary>The statuses of an absence.</summary>
internal enum AbsenceStatus
{
    /// <summary>Waits for a decision.</summary>
    Requested,

    /// <summary>Approved, with a catch-up assignment.</summary>
    Approved,

    /// <summary>Not approved.</summary>
    Refused,
}

internal sealed class AbsenceConfiguration : IEntityTypeConfiguration<Absence>
{
    public void Configure(EntityTypeBuilder<Absence> builder)
    {
        builder.ToTable("absences");
        builder.Property(a => a.Id).ValueGeneratedNever();
        builder.Property(a => a.Version).IsConcurrencyToken();
        builder.HasOne<ModuleDay>().WithMany().HasForeignKey(a => a.ModuleDayId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Participation>().WithMany().HasForeignKey(a => a.ParticipationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(a => new { a.ParticipationId, a.ModuleDayId }).IsUnique();
        builder.HasIndex(a => new { a.EditionId, a.Id });
    }
}
