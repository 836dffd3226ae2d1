using Metropool.Contracts.Scheduling;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Scheduling.Database;
using Metropool.Scheduling.Editions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Metropool.Scheduling.Interviews;

/// <summary>An interview in the calendar. Intake and Assessment own the fact that it was held.</summary>
internal sealed class Interview
{
    /// <summary>The programme has two development interviews (R36).</summary>
    public const int DevelopmentInterviews = 2;

    private Interview()
    {
    }

    public Guid Id { get; private init; }

    public long Version { get; private set; }

    public Guid EditionId { get; private init; }

    public InterviewKind Kind { get; private init; }

    public Guid? ApplicationId { get; private init; }

    public Guid? ParticipationId { get; private init; }

    /// <summary>The candidate or participant.</summary>
    public Guid PersonId { get; private init; }

    /// <summary>The name of the candidate or participant.</summary>
    public string DisplayName { get; private set; } = null!;

    public DateTimeOffset StartsAt { get; private set; }

    public DateTimeOffset EndsAt { get; private set; }

    public InterviewStatus Status { get; private set; }

    public IReadOnlyList<PanelSeat> Panel { get; private set; } = [];

    public Guid BookedBy { get; private init; }

    /// <summary>When the public state last changed; the time of an event that is published again.</summary>
    public DateTimeOffset ChangedAt { get; private set; }

    /// <summary>The reason of the last move or cancellation, or of the absence.</summary>
    public string? Reason { get; private set; }

    /// <summary>Whether it counts towards the number of interviews of its kind.</summary>
    public bool CountsTowardsLimit => Status is InterviewStatus.Booked or InterviewStatus.Held;

    /// <summary>The panel and the candidate or participant.</summary>
    public IEnumerable<Guid> Attendees => Panel.Select(seat => seat.PersonId).Append(PersonId);

    /// <summary>Books an interview. Calendars are not checked here, but under their locks (R47).</summary>
    /// <param name="edition">The edition.</param>
    /// <param name="subject">The candidate or participant.</param>
    /// <param name="slot">The time.</param>
    /// <param name="panel">The panel.</param>
    /// <param name="others">The interviews of the same kind with the same person, including those of an edition that the participation left.</param>
    /// <param name="by">The caller.</param>
    /// <param name="now">Programme time.</param>
    public static Outcome<Interview> Book(
        Edition edition, InterviewSubject subject, Slot slot, IReadOnlyList<Seat> panel, IReadOnlyCollection<Interview> others, Guid by, DateTimeOffset now)
    {
        if ((RefuseEdition(edition) ?? RefuseAboveLimit(subject.Kind, others)) is { } notBookable)
        {
            return notBookable;
        }

        if (SeatPanel(edition, subject, slot, panel, now).IsRefused(out var refusal, out var seats))
        {
            return refusal;
        }

        return new Interview
        {
            Id = Guid.CreateVersion7(),
            Version = 1,
            EditionId = edition.Id,
            Kind = subject.Kind,
            ApplicationId = subject.ApplicationId,
            ParticipationId = subject.ParticipationId,
            PersonId = subject.PersonId,
            DisplayName = subject.DisplayName,
            StartsAt = slot.StartsAt,
            EndsAt = slot.EndsAt,
            Status = InterviewStatus.Booked,
            Panel = seats,
            BookedBy = by,
            ChangedAt = now,
        };
    }

    /// <summary>Moves it to another time or panel. The rules are the same as for booking.</summary>
    /// <param name="edition">The edition.</param>
    /// <param name="slot">The new time.</param>
    /// <param name="panel">The new panel.</param>
    /// <param name="conflictsOfInterest">The members of the team who have a conflict of interest with the candidate.</param>
    /// <param name="reason">The reason.</param>
    /// <param name="now">Programme time.</param>
    public Outcome<InterviewChanged> Move(
        Edition edition, Slot slot, IReadOnlyList<Seat> panel, IReadOnlyCollection<Guid> conflictsOfInterest, string reason, DateTimeOffset now)
    {
        if (Status != InterviewStatus.Booked)
        {
            return Refusals.InterviewNotBooked;
        }

        if (RefuseEdition(edition) is { } notBookable)
        {
            return notBookable;
        }

        var subject = new InterviewSubject(Kind, ApplicationId, ParticipationId, PersonId, DisplayName) { ConflictsOfInterest = conflictsOfInterest };
        if (SeatPanel(edition, subject, slot, panel, now).IsRefused(out var refusal, out var seats))
        {
            return refusal;
        }

        (StartsAt, EndsAt, Panel, Reason) = (slot.StartsAt, slot.EndsAt, seats, reason);
        return Record(InterviewChange.Moved, now);
    }

    public Outcome<InterviewChanged> Cancel(string reason, DateTimeOffset now)
    {
        if (Status != InterviewStatus.Booked)
        {
            return Refusals.InterviewNotBooked;
        }

        (Status, Reason) = (InterviewStatus.Cancelled, reason);
        return Record(InterviewChange.Cancelled, now);
    }

    /// <summary>Records that a person didn't attend. Another interview can then be booked.</summary>
    public Outcome<InterviewChanged> RecordMissed(string reason, DateTimeOffset now)
    {
        if (Status != InterviewStatus.Booked)
        {
            return Refusals.InterviewNotBooked;
        }

        if (now < StartsAt)
        {
            return Refusals.InterviewNotBegun;
        }

        (Status, Reason) = (InterviewStatus.Missed, reason);
        return Record(InterviewChange.Missed, now);
    }

    /// <summary>Records that it was held, as published by the service that owns that fact.</summary>
    /// <returns>The new state; null if it was recorded before.</returns>
    public InterviewChanged? RecordHeld(DateTimeOffset heldAt)
    {
        if (Status == InterviewStatus.Held)
        {
            return null;
        }

        Status = InterviewStatus.Held;
        return Record(InterviewChange.Held, heldAt);
    }

    /// <summary>Whether an attendee has another name here.</summary>
    public bool HasOtherNameFor(Guid personId, string displayName) =>
        (PersonId == personId && DisplayName != displayName) || Panel.Any(seat => seat.PersonId == personId && seat.DisplayName != displayName);

    /// <summary>Changes the name of an attendee.</summary>
    public InterviewChanged RenameAttendee(Guid personId, string displayName, DateTimeOffset now)
    {
        DisplayName = PersonId == personId ? displayName : DisplayName;
        Panel = [.. Panel.Select(seat => seat.PersonId == personId ? seat with { DisplayName = displayName } : seat)];
        return Record(InterviewChange.Updated, now);
    }

    public InterviewChanged State(InterviewChange change) => new()
    {
        InterviewId = Id,
        Change = change,
        Version = Version,
        OccurredAt = ChangedAt,
        EditionId = EditionId,
        Kind = Kind,
        ApplicationId = ApplicationId,
        ParticipationId = ParticipationId,
        PersonId = PersonId,
        StartsAt = StartsAt,
        EndsAt = EndsAt,
        Panel = [.. Panel.OrderBy(seat => seat.Role).Select(seat => seat.ToContract())],
        Status = Status,
    };

    /// <summary>The roles on a panel: dean and programme manager (R11, R37), or dean and a trainer (R36).</summary>
    public static IReadOnlyList<TeamRole> RolesOf(InterviewKind kind) => kind == InterviewKind.Development
        ? [TeamRole.Dean, TeamRole.Trainer]
        : [TeamRole.Dean, TeamRole.ProgrammeManager];

    private InterviewChanged Record(InterviewChange change, DateTimeOffset at)
    {
        (Version, ChangedAt) = (Version + 1, at);
        return State(change);
    }

    private static Refusal? RefuseEdition(Edition edition) => edition.Status switch
    {
        EditionStatus.Cancelled => Refusals.EditionCancelled,
        EditionStatus.Draft => Refusals.EditionNotOpen("The edition isn't open yet."),
        _ => null,
    };

    private static Refusal? RefuseAboveLimit(InterviewKind kind, IReadOnlyCollection<Interview> others)
    {
        var count = others.Count(other => other.CountsTowardsLimit);
        return kind switch
        {
            InterviewKind.Development when count >= DevelopmentInterviews => Refusals.DevelopmentInterviewsBooked,
            not InterviewKind.Development when count > 0 => Refusals.InterviewAlreadyBooked,
            _ => null,
        };
    }

    private static Outcome<List<PanelSeat>> SeatPanel(Edition edition, InterviewSubject subject, Slot slot, IReadOnlyList<Seat> panel, DateTimeOffset now)
    {
        if (slot.StartsAt < now)
        {
            return Refusals.InterviewInThePast;
        }

        var day = ProgrammeClock.DayOf(slot.StartsAt);
        return subject.Kind == InterviewKind.Intake && !edition.IntakeDays.Any(intake => intake.Date == day)
            ? Refusals.NotAnIntakeDay(day, edition.IntakeDays.Select(intake => intake.Date))
            : PanelRules.Seat(edition, subject, panel, day);
    }
}

/// <summary>The candidate or participant of an interview.</summary>
internal sealed record InterviewSubject(InterviewKind Kind, Guid? ApplicationId, Guid? ParticipationId, Guid PersonId, string DisplayName)
{
    /// <summary>The members of the team who have a conflict of interest with them, as Intake publishes them.</summary>
    public IReadOnlyCollection<Guid> ConflictsOfInterest { get; init; } = [];
}

/// <summary>The time of an interview, UTC.</summary>
internal readonly record struct Slot(DateTimeOffset StartsAt, DateTimeOffset EndsAt);

/// <summary>A requested panel member.</summary>
internal sealed record Seat(Guid PersonId, TeamRole Role);

/// <summary>A panel member.</summary>
/// <param name="PersonId">The person.</param>
/// <param name="DisplayName">The person's name.</param>
/// <param name="Role">The role in which they are on the panel.</param>
/// <param name="Deputy">Whether they stand in for the holder of the role.</param>
internal sealed record PanelSeat(Guid PersonId, string DisplayName, TeamRole Role, bool Deputy)
{
    public PanelMember ToContract() => new() { PersonId = PersonId, DisplayName = DisplayName, Role = Role, Deputy = Deputy };
}

internal sealed class InterviewConfiguration : IEntityTypeConfiguration<Interview>
{
    public void Configure(EntityTypeBuilder<Interview> builder)
    {
        builder.ToTable("interviews");
        builder.Property(i => i.Id).ValueGeneratedNever();
        builder.Property(i => i.Version).IsConcurrencyToken();
        builder.Property(i => i.Panel).AsJson();
        builder.Ignore(i => i.CountsTowardsLimit);
        builder.Ignore(i => i.Attendees);
        builder.HasOne<Edition>().WithMany().HasForeignKey(i => i.EditionId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(i => new { i.EditionId, i.Id });
        builder.HasIndex(i => i.ApplicationId);
        builder.HasIndex(i => i.ParticipationId);
        builder.HasIndex(i => i.PersonId);
        builder.HasIndex(i => i.Panel).HasMethod("gin").HasOperators("jsonb_path_ops");
    }
}
