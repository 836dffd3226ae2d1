using Metropool.Contracts.Scheduling;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Scheduling.Participations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Scheduling.Attendance;

/// <summary>The attendance of a participant.</summary>
/// <param name="Status">The status of the attendance obligation.</param>
/// <param name="ModuleOneAttended">Whether module 1 was attended; null until its last day has ended and all of it is recorded.</param>
/// <param name="ModulesAwaitingRecord">The numbers of modules that have ended and aren't fully recorded.</param>
/// <param name="Carried">The modules that were met in an earlier edition.</param>
/// <param name="Days">The module days of the edition.</param>
internal sealed record ParticipationAttendanceDetail(
    AttendanceStatus Status, bool? ModuleOneAttended, IReadOnlyList<int> ModulesAwaitingRecord, IReadOnlyList<CarriedModule> Carried,
    IReadOnlyList<DayAttendanceDetail> Days);

/// <summary>The attendance of a participant on one module day.</summary>
/// <param name="ModuleDayId">The module day.</param>
/// <param name="ModuleNumber">The number of the module.</param>
/// <param name="Date">The day, in Europe/Amsterdam.</param>
/// <param name="Present">Whether the participant was present; null if it isn't recorded.</param>
/// <param name="ArrivedAt">The time of a late arrival, in Europe/Amsterdam.</param>
/// <param name="LeftAt">The time of an early departure, in Europe/Amsterdam.</param>
/// <param name="AbsenceStatus">The status of the requested absence; null if none was requested.</param>
/// <param name="Absence">The requested absence. Null for callers other than the participant, dean and programme manager.</param>
internal sealed record DayAttendanceDetail(
    Guid ModuleDayId, int ModuleNumber, DateOnly Date, bool? Present, TimeOnly? ArrivedAt, TimeOnly? LeftAt,
    AbsenceStatus? AbsenceStatus, AbsenceDetail? Absence);

/// <summary>Reads the attendance of a participant, by day.</summary>
internal static class GetParticipationAttendance
{
    public static async Task<Results<Ok<ParticipationAttendanceDetail>, ProblemHttpResult>> HandleAsync(
        Guid participationId, Caller caller, SchedulingDbContext db, AttendanceEvaluator evaluator, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        var visible = db.ParticipationsVisibleTo(caller, clock.Today).AsNoTracking();
        if (await visible.SingleOrDefaultAsync(p => p.Id == participationId, cancellationToken) is not { } participation)
        {
            return Refusals.ParticipationUnknown.ToProblem();
        }

        var edition = (await db.FindEditionAsync(participation.EditionId, cancellationToken))!;
        var withAbsences = participation.PersonId == caller.PersonId || edition.HasRole(caller, clock.Today, Access.DeanAndProgrammeManager);
        var facts = await evaluator.LoadFactsAsync(edition, [participation.Id], cancellationToken);
        var evaluation = facts.Evaluate(participation, clock.GetUtcNow());
        var absenceIds = facts.Days.Select(day => facts.AbsenceOf(participation.Id, day.Id)?.Id).OfType<Guid>().ToList();
        var second = await db.FindSecondAbsencesAsync(absenceIds, cancellationToken);
        return TypedResults.Ok(new ParticipationAttendanceDetail(
            evaluation.Status, evaluation.ModuleOneAttended, evaluation.ModulesAwaitingRecord, [.. participation.Carried],
            [
                .. facts.Days.OrderBy(day => day.Begins).Select(day =>
                {
                    var (record, absence) = (facts.RecordOf(participation.Id, day.Id), facts.AbsenceOf(participation.Id, day.Id));
                    return new DayAttendanceDetail(
                        day.Id, day.ModuleNumber, day.Date, record?.Present, record?.ArrivedAt, record?.LeftAt, absence?.Status,
                        withAbsences && absence is not null ? AbsenceDetail.Of(absence, second.Contains(absence.Id)) : null);
                }),
            ]));
    }
}
