using Microsoft.EntityFrameworkCore;

namespace Metropool.Scheduling.Attendance;

/// <summary>An absence as it is shown to the participant, the dean and the programme manager; to nobody else.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="ParticipationId">The participation.</param>
/// <param name="ModuleDayId">The day.</param>
/// <param name="Category">Why, in general.</param>
/// <param name="Reason">Why.</param>
/// <param name="RequestedAt">When it was asked for.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="CatchUpAssignment">The catch-up assignment.</param>
/// <param name="CatchUpDueOn">When that is due.</param>
/// <param name="CatchUpCompletedAt">When that was done.</param>
/// <param name="CountsAsException">Whether it is one of the exceptions that are counted.</param>
/// <param name="Warnings">What the team should know: <c>scheduling.second-absence</c>.</param>
internal sealed record AbsenceView(
    Guid Id, Guid ParticipationId, Guid ModuleDayId, AbsenceCategory Category, string Reason, DateTimeOffset RequestedAt, AbsenceStatus Status,
    string? CatchUpAssignment, DateOnly? CatchUpDueOn, DateTimeOffset? CatchUpCompletedAt, bool CountsAsException, IReadOnlyList<string> Warnings)
{
    public const string SecondAbsence = "scheduling.second-absence";

    public static AbsenceView Of(Absence absence, bool second) => new(
        absence.Id, absence.ParticipationId, absence.ModuleDayId, absence.Category, absence.Reason, absence.RequestedAt, absence.Status,
        absence.CatchUpAssignment, absence.CatchUpDueOn, absence.CatchUpCompletedAt, absence.CountsAsException, second ? [SecondAbsence] : []);
}

internal static class SecondAbsences
{
    /// <summary>Those of some absences beside which the participant has another one that counts (R19).</summary>
    public static async Task<HashSet<Guid>> SecondAmongAsync(this SchedulingDbContext db, IReadOnlyCollection<Guid> absenceIds, CancellationToken cancellationToken) =>
        (await db.Absences
            .Where(a => absenceIds.Contains(a.Id) && a.CountsAsException && db.Absences.Any(other =>
                other.Id != a.Id && other.ParticipationId == a.ParticipationId && other.EditionId == a.EditionId
                && other.CountsAsException && other.Status != AbsenceStatus.Refused))
            .Select(a => a.Id).ToListAsync(cancellationToken)).ToHashSet();
}
