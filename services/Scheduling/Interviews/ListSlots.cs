using System.ComponentModel.DataAnnotations;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Scheduling.Calendars;
using Metropool.Scheduling.Editions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Scheduling.Interviews;

/// <summary>The filters of a list of slots.</summary>
/// <param name="EditionId">The edition.</param>
/// <param name="Kind">The kind of interview.</param>
/// <param name="Day">The day, such as <c>2026-12-01</c>. For an intake interview, all future intake days if omitted.</param>
/// <param name="TrainerId">The trainer of a development interview; the first trainer of the team if omitted.</param>
/// <param name="ApplicationId">The application of an intake interview: deputies replace members who have a conflict of interest with the candidate.</param>
/// <param name="DurationMinutes">The length in minutes; if omitted, the length that the edition has for the kind.</param>
internal sealed record SlotFilter(
    [property: FromQuery(Name = "editionId")] Guid EditionId,
    [property: FromQuery(Name = "kind")] InterviewKind Kind,
    [property: FromQuery(Name = "day")] DateOnly? Day,
    [property: FromQuery(Name = "trainerId")] Guid? TrainerId,
    [property: FromQuery(Name = "applicationId")] Guid? ApplicationId,
    [property: FromQuery(Name = "durationMinutes"), Range(10, 240)] int? DurationMinutes);

/// <summary>A time at which a panel is free.</summary>
/// <param name="StartsAt">The start, UTC.</param>
/// <param name="EndsAt">The end, UTC.</param>
/// <param name="Panel">The panel.</param>
internal sealed record SlotDetail(DateTimeOffset StartsAt, DateTimeOffset EndsAt, IReadOnlyList<PanelSeat> Panel);

/// <summary>
/// Lists the times at which a complete panel is free, on the intake days or on another day. The dean's time limits the number of interviews (R13).
/// </summary>
internal static class ListSlots
{
    public static async Task<Results<Ok<List<SlotDetail>>, ProblemHttpResult>> HandleAsync(
        [AsParameters] SlotFilter filter, Caller caller, SchedulingDbContext db, SchedulingSettings settings, ProgrammeClock clock,
        CancellationToken cancellationToken)
    {
        // For organisers only, because the panels show who has a conflict of interest with a candidate.
        var found = await db.FindEditionAsync(filter.EditionId, caller, clock.Today, Access.Organisers, cancellationToken);
        if (found.IsRefused(out var refusal, out var edition))
        {
            return refusal.ToProblem();
        }

        var application = filter.ApplicationId is null
            ? null
            : await db.Applications.AsNoTracking().SingleOrDefaultAsync(a => a.ApplicationId == filter.ApplicationId, cancellationToken);
        List<Guid> excluded = application is null ? [] : [application.PersonId, .. application.ConflictsOfInterest];
        var length = TimeSpan.FromMinutes(filter.DurationMinutes ?? BookInterview.MinutesOf(edition, filter.Kind));
        var slots = new List<SlotDetail>();
        var days = DaysOf(filter, edition, clock.Today).Select(day => new PanelDay(
            ProgrammeClock.InstantOf(day, settings.InterviewsFrom),
            ProgrammeClock.InstantOf(day, settings.InterviewsUntil),
            PanelOn(edition, filter.Kind, day, CanBeOnPanel) ?? [])).Where(day => day.Panel.Count > 0).ToList();
        var calendars = await CalendarsAsync(db, days, cancellationToken);
        foreach (var (from, until, panel) in days)
        {
            var entries = panel.SelectMany(seat => calendars[seat.PersonId]).ToList();
            for (var start = from; start + length <= until; start += length)
            {
                if (start >= clock.GetUtcNow() && !entries.Exists(e => e.StartsAt < start + length && e.EndsAt > start))
                {
                    slots.Add(new(start, start + length, panel));
                }
            }
        }

        return TypedResults.Ok(slots);

        // Excludes seats that the caller can't give to themselves.
        bool CanBeOnPanel(TeamMember member) => !excluded.Contains(member.PersonId)
            && (member.Role != TeamRole.Trainer || filter.TrainerId is null || member.PersonId == filter.TrainerId)
            && !PanelRules.IsOwnSeat(edition, caller, member.PersonId, member.Role, clock.Today);
    }

    /// <summary>The calendars of all people on the panels, from the first to the last day, by person.</summary>
    private static async Task<ILookup<Guid, CalendarEntry>> CalendarsAsync(SchedulingDbContext db, List<PanelDay> days, CancellationToken cancellationToken)
    {
        var people = days.SelectMany(day => day.Panel).Select(seat => seat.PersonId).ToHashSet();
        var (from, until) = (days.Select(day => day.From).DefaultIfEmpty().Min(), days.Select(day => day.Until).DefaultIfEmpty().Max());
        var entries = await db.CalendarEntries.AsNoTracking()
            .Where(e => people.Contains(e.PersonId) && e.StartsAt < until && e.EndsAt > from).ToListAsync(cancellationToken);
        return entries.ToLookup(entry => entry.PersonId);
    }

    private static List<DateOnly> DaysOf(SlotFilter filter, Edition edition, DateOnly today)
    {
        if (filter.Kind == InterviewKind.Intake)
        {
            return [.. edition.IntakeDays.Select(day => day.Date).Where(day => day >= today && (filter.Day is null || day == filter.Day)).Order()];
        }

        return filter.Day is { } requested ? [requested] : [];
    }

    /// <summary>The panel on a day; null if a role has no member who can be on it.</summary>
    private static List<PanelSeat>? PanelOn(Edition edition, InterviewKind kind, DateOnly day, Func<TeamMember, bool> canBeOnPanel)
    {
        var roles = Interview.RolesOf(kind);
        var seats = roles
            .Select(role => edition.Team
                .Where(m => m.Role == role && m.IsActiveOn(day) && canBeOnPanel(m))
                .OrderBy(m => m.Deputy).ThenBy(m => m.Id).FirstOrDefault())
            .OfType<TeamMember>().Select(m => new PanelSeat(m.PersonId, m.DisplayName, m.Role, m.Deputy)).ToList();
        return seats.Count == roles.Count ? seats : null;
    }

    /// <summary>A day on which a panel is complete.</summary>
    /// <param name="From">When the first interview can begin, UTC.</param>
    /// <param name="Until">When the last interview must end, UTC.</param>
    /// <param name="Panel">The panel.</param>
    private sealed record PanelDay(DateTimeOffset From, DateTimeOffset Until, List<PanelSeat> Panel);
}
