using Metropool.Contracts.Scheduling;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Scheduling.Editions;
using Metropool.Scheduling.Participations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Scheduling.Attendance;

/// <summary>A participant's attendance, day by day.</summary>
internal static class AttendanceOverview
{
    /// <summary>How a participant stands, and why.</summary>
    /// <param name="Standing">The standing.</param>
    /// <param name="ModuleOneAttended">Whether module 1 was attended; null until that is known.</param>
    /// <param name="ModulesAwaitingRecord">The modules that are over while attendance isn't recorded whole.</param>
    /// <param name="Carried">The modules that were met in an earlier edition.</param>
    /// <param name="Days">The module days of the edition.</param>
    internal sealed record View(
        AttendanceStanding Standing, bool? ModuleOneAttended, IReadOnlyList<int> ModulesAwaitingRecord, IReadOnlyList<CarriedModule> Carried, IReadOnlyList<Day> Days);

    /// <summary>One day.</summary>
    /// <param name="ModuleDayId">The day.</param>
    /// <param name="ModuleNumber">The module.</param>
    /// <param name="Date">The day, in Europe/Amsterdam.</param>
    /// <param name="Present">Whether the participant was there; null where it isn't recorded.</param>
    /// <param name="ArrivedAt">When they came, where that was late.</param>
    /// <param name="LeftAt">When they left, where that was early.</param>
    /// <param name="Absence">Where an absence stands, if one was asked for.</param>
    /// <param name="Details">What else is known of it; for the participant, dean and programme manager.</param>
    internal sealed record Day(
        Guid ModuleDayId, int ModuleNumber, DateOnly Date, bool? Present, TimeOnly? ArrivedAt, TimeOnly? LeftAt, AbsenceStatus? Absence, AbsenceView? Details);

    public static async Task<Results<Ok<View>, ProblemHttpResult>> HandleAsync(
        Guid participationId, Caller caller, SchedulingDbContext db, Standings standings, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        if (await ParticipationQueries.Whole(db).AsNoTracking().SingleOrDefaultAsync(p => p.Id == participationId, cancellationToken) is not { } participation)
        {
            return Participation.Unknown().ToProblem();
        }

        var edition = (await db.FindEditionAsync(participation.EditionId, cancellationToken))!;
        var own = participation.PersonId == caller.PersonId;
        if (!own && !edition.Admits(caller, clock.Today, EditionAccess.Everybody))
        {
            return Participation.Unknown().ToProblem();
        }

        var detailed = own || edition.Admits(caller, clock.Today, EditionAccess.Leading);
        var facts = await standings.FactsAsync(edition, [participation.Id], cancellationToken);
        var judgement = facts.Judge(participation, clock.GetUtcNow());
        var second = await db.SecondAmongAsync([.. facts.Days.Select(day => facts.AbsenceOf(participation.Id, day.Id)?.Id).OfType<Guid>()], cancellationToken);
        return TypedResults.Ok(new View(
            judgement.Standing, judgement.ModuleOneAttended, judgement.AwaitingRecord, [.. participation.Carried],
            [
                .. facts.Days.OrderBy(day => day.Begins).Select(day =>
                {
                    var (record, absence) = (facts.RecordOf(participation.Id, day.Id), facts.AbsenceOf(participation.Id, day.Id));
                    return new Day(
                        day.Id, day.ModuleNumber, day.Date, record?.Present, record?.ArrivedAt, record?.LeftAt, absence?.Status,
                        detailed && absence is not null ? AbsenceView.Of(absence, second.Contains(absence.Id)) : null);
                }),
            ]));
    }
}
