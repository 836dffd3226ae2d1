using System.ComponentModel.DataAnnotations;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Messaging.Counting;
using Metropool.Scheduling.Editions;
using Metropool.Scheduling.ModuleDays;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Scheduling.Attendance;

/// <summary>Records who attended a module day (R18). Not recorded is not absent.</summary>
internal static class RecordAttendance
{
    /// <param name="ParticipationId">The participation.</param>
    /// <param name="Present">Whether they were there.</param>
    /// <param name="ArrivedAt">When they came, where that was late, in Europe/Amsterdam.</param>
    /// <param name="LeftAt">When they left, where that was early, in Europe/Amsterdam.</param>
    internal sealed record Item(Guid ParticipationId, bool Present, TimeOnly? ArrivedAt = null, TimeOnly? LeftAt = null);

    /// <summary>One participant's attendance of a day.</summary>
    /// <param name="ParticipationId">The participation.</param>
    /// <param name="DisplayName">The name as it is shown.</param>
    /// <param name="Present">Whether they were there; null where it isn't recorded.</param>
    /// <param name="ArrivedAt">When they came, where that was late.</param>
    /// <param name="LeftAt">When they left, where that was early.</param>
    /// <param name="Standing">How they stand with the attendance obligation.</param>
    internal sealed record View(Guid ParticipationId, string DisplayName, bool? Present, TimeOnly? ArrivedAt, TimeOnly? LeftAt, AttendanceStanding Standing);

    public static async Task<Results<Ok<List<View>>, ProblemHttpResult>> HandleAsync(
        Guid moduleDayId, [MinLength(1), MaxLength(500)] Item[] items, Caller caller, SchedulingDbContext db, Standings standings, ProgrammeClock clock,
        SchedulingMetrics metrics, CommittedCounts counts, CancellationToken cancellationToken)
    {
        var outcome = await db.InTransactionAsync<ModuleDay>(
            async token =>
            {
                if (await db.FindDayAsync(moduleDayId, token) is not var (edition, day))
                {
                    return ModuleDay.Unknown();
                }

                if (edition.Refuses(caller, clock.Today, EditionAccess.Everybody) is { } forbidden)
                {
                    return forbidden;
                }

                var now = clock.GetUtcNow();
                var expected = await ExpectedAsync(db, day, token);
                if (Check(day, items, expected.Keys, now) is { } refusal)
                {
                    return refusal;
                }

                var recorded = items.Select(item => item.ParticipationId).ToArray();
                if (await db.Participations.AnyAsync(p => recorded.Contains(p.Id) && p.PersonId == caller.PersonId, token))
                {
                    return EditionAccess.RefusesOwn(caller, caller.PersonId!.Value)!;
                }

                var known = await db.Attendance.Where(a => a.ModuleDayId == day.Id).ToDictionaryAsync(a => a.ParticipationId, token);
                foreach (var item in items)
                {
                    if (!known.TryGetValue(item.ParticipationId, out var record))
                    {
                        db.Attendance.Add(record = new(day.Id, item.ParticipationId));
                    }

                    record.Take(item.Present, item.ArrivedAt, item.LeftAt, caller.PersonId!.Value, now);
                }

                await db.SaveChangesAsync(token);
                await standings.JudgeAsync(edition, recorded, now, token);
                counts.Add(metrics.ModuleDaysRecorded);
                return day;
            },
            cancellationToken);
        return outcome.IsRefused(out var refused, out var result) ? refused.ToProblem() : TypedResults.Ok(await ViewAsync(db, result, cancellationToken));
    }

    public static async Task<Results<Ok<List<View>>, ProblemHttpResult>> GetAsync(
        Guid moduleDayId, Caller caller, SchedulingDbContext db, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        if (await db.ModuleDays.AsNoTracking().SingleOrDefaultAsync(day => day.Id == moduleDayId, cancellationToken) is not { } day)
        {
            return ModuleDay.Unknown().ToProblem();
        }

        var edition = (await db.FindEditionAsync(day.EditionId, cancellationToken))!;
        return edition.Refuses(caller, clock.Today, EditionAccess.Everybody) is { } forbidden
            ? forbidden.ToProblem()
            : TypedResults.Ok(await ViewAsync(db, day, cancellationToken));
    }

    private static Refusal? Check(ModuleDay day, Item[] items, IReadOnlyCollection<Guid> expected, DateTimeOffset now)
    {
        if (day.Cancelled)
        {
            return Refusal.Conflict("scheduling.module-day-cancelled", "The module day is cancelled.");
        }

        if (day.Begins > now)
        {
            return Refusal.Conflict("scheduling.module-day-not-begun", "Attendance is recorded once the day has begun.");
        }

        var seen = new HashSet<Guid>();
        List<Fault> faults =
        [
            .. items.SelectMany((item, index) => Faults(item, $"[{index}]", expected.Contains(item.ParticipationId), seen.Add(item.ParticipationId))),
        ];
        return faults.Count == 0 ? null : Refusal.Invalid("scheduling.attendance-invalid", "Nothing was recorded: some of it can't be.", faults);
    }

    private static IEnumerable<Fault> Faults(Item item, string where, bool expected, bool first)
    {
        if (!expected)
        {
            yield return new($"{where}.participationId", "not-in-edition", "This participation isn't in the edition, or has ended.");
        }

        if (!first)
        {
            yield return new($"{where}.participationId", "duplicate", "This participation is there twice.");
        }

        if (!item.Present && (item.ArrivedAt ?? item.LeftAt) is not null)
        {
            yield return new($"{where}.present", "not-present", "Who wasn't there neither came late nor left early.");
        }

        if (item.LeftAt <= item.ArrivedAt)
        {
            yield return new($"{where}.leftAt", "before-arrival", "It comes before the arrival.");
        }
    }

    // Who has ended stays out, unless something of that day was recorded already: that can be corrected.
    private static Task<Dictionary<Guid, string>> ExpectedAsync(SchedulingDbContext db, ModuleDay day, CancellationToken cancellationToken) =>
        db.Participations.Where(p => p.EditionId == day.EditionId)
            .Where(p => p.Status != ParticipationStatus.Ended || db.Attendance.Any(a => a.ModuleDayId == day.Id && a.ParticipationId == p.Id))
            .ToDictionaryAsync(p => p.Id, p => p.DisplayName, cancellationToken);

    private static async Task<List<View>> ViewAsync(SchedulingDbContext db, ModuleDay day, CancellationToken cancellationToken)
    {
        var expected = await ExpectedAsync(db, day, cancellationToken);
        var records = await db.Attendance.AsNoTracking().Where(a => a.ModuleDayId == day.Id).ToDictionaryAsync(a => a.ParticipationId, cancellationToken);
        var standings = await db.Standings.AsNoTracking().Where(s => s.EditionId == day.EditionId).ToDictionaryAsync(s => s.ParticipationId, s => s.Standing, cancellationToken);
        return
        [
            .. expected.OrderBy(p => p.Key).Select(p =>
            {
                var record = records.GetValueOrDefault(p.Key);
                return new View(p.Key, p.Value, record?.Present, record?.ArrivedAt, record?.LeftAt, standings.GetValueOrDefault(p.Key, AttendanceStanding.NotYet));
            }),
        ];
    }
}
