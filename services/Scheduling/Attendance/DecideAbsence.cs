using System.ComponentModel.DataAnnotations;
using Metropool.Hosting;
using Metropool.Hosting.Keysets;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Scheduling.ModuleDays;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Scheduling.Attendance;

/// <summary>A decision on an absence.</summary>
/// <param name="Approved">Whether it is approved.</param>
/// <param name="CatchUpAssignment">The catch-up assignment; required for an approval.</param>
/// <param name="CatchUpDueOn">When the assignment is due.</param>
internal sealed record AbsenceDecisionRequest(
    bool Approved, [property: StringLength(2000), Multiline] string? CatchUpAssignment = null, DateOnly? CatchUpDueOn = null);

/// <summary>The filters of a list of absences.</summary>
/// <param name="Status">Only absences with this status.</param>
internal sealed record AbsenceFilter([property: FromQuery(Name = "status")] AbsenceStatus? Status);

/// <summary>Dean or programme manager decide on an absence (R19), and record that it was compensated (R21).</summary>
internal static class DecideAbsence
{
    private static readonly Keyset<Absence> Order = Keyset.Ascending((Absence a) => a.Id);

    public static Task<Results<Ok<AbsenceDetail>, ProblemHttpResult>> HandleAsync(
        Guid absenceId, AbsenceDecisionRequest request, Caller caller, SchedulingDbContext db, AttendanceEvaluator evaluator, ProgrammeClock clock,
        CancellationToken cancellationToken) =>
        ChangeAsync(
            absenceId, caller, db, evaluator, clock,
            (absence, day, by, now) => request.Approved
                ? absence.Approve(day, request.CatchUpAssignment, request.CatchUpDueOn, by, now)
                : absence.Refuse(by, now),
            cancellationToken);

    public static Task<Results<Ok<AbsenceDetail>, ProblemHttpResult>> CompleteCatchUpAsync(
        Guid absenceId, Caller caller, SchedulingDbContext db, AttendanceEvaluator evaluator, ProgrammeClock clock, CancellationToken cancellationToken) =>
        ChangeAsync(absenceId, caller, db, evaluator, clock, (absence, _, by, now) => absence.CompleteCatchUp(by, now), cancellationToken);

    /// <summary>Lists the absences of an edition, for dean and programme manager.</summary>
    public static async Task<Results<Ok<Page<AbsenceDetail>>, ProblemHttpResult>> ListAsync(
        Guid editionId, [AsParameters] AbsenceFilter filter, [AsParameters] Paging paging, Caller caller, SchedulingDbContext db, ProgrammeClock clock,
        CancellationToken cancellationToken)
    {
        if ((await db.FindEditionAsync(editionId, caller, clock.Today, Access.DeanAndProgrammeManager, cancellationToken)).IsRefused(out var refusal, out _))
        {
            return refusal.ToProblem();
        }

        var page = await db.Absences.AsNoTracking()
            .Where(a => a.EditionId == editionId && (filter.Status == null || a.Status == filter.Status)).ToPageAsync(paging, Order, cancellationToken);
        var second = await db.FindSecondAbsencesAsync([.. page.Items.Select(a => a.Id)], cancellationToken);
        return TypedResults.Ok(page.Select(a => AbsenceDetail.Of(a, second.Contains(a.Id))));
    }

    private static async Task<Results<Ok<AbsenceDetail>, ProblemHttpResult>> ChangeAsync(
        Guid absenceId, Caller caller, SchedulingDbContext db, AttendanceEvaluator evaluator, ProgrammeClock clock,
        Func<Absence, ModuleDay, Guid, DateTimeOffset, Outcome<Absence>> change, CancellationToken cancellationToken)
    {
        var outcome = await db.InTransactionAsync<AbsenceDetail>(
            async token =>
            {
                var dayId = await db.Absences.Where(a => a.Id == absenceId).Select(a => a.ModuleDayId).SingleOrDefaultAsync(token);
                if (dayId == default || await db.LockModuleDayAsync(dayId, token) is not var (edition, day))
                {
                    return Refusals.AbsenceUnknown;
                }

                if (edition.RefuseWithoutRole(caller, clock.Today, Access.DeanAndProgrammeManager) is { } forbidden)
                {
                    return forbidden;
                }

                var now = clock.GetUtcNow();
                var absence = await db.Absences.SingleAsync(a => a.Id == absenceId, token);
                var participant = await db.Participations.Where(p => p.Id == absence.ParticipationId).Select(p => p.PersonId).SingleAsync(token);
                if (Access.RefuseOwn(caller, participant) is { } own)
                {
                    return own;
                }

                if (change(absence, day, caller.PersonId!.Value, now).IsRefused(out var refusal, out _))
                {
                    return refusal;
                }

                await db.SaveChangesAsync(token);
                await evaluator.EvaluateAsync(edition, [absence.ParticipationId], now, token);
                return AbsenceDetail.Of(absence, (await db.FindSecondAbsencesAsync([absence.Id], token)).Contains(absence.Id));
            },
            cancellationToken);
        return outcome.ToOk(detail => detail);
    }
}
