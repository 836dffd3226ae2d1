using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Scheduling.Editions;
using Metropool.Scheduling.ModuleDays;

namespace Metropool.Scheduling.Attendance;

/// <summary>That a participant can't attend, or couldn't: a rare exception that needs a reason and an approval (R19).</summary>
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

    /// <summary>For participant, dean and programme manager alone.</summary>
    public string Reason { get; private init; } = null!;

    public DateTimeOffset RequestedAt { get; private init; }

    public AbsenceStatus Status { get; private set; }

    public Guid? DecidedBy { get; private set; }

    public DateTimeOffset? DecidedAt { get; private set; }

    public string? CatchUpAssignment { get; private set; }

    public DateOnly? CatchUpDueOn { get; private set; }

    public DateTimeOffset? CatchUpCompletedAt { get; private set; }

    public Guid? CatchUpCompletedBy { get; private set; }

    /// <summary>Whether it is one of the exceptions that are counted (R19): a day that the school moved, or that fell in a pause, is none (R18).</summary>
    public bool CountsAsException { get; private init; }

    /// <summary>Asks for it. Of module 1 there is no absence, whatever the reason (R20).</summary>
    public static Outcome<Absence> Request(ModuleDay day, Guid participationId, AbsenceCategory category, string reason, bool inPause, DateTimeOffset now)
    {
        if (day.ModuleNumber == EditionRules.FirstNumber)
        {
            return ModuleOneCannotBeMissed();
        }

        if (day.Cancelled)
        {
            return Refusal.Conflict("scheduling.module-day-cancelled", "The module day is cancelled.");
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
            return ModuleOneCannotBeMissed();
        }

        if (Status != AbsenceStatus.Requested)
        {
            return Decided();
        }

        if (TextPolicy.IsBlank(catchUpAssignment))
        {
            return Refusal.Invalid(
                "scheduling.catch-up-assignment-needed", "An absence that is approved gets a catch-up assignment.",
                new Fault("catchUpAssignment", "missing", "The assignment is needed."));
        }

        if (dueOn < ProgrammeClock.DayOf(now))
        {
            return Refusal.Invalid(
                "scheduling.catch-up-due-in-the-past", "A catch-up assignment is due today or later.", new Fault("catchUpDueOn", "in-the-past", "The day has passed."));
        }

        (Status, DecidedBy, DecidedAt, CatchUpAssignment, CatchUpDueOn) = (AbsenceStatus.Approved, by, now, catchUpAssignment.Trim(), dueOn);
        Version++;
        return this;
    }

    public Outcome<Absence> Refuse(Guid by, DateTimeOffset now)
    {
        if (Status != AbsenceStatus.Requested)
        {
            return Decided();
        }

        (Status, DecidedBy, DecidedAt) = (AbsenceStatus.Refused, by, now);
        Version++;
        return this;
    }

    /// <summary>Notes that the catch-up assignment was done: what was missed is made good (R21).</summary>
    public Outcome<Absence> CompleteCatchUp(Guid by, DateTimeOffset now)
    {
        if (Status != AbsenceStatus.Approved)
        {
            return Refusal.Conflict("scheduling.absence-not-approved", "Only an absence that is approved has a catch-up assignment.");
        }

        if (CatchUpCompletedAt is not null)
        {
            return Refusal.Conflict("scheduling.catch-up-completed", "The catch-up assignment was completed before.");
        }

        (CatchUpCompletedAt, CatchUpCompletedBy) = (now, by);
        Version++;
        return this;
    }

    public static Refusal Unknown() => Refusal.NotFound("scheduling.absence-unknown", "There is no such absence.");

    public static Refusal ModuleOneCannotBeMissed() =>
        Refusal.Conflict("scheduling.module-one-cannot-be-missed", "Module 1 cannot be missed: there is no approval and no dispensation for it.");

    private static Refusal Decided() => Refusal.Conflict("scheduling.absence-decided", "This absence was decided on before.");
}

/// <summary>Why, in general. The form asks for no medical facts (R21).</summary>
internal enum AbsenceCategory
{
    /// <summary>Something private.</summary>
    Private,

    /// <summary>Something at work.</summary>
    Work,

    /// <summary>Force majeure.</summary>
    ForceMajeure,
}

/// <summary>Where an absence stands.</summary>
internal enum AbsenceStatus
{
    /// <summary>Awaits a decision.</summary>
    Requested,

    /// <summary>Approved, with a catch-up assignment.</summary>
    Approved,

    /// <summary>Not approved.</summary>
    Refused,
}
