using System.ComponentModel.DataAnnotations;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Messaging.Counting;
using Metropool.Scheduling.ModuleDays;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Scheduling.Attendance;

/// <summary>The attendance of a participant on a module day.</summary>
/// <param name="ParticipationId">The participation.</param>
/// <param name="Present">Whether the participant was present.</param>
/// <param name="ArrivedAt">The time of a late arrival, in Europe/Amsterdam, such as <c>10:15:00</c>.</param>
/// <param name="LeftAt">The time of an early departure, in Europe/Amsterdam.</param>
internal sealed record AttendanceRequest(Guid ParticipationId, bool Present, TimeOnly? ArrivedAt = null, TimeOnly? LeftAt = null);

/// <summary>The attendance of a participant on a module day.</summary>
/// <param name="ParticipationId">The participation.</param>
/// <param name="DisplayName">The participant's name.</param>
/// <param name="Present">Whether the participant was present; null if it isn't recorded.</param>
/// <param name="ArrivedAt">The time of a late arrival, in Europe/Amsterdam.</param>
/// <param name="LeftAt">The time of an early departure, in Europe/Amsterdam.</param>
/// <param name="Status">The status of the attendance obligation.</param>
internal sealed record AttendanceSummary(
    Guid ParticipationId, string DisplayName, bool? Present, TimeOnly? ArrivedAt, TimeOnly? LeftAt, AttendanceStatus Status);

/// <summary>Records the attendance of a module day (R18).</summary>
internal static class RecordAttendance
{
    public static async Task<Results<Ok<List<AttendanceSummary>>, ProblemHttpResult>> HandleAsync(
        Guid moduleDayId, [MinLength(1), MaxLength(500)] AttendanceRequest[] items, Caller caller, SchedulingDbContext db, AttendanceEvaluator evaluator,
        ProgrammeClock clock, SchedulingMetrics metrics, MetricsInterceptor counts, CancellationToken cancellationToken)
    {
        var outcome = await db.InTransactionAsync<ModuleDay>(
            async token =>
            {
                if (await db.LockModuleDayAsync(moduleDayId, token) is not var (edition, day))
                {
                    return Refusals.ModuleDayUnknown;
                }

                if (edition.RefuseWithoutRole(caller, clock.Today, Access.Team) is { } forbidden)
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
                    return Refusals.ConflictOfInterest;
                }

                var records = await db.AttendanceRecords.Where(a => a.ModuleDayId == day.Id).ToDictionaryAsync(a => a.ParticipationId, token);
                foreach (var item in items)
                {
                    if (!records.TryGetValue(item.ParticipationId, out var record))
                    {
                        db.AttendanceRecords.Add(record = new(day.Id, item.ParticipationId));
                    }

                    record.Record(item, caller.PersonId!.Value, now);
                }

                await db.SaveChangesAsync(token);
                await evaluator.EvaluateAsync(edition, recorded, now, token);
                counts.Add(metrics.ModuleDaysRecorded);
                return day;
            },
            cancellationToken);
        return outcome.IsRefused(out var refused, out var result)
            ? refused.ToProblem()
            : TypedResults.Ok(await SummariesAsync(db, result, cancellationToken));
    }

    public static async Task<Results<Ok<List<AttendanceSummary>>, ProblemHttpResult>> GetAsync(
        Guid moduleDayId, Caller caller, SchedulingDbContext db, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        if (await db.ModuleDays.AsNoTracking().SingleOrDefaultAsync(day => day.Id == moduleDayId, cancellationToken) is not { } day)
        {
            return Refusals.ModuleDayUnknown.ToProblem();
        }

        return (await db.FindEditionAsync(day.EditionId, caller, clock.Today, Access.Team, cancellationToken)).IsRefused(out var refusal, out _)
            ? refusal.ToProblem()
            : TypedResults.Ok(await SummariesAsync(db, day, cancellationToken));
    }

    private static Refusal? Check(ModuleDay day, AttendanceRequest[] items, IReadOnlyCollection<Guid> expected, DateTimeOffset now)
    {
        if (day.Cancelled)
        {
            return Refusals.ModuleDayCancelled;
        }

        if (day.Begins > now)
        {
            return Refusals.ModuleDayNotBegun;
        }

        var seen = new HashSet<Guid>();
        List<Fault> faults =
        [
            .. items.SelectMany((item, index) => Faults(item, $"[{index}]", expected.Contains(item.ParticipationId), seen.Add(item.ParticipationId))),
        ];
        return faults.Count == 0 ? null : Refusals.AttendanceInvalid(faults);
    }

    private static IEnumerable<Fault> Faults(AttendanceRequest item, string where, bool isExpected, bool isFirst)
    {
        if (!isExpected)
        {
            yield return new($"{where}.participationId", "not-in-edition", "The participation isn't in this edition, or has ended.");
        }

        if (!isFirst)
        {
            yield return new($"{where}.participationId", "duplicate", "The participation occurs twice.");
        }

        if (!item.Present && (item.ArrivedAt ?? item.LeftAt) is not null)
        {
            yield return new($"{where}.present", "not-present", "A participant who was absent has no time of arrival or departure.");
        }

        if (item.LeftAt <= item.ArrivedAt)
        {
            yield return new($"{where}.leftAt", "before-arrival", "Must be after the arrival.");
        }
    }

    // Ended participations are excluded, unless attendance of that day was recorded before the end: it can be corrected.
    private static Task<Dictionary<Guid, string>> ExpectedAsync(SchedulingDbContext db, ModuleDay day, CancellationToken cancellationToken) =>
        db.Participations.Where(p => p.EditionId == day.EditionId)
            .Where(p => p.Status != ParticipationStatus.Ended || db.AttendanceRecords.Any(a => a.ModuleDayId == day.Id && a.ParticipationId == p.Id))
            .ToDictionaryAsync(p => p.Id, p => p.DisplayName, cancellationToken);

    private static async Task<List<AttendanceSummary>> SummariesAsync(SchedulingDbContext db, ModuleDay day, CancellationToken cancellationToken)
    {
        var expected = await ExpectedAsync(db, day, cancellationToken);
        var records = await db.AttendanceRecords.AsNoTracking().Where(a => a.ModuleDayId == day.Id)
            .ToDictionaryAsync(a => a.ParticipationId, cancellationToken);
        var statuses = await db.ParticipationAttendances.AsNoTracking().Where(a => a.EditionId == day.EditionId)
            .ToDictionaryAsync(a => a.ParticipationId, a => a.Status, cancellationToken);
        return
        [
            .. expected.OrderBy(p => p.Key).Select(p =>
            {
                var record = records.GetValueOrDefault(p.Key);
                var status = statuses.GetValueOrDefault(p.Key, AttendanceStatus.InProgress);
                return new AttendanceSummary(p.Key, p.Value, record?.Present, record?.ArrivedAt, record?.LeftAt, status);
            }),
        ];
    }
}
