using System.ComponentModel.DataAnnotations;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Scheduling.Editions;
using Metropool.Scheduling.ModuleDays;
using Metropool.Scheduling.Participations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Scheduling.Attendance;

/// <summary>A participant asks to be absent, or dean or programme manager note it for them (R19). A second time warns; of module 1 there is no absence (R20).</summary>
internal static class RequestAbsence
{
    /// <param name="ModuleDayId">The day.</param>
    /// <param name="Category">Why, in general.</param>
    /// <param name="Reason">Why. No medical facts are asked for.</param>
    internal sealed record Request(Guid ModuleDayId, AbsenceCategory Category, [property: Required, StringLength(1000), Multiline] string Reason);

    public static async Task<Results<Created<AbsenceView>, ProblemHttpResult>> HandleAsync(
        Guid participationId, Request request, Caller caller, SchedulingDbContext db, Standings standings, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        var outcome = await db.InTransactionAsync<AbsenceView>(
            async token =>
            {
                if (await db.FindParticipationAsync(participationId, token) is not var (edition, participation)
                    || (participation.PersonId != caller.PersonId && !edition.Admits(caller, clock.Today, EditionAccess.Leading)))
                {
                    return Participation.Unknown();
                }

                if (await db.ModuleDays.SingleOrDefaultAsync(d => d.Id == request.ModuleDayId && d.EditionId == edition.Id, token) is not { } day)
                {
                    return ModuleDay.Unknown();
                }

                if (participation.Status is ParticipationStatus.Ended or ParticipationStatus.Completed)
                {
                    return Refusal.Conflict("scheduling.participation-status", "The participation has ended or is completed.");
                }

                var now = clock.GetUtcNow();
                var inPause = participation.Pauses.Any(pause => pause.Covers(day.Date));
                if (Absence.Request(day, participation.Id, request.Category, request.Reason, inPause, now).IsRefused(out var refusal, out var absence))
                {
                    return refusal;
                }

                var earlier = await db.Absences.Where(a => a.ParticipationId == participation.Id && a.EditionId == edition.Id).ToListAsync(token);
                if (earlier.Exists(a => a.ModuleDayId == day.Id))
                {
                    return Refusal.Conflict("scheduling.absence-requested-already", "An absence on this day was asked for before.");
                }

                db.Absences.Add(absence);
                var second = absence.CountsAsException && earlier.Exists(a => a.CountsAsException && a.Status != AbsenceStatus.Refused);
                if (second)
                {
                    db.Proposals.Add(new(Guid.CreateVersion7(), edition.Id, participation.Id, ProposalKind.SecondAbsence, $"Module {day.ModuleNumber}, {day.Date:yyyy-MM-dd}", now));
                }

                await db.SaveChangesAsync(token);
                await standings.JudgeAsync(edition, [participation.Id], now, token);
                return AbsenceView.Of(absence, second);
            },
            cancellationToken);
        return outcome.IsRefused(out var refused, out var view)
            ? refused.ToProblem()
            : TypedResults.Created($"/scheduling/v1/participations/{participationId}/attendance", view);
    }
}
