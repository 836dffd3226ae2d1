using Microsoft.EntityFrameworkCore;

namespace Metropool.Scheduling.Attendance;

/// <summary>An absence, for the participant, the dean and the programme manager only.</summary>
/// <param name="Id">The id of the absence.</param>
/// <param name="ParticipationId">The participation.</param>
/// <param name="ModuleDayId">The module day.</param>
/// <param name="Category">The category of the reason.</param>
/// <param name="Reason">The reason.</param>
/// <param name="RequestedAt">When it was requested, UTC.</param>
/// <param name="Status">The status.</param>
/// <param name="CatchUpAssignment">The catch-up assignment.</param>
/// <param name="CatchUpDueOn">When the assignment is due.</param>
/// <param name="CatchUpCompletedAt">When the assignment was completed, UTC.</param>
/// <param name="CountsAsException">Whether it counts as an exception (R19).</param>
/// <param name="Warnings">Warnings for the team: <c>scheduling.second-absence</c>.</param>
internal sealed record AbsenceDetail(
    Guid Id, Guid ParticipationId, Guid ModuleDayId, AbsenceCategory Category, string Reason, DateTimeOffset RequestedAt, AbsenceStatus Status,
    string? CatchUpAssignment, DateOnly? CatchUpDueOn, DateTimeOffset? CatchUpCompletedAt, bool CountsAsException, IReadOnlyList<string> Warnings)
{
    public const string SecondAbsence = "scheduling.second-absence";

    public static AbsenceDetail Of(Absence absence, bool isSecond) => new(
        absence.Id, absence.ParticipationId, absence.ModuleDayId, absence.Category, absence.Reason, absence.RequestedAt, absence.Status,
        absence.CatchUpAssignment, absence.CatchUpDueOn, absence.CatchUpCompletedAt, absence.CountsAsException, isSecond ? [SecondAbsence] : []);
}

internal static class SecondAbsences
{
    /// <summary>The absences whose participant has another absence that counts as an exception (R19).</summary>
    public static async Task<HashSet<Guid>> FindSecondAbsencesAsync(
        this SchedulingDbContext db, IReadOnlyCollection<Guid> absenceIds, CancellationToken cancellationToken) =>
        (await db.Absences
            .Where(a => absenceIds.Contains(a.Id) && a.CountsAsException && db.Absences.Any(other =>
                other.Id != a.Id && other.ParticipationId == a.ParticipationId && other.EditionId == a.EditionId
                && other.CountsAsException && other.Status != AbsenceStatus.Refused))
            .Select(a => a.Id).ToListAsync(cancellationToken)).ToHashSet();
}
