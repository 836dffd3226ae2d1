using System.Globalization;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Scheduling.Editions;

namespace Metropool.Scheduling.Interviews;

/// <summary>An interview in the calendar. That it was held is a fact of Intake or Assessment, and reaches it from there.</summary>
internal sealed class Interview
{
    /// <summary>The brochure knows two development interviews (R36).</summary>
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

    /// <summary>Their name as it is shown.</summary>
    public string DisplayName { get; private set; } = null!;

    public DateTimeOffset StartsAt { get; private set; }

    public DateTimeOffset EndsAt { get; private set; }

    public InterviewStatus Status { get; private set; }

    /// <summary>Who holds it, in which part.</summary>
    public IReadOnlyList<PanelSeat> Panel { get; private set; } = [];

    public Guid BookedBy { get; private init; }

    /// <summary>When its public state changed last: what an announcement of it says again.</summary>
    public DateTimeOffset ChangedAt { get; private set; }

    /// <summary>Why it was moved or cancelled, the last time.</summary>
    public string? Reason { get; private set; }

    /// <summary>Whether it takes the place of its kind: it is to come, or it took place.</summary>
    public bool Counts => Status is InterviewStatus.Booked or InterviewStatus.Held;

    /// <summary>Everybody who is there.</summary>
    public IEnumerable<Guid> People => Panel.Select(seat => seat.PersonId).Append(PersonId);

    /// <summary>Books an interview. What is checked here needs no calendar; whether everybody is free is asked under the locks of their calendars (R47).</summary>
    /// <param name="edition">The edition.</param>
    /// <param name="subject">Whom it is about.</param>
    /// <param name="slot">When.</param>
    /// <param name="panel">Who holds it.</param>
    /// <param name="others">The interviews of the same kind about the same person, those of an edition that the participation left too.</param>
    /// <param name="by">Who books.</param>
    /// <param name="now">Programme time.</param>
    public static Outcome<Interview> Book(
        Edition edition, InterviewSubject subject, Slot slot, IReadOnlyList<Seat> panel, IReadOnlyCollection<Interview> others, Guid by, DateTimeOffset now)
    {
        if ((TakesPlace(edition) ?? NotTooMany(subject.Kind, others)) is { } notNow)
        {
            return notNow;
        }

        if (Seats(edition, subject, slot, panel, now).IsRefused(out var refusal, out var seated))
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
            Panel = seated,
            BookedBy = by,
            ChangedAt = now,
        };
    }

    /// <summary>Moves it to another time or panel; the same rules hold as for booking.</summary>
    /// <param name="edition">The edition.</param>
    /// <param name="slot">The new time.</param>
    /// <param name="panel">The new panel.</param>
    /// <param name="conflictsOfInterest">Who of the team has a conflict of interest with whom it is about.</param>
    /// <param name="reason">Why.</param>
    /// <param name="now">Programme time.</param>
    public Outcome<InterviewMoved> Move(Edition edition, Slot slot, IReadOnlyList<Seat> panel, IReadOnlyCollection<Guid> conflictsOfInterest, string reason, DateTimeOffset now)
    {
        if (Status != InterviewStatus.Booked)
        {
            return NotBooked();
        }

        if (TakesPlace(edition) is { } notNow)
        {
            return notNow;
        }

        var subject = new InterviewSubject(Kind, ApplicationId, ParticipationId, PersonId, DisplayName) { ConflictsOfInterest = conflictsOfInterest };
        if (Seats(edition, subject, slot, panel, now).IsRefused(out var refusal, out var seated))
        {
            return refusal;
        }

        (StartsAt, EndsAt, Panel, Reason) = (slot.StartsAt, slot.EndsAt, seated, reason);
        return Changed<InterviewMoved>(now);
    }

    public Outcome<InterviewCancelled> Cancel(string reason, DateTimeOffset now)
    {
        if (Status != InterviewStatus.Booked)
        {
            return NotBooked();
        }

        (Status, Reason) = (InterviewStatus.Cancelled, reason);
        return Changed<InterviewCancelled>(now);
    }

    /// <summary>Notes that somebody did not come. Another one can be booked then.</summary>
    public Outcome<InterviewMissed> Miss(string reason, DateTimeOffset now)
    {
        if (Status != InterviewStatus.Booked)
        {
            return NotBooked();
        }

        if (now < StartsAt)
        {
            return Refusal.Conflict("scheduling.interview-not-begun", "Nobody can have missed an interview that hasn't begun.");
        }

        (Status, Reason) = (InterviewStatus.Missed, reason);
        return Changed<InterviewMissed>(now);
    }

    /// <summary>Takes over that it was held, from the service that owns that fact.</summary>
    /// <returns>The new state; null when it was known.</returns>
    public InterviewChanged? TakeOverHeld(DateTimeOffset heldAt)
    {
        if (Status == InterviewStatus.Held)
        {
            return null;
        }

        Status = InterviewStatus.Held;
        return Changed<InterviewChanged>(heldAt);
    }

    /// <summary>Takes over the name of somebody who is there.</summary>
    public InterviewChanged Rename(Guid personId, string displayName, DateTimeOffset now)
    {
        DisplayName = PersonId == personId ? displayName : DisplayName;
        Panel = [.. Panel.Select(seat => seat.PersonId == personId ? seat with { DisplayName = displayName } : seat)];
        return Changed<InterviewChanged>(now);
    }

    public T State<T>()
        where T : InterviewChanged => EventState.Empty<T>() with
        {
            InterviewId = Id,
            Version = Version,
            OccurredAt = ChangedAt,
            EditionId = EditionId,
            Kind = Kind,
            ApplicationId = ApplicationId,
            ParticipationId = ParticipationId,
            PersonId = PersonId,
            StartsAt = StartsAt,
            EndsAt = EndsAt,
            Panel = [.. Panel.OrderBy(seat => seat.Part).Select(seat => new PanelMember { PersonId = seat.PersonId, DisplayName = seat.DisplayName, Part = seat.Part, Deputy = seat.Deputy })],
            Status = Status,
        };

    /// <summary>The parts of a panel: dean and programme manager (R11, R37), or dean and a trainer (R36).</summary>
    public static IReadOnlyList<TeamPart> PartsOf(InterviewKind kind) => kind == InterviewKind.Development
        ? [TeamPart.Dean, TeamPart.Trainer]
        : [TeamPart.Dean, TeamPart.ProgrammeManager];

    public static Refusal Unknown() => Refusal.NotFound("scheduling.interview-unknown", "There is no such interview.");

    private T Changed<T>(DateTimeOffset now)
        where T : InterviewChanged
    {
        (Version, ChangedAt) = (Version + 1, now);
        return State<T>();
    }

    private static Refusal NotBooked() => Refusal.Conflict("scheduling.interview-not-booked", "The interview is not in the calendar any more: it was held, missed or cancelled.");

    private static Refusal? TakesPlace(Edition edition) => edition.Status switch
    {
        EditionStatus.Cancelled => Edition.Cancelled(),
        EditionStatus.Draft => Refusal.Conflict("scheduling.edition-not-open", "The edition isn't open yet."),
        _ => null,
    };

    private static Refusal? NotTooMany(InterviewKind kind, IReadOnlyCollection<Interview> others)
    {
        var counting = others.Count(other => other.Counts);
        return kind switch
        {
            InterviewKind.Development when counting >= DevelopmentInterviews =>
                Refusal.Conflict("scheduling.interview-already-booked", "There are two development interviews, and both are booked or held."),
            not InterviewKind.Development when counting > 0 =>
                Refusal.Conflict("scheduling.interview-already-booked", "This interview is booked or held already; move it instead."),
            _ => null,
        };
    }

    private static Outcome<List<PanelSeat>> Seats(Edition edition, InterviewSubject subject, Slot slot, IReadOnlyList<Seat> panel, DateTimeOffset now)
    {
        if (slot.StartsAt < now)
        {
            return Refusal.Conflict("scheduling.starts-in-the-past", "An interview is booked for a time to come.");
        }

        var day = ProgrammeClock.DayOf(slot.StartsAt);
        if (subject.Kind == InterviewKind.Intake && !edition.IntakeDays.Any(intake => intake.Date == day))
        {
            return Refusal.Conflict("scheduling.not-an-intake-day", $"{day:yyyy-MM-dd} is no intake day of this edition; these are {string.Join(", ", edition.IntakeDays.Select(d => d.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)).Order())}.");
        }

        return PanelRules.Seat(edition, subject, panel, day);
    }
}

/// <summary>Whom an interview is about.</summary>
internal sealed record InterviewSubject(InterviewKind Kind, Guid? ApplicationId, Guid? ParticipationId, Guid PersonId, string DisplayName)
{
    /// <summary>Who of the team has a conflict of interest with them, as Intake says.</summary>
    public IReadOnlyCollection<Guid> ConflictsOfInterest { get; init; } = [];
}

/// <summary>When an interview is, UTC.</summary>
internal readonly record struct Slot(DateTimeOffset StartsAt, DateTimeOffset EndsAt);

/// <summary>Who is asked to sit in a panel, in which part.</summary>
internal sealed record Seat(Guid PersonId, TeamPart Part);

/// <summary>Who sits in a panel, in which part.</summary>
internal sealed record PanelSeat(Guid PersonId, string DisplayName, TeamPart Part, bool Deputy);
