using System.ComponentModel.DataAnnotations;
using Metropool.Hosting;
using Metropool.Hosting.Keysets;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Scheduling.Editions;
using Metropool.Scheduling.ModuleDays;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Scheduling.Attendance;

/// <summary>Dean or programme manager decide on an absence (R19), and note that what was missed has been made good (R21).</summary>
internal static class DecideAbsence
{
    private static readonly Keyset<Absence> Order = Keyset.Ascending((Absence a) => a.Id);

    /// <param name="Approved">Whether it is approved.</param>
    /// <param name="CatchUpAssignment">The catch-up assignment; needed with an approval.</param>
    /// <param name="CatchUpDueOn">When it is due.</param>
    internal sealed record Request(bool Approved, [property: StringLength(2000), Multiline] string? CatchUpAssignment = null, DateOnly? CatchUpDueOn = null);

    public static Task<Results<Ok<AbsenceView>, ProblemHttpResult>> HandleAsync(
        Guid absenceId, Request request, Caller caller, SchedulingDbContext db, Standings standings, ProgrammeClock clock, CancellationToken cancellationToken) =>
        OnAbsenceAsync(
            absenceId, caller, db, standings, clock,
            (absence, day, by, now) => request.Approved ? absence.Approve(day, request.CatchUpAssignment, request.CatchUpDueOn, by, now) : absence.Refuse(by, now),
            cancellationToken);

    public static Task<Results<Ok<AbsenceView>, ProblemHttpResult>> CompleteCatchUpAsync(
        Guid absenceId, Caller caller, SchedulingDbContext db, Standings standings, ProgrammeClock clock, CancellationToken cancellationToken) =>
        OnAbsenceAsync(absenceId, caller, db, standings, clock, (absence, _, by, now) => absence.CompleteCatchUp(by, now), cancellationToken);

    /// <summary>Lists the absences of an edition: a work list of dean and programme manager.</summary>
    public static async Task<Results<Ok<Page<AbsenceView>>, ProblemHttpResult>> ListAsync(
        Guid editionId, AbsenceStatus? status, [AsParameters] Paging paging, Caller caller, SchedulingDbContext db, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        if (await db.FindEditionAsync(editionId, cancellationToken) is not { } edition)
        {
            return EditionAccess.Unknown().ToProblem();
        }

        if (edition.Refuses(caller, clock.Today, EditionAccess.Leading) is { } forbidden)
        {
            return forbidden.ToProblem();
        }

        var page = await db.Absences.AsNoTracking()
            .Where(a => a.EditionId == editionId && (status == null || a.Status == status)).ToPageAsync(paging, Order, cancellationToken);
        var second = await db.SecondAmongAsync([.. page.Items.Select(a => a.Id)], cancellationToken);
        return TypedResults.Ok(page.Select(a => AbsenceView.Of(a, second.Contains(a.Id))));
    }

    private static async Task<Results<Ok<AbsenceView>, ProblemHttpResult>> OnAbsenceAsync(
        Guid absenceId, Caller caller, SchedulingDbContext db, Standings standings, ProgrammeClock clock,
        Func<Absence, ModuleDay, Guid, DateTimeOffset, Outcome<Absence>> decide, CancellationToken cancellationToken)
    {
        var outcome = await db.InTransactionAsync<AbsenceView>(
            async token =>
            {
                var dayId = await db.Absences.Where(a => a.Id == absenceId).Select(a => a.ModuleDayId).SingleOrDefaultAsync(token);
                if (dayId == default || await db.FindDayAsync(dayId, token) is not var (edition, day))
                {
                    return Absence.Unknown();
                }

                if (edition.Refuses(caller, clock.Today, EditionAccess.Leading) is { } forbidden)
                {
                    return forbidden;
                }

                var now = clock.GetUtcNow();
                var absence = await db.Absences.SingleAsync(a => a.Id == absenceId, token);
                var participant = await db.Participations.Where(p => p.Id == absence.ParticipationId).Select(p => p.PersonId).SingleAsync(token);
                if (participant == caller.PersonId)
                {
                    return Refusal.Forbidden("scheduling.conflict-of-interest", "Nobody decides on their own absence.");
                }

                if (decide(absence, day, caller.PersonId!.Value, now).IsRefused(out var refusal, out _))
                {
                    return refusal;
                }

                await db.SaveChangesAsync(token);
                await standings.JudgeAsync(edition, [absence.ParticipationId], now, token);
                return AbsenceView.Of(absence, (await db.SecondAmongAsync([absence.Id], token)).Contains(absence.Id));
            },
            cancellationToken);
        return outcome.IsRefused(out var refused, out var view) ? refused.ToProblem() : TypedResults.Ok(view);
    }
}
