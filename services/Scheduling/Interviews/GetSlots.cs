using System.ComponentModel.DataAnnotations;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Scheduling.Editions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Scheduling.Interviews;

/// <summary>
/// Lists the times at which a whole panel is free: on the intake days, or on a given day. The dean's time bounds how many candidates can be seen (R13).
/// </summary>
internal static class GetSlots
{
    /// <summary>A time at which the panel is free.</summary>
    internal sealed record View(DateTimeOffset StartsAt, DateTimeOffset EndsAt, IReadOnlyList<PanelSeat> Panel);

    /// <param name="editionId">The edition.</param>
    /// <param name="kind">The kind of interview.</param>
    /// <param name="day">The day; for an intake interview the intake days to come unless given.</param>
    /// <param name="trainerId">The trainer of a development interview; the first of the team unless given.</param>
    /// <param name="applicationId">Whose intake interview it is to be: who of the team has a conflict of interest with them, or is them, has no seat, and a deputy has it.</param>
    /// <param name="durationMinutes">The length; as the edition has it unless given.</param>
    /// <param name="caller">The caller.</param>
    /// <param name="db">The database.</param>
    /// <param name="settings">From when until when interviews are offered.</param>
    /// <param name="clock">Programme time.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task<Results<Ok<List<View>>, ProblemHttpResult>> HandleAsync(
        Guid editionId, InterviewKind kind, DateOnly? day, Guid? trainerId, Guid? applicationId, [Range(10, 240)] int? durationMinutes,
        Caller caller, SchedulingDbContext db, SchedulingSettings settings, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        if (await db.FindEditionAsync(editionId, cancellationToken) is not { } edition)
        {
            return EditionAccess.Unknown().ToProblem();
        }

        // Who has a conflict of interest with a candidate shows in the panels, so they are for those who book.
        if (edition.Refuses(caller, clock.Today, EditionAccess.Organising) is { } forbidden)
        {
            return forbidden.ToProblem();
        }

        List<DateOnly> days = kind == InterviewKind.Intake
            ? [.. edition.IntakeDays.Select(d => d.Date).Where(d => d >= clock.Today && (day is null || d == day)).Order()]
            : day is { } asked ? [asked] : [];
        var subject = applicationId is null ? null : await db.Applications.AsNoTracking().SingleOrDefaultAsync(a => a.ApplicationId == applicationId, cancellationToken);
        List<Guid> barred = subject is null ? [] : [subject.PersonId, .. subject.ConflictsOfInterest];
        var length = TimeSpan.FromMinutes(durationMinutes ?? BookInterview.MinutesOf(edition, kind));
        var slots = new List<View>();
        foreach (var date in days)
        {
            if (PanelOn(edition, kind, date, CanSit) is not { } panel)
            {
                continue;
            }

            var (from, until) = (ProgrammeClock.InstantOf(date, settings.InterviewsFrom), ProgrammeClock.InstantOf(date, settings.InterviewsUntil));
            Guid[] people = [.. panel.Select(seat => seat.PersonId)];
            var taken = await db.Calendar.AsNoTracking().Where(e => people.Contains(e.PersonId) && e.StartsAt < until && e.EndsAt > from).ToListAsync(cancellationToken);
            for (var start = from; start + length <= until; start += length)
            {
                if (start >= clock.GetUtcNow() && !taken.Exists(e => e.StartsAt < start + length && e.EndsAt > start))
                {
                    slots.Add(new(start, start + length, panel));
                }
            }
        }

        return TypedResults.Ok(slots);

        // Nor is a seat offered that the booking would refuse because it is the caller's own.
        bool CanSit(TeamMember member) => !barred.Contains(member.PersonId)
            && (member.Part != TeamPart.Trainer || trainerId is null || member.PersonId == trainerId)
            && !PanelRules.IsOwnSeat(edition, caller, member.PersonId, member.Part, clock.Today);
    }

    /// <summary>The members of the panel on a day; null where a role has no member who may have a seat.</summary>
    private static List<PanelSeat>? PanelOn(Edition edition, InterviewKind kind, DateOnly day, Func<TeamMember, bool> canSit)
    {
        var seats = Interview.PartsOf(kind)
            .Select(part => edition.Team
                .Where(m => m.Part == part && m.HeldOn(day) && canSit(m))
                .OrderBy(m => m.Deputy).ThenBy(m => m.Id).FirstOrDefault())
            .OfType<TeamMember>().Select(m => new PanelSeat(m.PersonId, m.DisplayName, m.Part, m.Deputy)).ToList();
        return seats.Count == Interview.PartsOf(kind).Count ? seats : null;
    }
}
