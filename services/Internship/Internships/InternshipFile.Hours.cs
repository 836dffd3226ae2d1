using Metropool.Contracts.Internship;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Internship.Hours;
using Metropool.Internship.Placements;
using Metropool.Internship.Replicas;

namespace Metropool.Internship.Internships;

internal sealed partial class InternshipFile
{
    /// <summary>The logged days.</summary>
    public IReadOnlyList<LoggedDay> Days => _days;

    /// <summary>The sum of the logged days, in minutes.</summary>
    public int LoggedMinutes { get; private set; }

    /// <summary>The weeks of the approved periods in which hours were logged (R25).</summary>
    public decimal LoggedWeeks => ApprovedPlacement is { } placement ? WorkPlan.LoggedWeeks(placement.Periods, _days.Select(day => day.Date)) : 0;

    /// <summary>
    /// Logs days at the host organisation. A day that was logged before is replaced, so that a request can be repeated.
    /// The first day starts the internship; the last missing day completes it (R25).
    /// </summary>
    public Outcome<InternshipChanged> Log(
        IReadOnlyList<(DateOnly Date, int Minutes, string? Activities)> days, Participation participation, InternshipSettings settings, DateTimeOffset now)
    {
        if ((RefuseIfClosed() ?? RefuseHours(participation)) is { } refusal)
        {
            return refusal;
        }

        if (ApprovedPlacement is not { } placement)
        {
            return Refusals.NotApproved;
        }

        var today = ProgrammeClock.DayOf(now);
        var faults = days
            .SelectMany((day, index) => FaultsOfDay(day.Date, day.Minutes, $"days[{index}]", placement, participation, settings, today))
            .ToList();
        if (faults.Count > 0)
        {
            return Refusals.HoursInvalid(faults);
        }

        foreach (var (date, minutes, activities) in days)
        {
            if (_days.Find(day => day.Date == date) is { } known)
            {
                (known.Minutes, known.Activities, known.LoggedAt) = (minutes, activities, now);
            }
            else
            {
                _days.Add(new LoggedDay { Id = Guid.CreateVersion7(), Date = date, Minutes = minutes, Activities = activities, LoggedAt = now });
            }
        }

        Status = InternshipStatus.Started;
        return UpdateHours(now);
    }

    /// <summary>Removes a logged day. Without logged days the internship hasn't started.</summary>
    public Outcome<InternshipChanged> Remove(DateOnly date, Participation participation, DateTimeOffset now)
    {
        if ((RefuseIfClosed() ?? RefuseHours(participation)) is { } refusal)
        {
            return refusal;
        }

        if (_days.RemoveAll(day => day.Date == date) == 0)
        {
            return Refusals.DayNotLogged;
        }

        if (_days.Count == 0)
        {
            Status = InternshipStatus.Approved;
        }

        return UpdateHours(now);
    }

    /// <summary>R25: four weeks and 160 hours, both.</summary>
    private IEnumerable<Fault> MissingHours()
    {
        if (LoggedWeeks < WorkPlan.MinimumWeeks)
        {
            yield return new Fault(
                "hours",
                "internship.too-few-weeks",
                FormattableString.Invariant($"Four weeks at the host organisation; {LoggedWeeks:0.##} are logged."));
        }

        if (LoggedMinutes < WorkPlan.MinimumMinutes)
        {
            yield return new Fault(
                "hours",
                "internship.too-few-hours",
                FormattableString.Invariant($"160 hours at the host organisation; {LoggedMinutes / 60m:0.##} are logged."));
        }
    }

    private InternshipChanged UpdateHours(DateTimeOffset now)
    {
        LoggedMinutes = _days.Sum(day => day.Minutes);
        return CompleteIfDone(now) ?? Raise(InternshipChange.Updated, now);
    }

    private static Refusal? RefuseHours(Participation participation) => participation.Status switch
    {
        ParticipationStatus.Paused => Refusals.ParticipationPaused,
        ParticipationStatus.Ended => Refusals.Ended,
        _ => null,
    };

    private static IEnumerable<Fault> FaultsOfDay(
        DateOnly date, int minutes, string path, Placement placement, Participation participation, InternshipSettings settings, DateOnly today)
    {
        if (date > today)
        {
            yield return new Fault($"{path}.date", "internship.day-in-the-future", $"{date:yyyy-MM-dd} is in the future.");
        }

        if (!placement.Covers(date))
        {
            yield return new Fault($"{path}.date", "internship.day-outside-periods", $"{date:yyyy-MM-dd} is outside the approved periods.");
        }

        if (participation.IsPausedOn(date))
        {
            yield return new Fault($"{path}.date", "internship.day-in-a-pause", $"The participation was paused on {date:yyyy-MM-dd}.");
        }

        if (minutes > settings.LongestDayInHours * 60)
        {
            yield return new Fault(
                $"{path}.minutes", "internship.day-too-long", $"{date:yyyy-MM-dd}: at most {settings.LongestDayInHours} hours can be logged for a day.");
        }
    }
}
