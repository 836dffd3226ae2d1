using System.ComponentModel.DataAnnotations;
using Metropool.Hosting;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Scheduling.Participations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Scheduling.Attendance;

/// <summary>A requested absence.</summary>
/// <param name="ModuleDayId">The module day.</param>
/// <param name="Category">The category of the reason.</param>
/// <param name="Reason">The reason. No medical facts are asked for.</param>
internal sealed record AbsenceRequest(Guid ModuleDayId, AbsenceCategory Category, [property: Required, StringLength(1000), Multiline] string Reason);

/// <summary>
/// A participant requests an absence, or dean or programme manager record it for them (R19). A second one gives a warning; module 1 can't be missed (R20).
/// </summary>
internal static class RequestAbsence
{
    public static async Task<Results<Created<AbsenceDetail>, ProblemHttpResult>> HandleAsync(
        Guid participationId, AbsenceRequest request, Caller caller, SchedulingDbContext db, AttendanceEvaluator evaluator, ProgrammeClock clock,
        CancellationToken cancellationToken)
    {
        var outcome = await db.InTransactionAsync<AbsenceDetail>(
            async token =>
            {
                if (await db.LockParticipationAsync(participationId, token) is not var (edition, participation)
                    || (participation.PersonId != caller.PersonId && !edition.HasRole(caller, clock.Today, Access.DeanAndProgrammeManager)))
                {
                    return Refusals.ParticipationUnknown;
                }

                if (await db.ModuleDays.SingleOrDefaultAsync(d => d.Id == request.ModuleDayId && d.EditionId == edition.Id, token) is not { } day)
                {
                    return Refusals.ModuleDayUnknown;
                }

                if (participation.IsClosed)
                {
                    return Refusals.ParticipationClosed;
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
                    return Refusals.AbsenceRequestedAlready;
                }

                db.Absences.Add(absence);
                var isSecond = absence.CountsAsException && earlier.Exists(a => a.CountsAsException && a.Status != AbsenceStatus.Refused);
                if (isSecond)
                {
                    db.Proposals.Add(new(
                        Guid.CreateVersion7(), edition.Id, participation.Id, ProposalKind.SecondAbsence,
                        $"Module {day.ModuleNumber}, {day.Date:yyyy-MM-dd}", now));
                }

                await db.SaveChangesAsync(token);
                await evaluator.EvaluateAsync(edition, [participation.Id], now, token);
                return AbsenceDetail.Of(absence, isSecond);
            },
            cancellationToken);
        return outcome.ToCreated(_ => $"/scheduling/v1/participations/{participationId}/attendance", detail => detail);
    }
}
