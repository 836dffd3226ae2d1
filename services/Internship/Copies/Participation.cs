using Metropool.Contracts.Scheduling;

namespace Metropool.Internship.Copies;

/// <summary>What Internship knows of a participation: Scheduling owns it.</summary>
internal sealed class Participation
{
    private readonly List<Employment> _employers = [];
    private readonly List<ParticipationMoment> _moments = [];
    private readonly List<StatedPause> _statedPauses = [];

    private Participation()
    {
    }

    public Guid Id { get; private init; }

    public long Version { get; private set; }

    public Guid PersonId { get; private set; }

    public string DisplayName { get; private set; } = "";

    public Guid EditionId { get; private set; }

    public ParticipationStatus Status { get; private set; }

    /// <summary>Who employs the participant, per period.</summary>
    public IReadOnlyList<Employment> Employers => _employers;

    /// <summary>Whether Scheduling told the pauses themselves; the events of before it did tell only when which status began.</summary>
    public bool PausesAreStated { get; private set; }

    /// <summary>The pauses as Scheduling told them.</summary>
    public IReadOnlyList<StatedPause> StatedPauses => _statedPauses;

    /// <summary>Every status that was ever told, also by an event that came late: where the pauses weren't told, they follow from all of them.</summary>
    public IReadOnlyList<ParticipationMoment> Moments => _moments;

    public static Participation From(ParticipationChanged changed)
    {
        var participation = new Participation { Id = changed.ParticipationId };
        participation.Apply(changed);
        return participation;
    }

    /// <summary>Takes over a state, unless a newer one is known.</summary>
    /// <returns>Whether it was taken over.</returns>
    public bool Apply(ParticipationChanged changed)
    {
        if (_moments.All(moment => moment.Version != changed.Version))
        {
            _moments.Add(new ParticipationMoment { Version = changed.Version, Status = changed.Status, OccurredAt = changed.OccurredAt });
        }

        if (changed.Version <= Version)
        {
            return false;
        }

        (Version, PersonId, DisplayName, EditionId, Status) = (changed.Version, changed.PersonId, changed.DisplayName, changed.EditionId, changed.Status);
        _employers.Clear();
        _employers.AddRange(changed.Employers.Select(employer => new Employment
        {
            Id = Guid.CreateVersion7(),
            OrganisationId = employer.OrganisationId,
            Name = employer.Name,
            From = employer.From,
            Until = employer.Until,
        }));
        if (changed.Pauses is { } pauses)
        {
            PausesAreStated = true;
            _statedPauses.Clear();
            _statedPauses.AddRange(pauses.Select(pause => new StatedPause { Id = Guid.CreateVersion7(), From = pause.From, Until = pause.Until }));
        }

        return true;
    }

    /// <summary>The pauses so far, oldest first; the last may still be going on.</summary>
    public IReadOnlyList<Pause> Pauses() => PausesAreStated
        ? [.. _statedPauses.OrderBy(pause => pause.From).ThenBy(pause => pause.Until ?? DateOnly.MaxValue).Select(pause => new Pause(pause.From, pause.Until?.AddDays(1)))]
        : PausesByMoments();

    private List<Pause> PausesByMoments()
    {
        var pauses = new List<Pause>();
        DateTimeOffset? since = null;
        foreach (var moment in _moments.OrderBy(moment => moment.Version))
        {
            switch (moment.Status, since)
            {
                case (ParticipationStatus.Paused, null):
                    since = moment.OccurredAt;
                    break;
                case (not ParticipationStatus.Paused, { } from):
                    pauses.Add(new Pause(Day(from), Day(moment.OccurredAt)));
                    since = null;
                    break;
            }
        }

        if (since is { } open)
        {
            pauses.Add(new Pause(Day(open), null));
        }

        return pauses;

        static DateOnly Day(DateTimeOffset instant) => Hosting.ProgrammeTime.ProgrammeClock.DayOf(instant);
    }

    /// <summary>How many days of a stretch of time lay in pauses: deadlines stop in them (R16).</summary>
    public int PausedDaysBetween(DateOnly from, DateOnly until) => Pauses().Sum(pause =>
    {
        var first = pause.From > from ? pause.From : from;
        var last = pause.Until is { } end && end < until ? end : until;
        return Math.Max(0, last.DayNumber - first.DayNumber);
    });

    /// <summary>Whether a whole day lay in a pause.</summary>
    public bool PausedOn(DateOnly day) => Pauses().Any(pause => day > pause.From && (pause.Until is null || day < pause.Until));
}

/// <summary>A period with an employer.</summary>
internal sealed class Employment
{
    public required Guid Id { get; init; }

    public Guid? OrganisationId { get; init; }

    public required string Name { get; init; }

    public required DateOnly From { get; init; }

    public DateOnly? Until { get; init; }
}

/// <summary>A pause as Scheduling told it: its first day and its last.</summary>
internal sealed class StatedPause
{
    public required Guid Id { get; init; }

    public required DateOnly From { get; init; }

    /// <summary>Null while it goes on.</summary>
    public DateOnly? Until { get; init; }
}

/// <summary>A status of a participation and when it began.</summary>
internal sealed class ParticipationMoment
{
    public required long Version { get; init; }

    public required ParticipationStatus Status { get; init; }

    public required DateTimeOffset OccurredAt { get; init; }
}

/// <summary>A pause: the day it began on and the day on which it was over.</summary>
internal readonly record struct Pause(DateOnly From, DateOnly? Until);
