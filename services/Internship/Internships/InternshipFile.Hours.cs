using Metropool.Contracts.Internship;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Internship.Copies;
using Metropool.Internship.Hours;
using Metropool.Internship.Placements;

namespace Metropool.Internship.Internships;

internal sealed partial class InternshipFile
{
    /// <summary>What was logged, a day each.</summary>
    public IReadOnlyList<LoggedDay> Days => _days;

    /// <summary>The sum of the logged days, in minutes.</summary>
    public int LoggedMinutes { get; private set; }

    /// <summary>The weeks of the approved periods in which something was logged (R25).</summary>
    public decimal LoggedWeeks => ApprovedPlacement is { } placement ? WorkPlan.WeeksProven(placement.Periods, _days.Select(day => day.Date)) : 0;

    /// <summary>
    /// Logs days at the host organisation; a day that was logged before is replaced, so that sending it twice does no harm.
    /// The first day starts the internship, the last that was missing completes it (R25).
    /// </summary>
    public Outcome<InternshipChanged> Log(IReadOnlyList<(DateOnly Date, int Minutes, string? What)> days, Participation participation, InternshipSettings settings, DateTimeOffset now)
    {
        if ((RefuseWhenOver() ?? RefuseHoursOf(participation)) is { } refusal)
        {
            return refusal;
        }

        if (ApprovedPlacement is not { } placement)
        {
            return Refusal.Conflict("internship.not-approved", "There is no approved placement yet, and without approval no start.");
        }

        var today = ProgrammeClock.DayOf(now);
        var faults = days.SelectMany((day, place) => Implausible(day.Date, day.Minutes, $"days[{place}]", placement, participation, settings, today)).ToList();
        if (faults.Count > 0)
        {
            return Refusal.Conflict(faults[0].Code, "These hours can't be logged; nothing was.", faults);
        }

        foreach (var (date, minutes, what) in days)
        {
            if (_days.Find(day => day.Date == date) is { } known)
            {
                (known.Minutes, known.What, known.LoggedAt) = (minutes, what, now);
            }
            else
            {
                _days.Add(new LoggedDay { Id = Guid.CreateVersion7(), Date = date, Minutes = minutes, What = what, LoggedAt = now });
            }
        }

        Status = InternshipStatus.Started;
        return Counted(now);
    }

    /// <summary>Takes a logged day out again, until the internship is completed.</summary>
    public Outcome<InternshipChanged> Remove(DateOnly date, Participation participation, DateTimeOffset now)
    {
        if ((RefuseWhenOver() ?? RefuseHoursOf(participation)) is { } refusal)
        {
            return refusal;
        }

        if (_days.RemoveAll(day => day.Date == date) == 0)
        {
            return Refusal.NotFound("internship.day-not-logged", "Nothing was logged on this day.");
        }

        if (_days.Count == 0)
        {
            Status = InternshipStatus.Approved;
        }

        return Counted(now);
    }

    /// <summary>R25, of what was logged: four weeks and 160 hours, both.</summary>
    private IEnumerable<Fault> MissingHours()
    {
        if (LoggedWeeks < WorkPlan.MinimumWeeks)
        {
            yield return new Fault("hours", "internship.too-few-weeks",
                FormattableString.Invariant($"Four weeks at the host organisation: {LoggedWeeks:0.##} so far."));
        }

        if (LoggedMinutes < WorkPlan.MinimumMinutes)
        {
            yield return new Fault("hours", "internship.too-few-hours",
                FormattableString.Invariant($"160 hours at the host organisation: {LoggedMinutes / 60m:0.##} so far."));
        }
    }

    private InternshipChanged Counted(DateTimeOffset now)
    {
        LoggedMinutes = _days.Sum(day => day.Minutes);
        return CompleteIfDone(now) ?? Changed(now);
    }

    private static Refusal? RefuseHoursOf(Participation participation) => participation.Status switch
    {
        ParticipationStatus.Paused => Refusal.Conflict("internship.participation-paused", "The participation is paused; hours can be logged when it goes on."),
        ParticipationStatus.Ended => Refusal.Conflict("internship.ended", "The participation has ended, and the internship with it."),
        _ => null,
    };

    private static IEnumerable<Fault> Implausible(
        DateOnly date, int minutes, string where, Placement placement, Participation participation, InternshipSettings settings, DateOnly today)
    {
        if (date > today)
        {
            yield return new Fault($"{where}.date", "internship.day-in-the-future", $"{date:yyyy-MM-dd} is still to come.");
        }

        if (!placement.Covers(date))
        {
            yield return new Fault($"{where}.date", "internship.day-outside-periods", $"{date:yyyy-MM-dd} is in none of the approved periods.");
        }

        if (participation.PausedOn(date))
        {
            yield return new Fault($"{where}.date", "internship.day-in-a-pause", $"The participation was paused on {date:yyyy-MM-dd}.");
        }

        if (minutes > settings.LongestDayInHours * 60)
        {
            yield return new Fault($"{where}.minutes", "internship.day-too-long", $"{date:yyyy-MM-dd}: more than {settings.LongestDayInHours} hours on one day.");
        }
    }
}
