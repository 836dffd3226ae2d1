using Metropool.Contracts.Scheduling;
using Metropool.Scheduling.Editions;

namespace Metropool.Scheduling.Attendance;

/// <summary>One module day for one participation.</summary>
/// <param name="ModuleNumber">The number of the module.</param>
/// <param name="HasEnded">Whether the day has ended.</param>
/// <param name="Present">Whether the participant was present; null if it isn't recorded.</param>
/// <param name="Absence">The status of the requested absence; null if none was requested.</param>
/// <param name="CatchUpCompleted">Whether the catch-up assignment was completed.</param>
internal readonly record struct DayOutcome(int ModuleNumber, bool HasEnded, bool? Present, AbsenceStatus? Absence, bool CatchUpCompleted);

/// <summary>An evaluation of the attendance obligation.</summary>
/// <param name="Status">The status.</param>
/// <param name="ModuleOneAttended">Whether module 1 was attended; null until its last day has ended and all of it is recorded.</param>
/// <param name="ModulesAwaitingRecord">The numbers of modules that have ended and aren't fully recorded, ascending.</param>
/// <param name="EvaluatedModules">The numbers of modules that have ended, or were met in an earlier edition, ascending.</param>
internal sealed record AttendanceEvaluation(
    AttendanceStatus Status, bool? ModuleOneAttended, IReadOnlyList<int> ModulesAwaitingRecord, IReadOnlyList<int> EvaluatedModules);

/// <summary>The attendance obligation: all modules are obligatory (R18 to R21).</summary>
internal static class AttendanceObligation
{
    /// <summary>Evaluates the obligation for a participation.</summary>
    /// <param name="days">All days of the edition that aren't cancelled.</param>
    /// <param name="unit">What counts as missed.</param>
    /// <param name="carried">The numbers of modules that were met in an earlier edition (R16) and need not be attended again.</param>
    /// <param name="obligatory">The numbers of the obligatory modules, including those without a planned day (R18). If there is none, nothing is met.</param>
    public static AttendanceEvaluation Evaluate(IEnumerable<DayOutcome> days, AttendanceUnit unit, IReadOnlySet<int> carried, IEnumerable<int> obligatory)
    {
        var required = obligatory.ToList();
        var modules = days.Where(day => !carried.Contains(day.ModuleNumber)).GroupBy(day => day.ModuleNumber)
            .Select(module => (Number: module.Key, Days: module.ToList())).OrderBy(module => module.Number).ToList();

        var worst = modules.Select(module => StatusOfModule(module.Number, module.Days, unit)).DefaultIfEmpty(AttendanceStatus.Met).MaxBy(Severity);
        var ended = modules.FindAll(module => module.Days.TrueForAll(day => day.HasEnded));
        List<int> awaitingRecord = [.. ended.Where(module => module.Days.Exists(day => day.Present is null)).Select(module => module.Number)];
        List<int> evaluated = [.. ended.Select(module => module.Number).Concat(carried).Order()];
        var isComplete = awaitingRecord.Count == 0 && required.Count > 0 && !required.Except(evaluated).Any();
        return new(
            isComplete || worst is AttendanceStatus.AtRisk or AttendanceStatus.Failed ? worst : AttendanceStatus.InProgress,
            carried.Contains(EditionRules.FirstNumber) ? true : IsAttended(modules.Find(m => m.Number == EditionRules.FirstNumber).Days, unit),
            awaitingRecord,
            evaluated);
    }

    /// <summary>The numbers of the modules that have ended, are fully recorded, and were attended or compensated.</summary>
    public static IEnumerable<int> ModulesMet(IEnumerable<DayOutcome> days, AttendanceUnit unit) =>
        days.GroupBy(day => day.ModuleNumber).Select(module => (Number: module.Key, Days: module.ToList()))
            .Where(m => m.Days.TrueForAll(day => day is { HasEnded: true, Present: not null }))
            .Where(m => StatusOfModule(m.Number, m.Days, unit) is AttendanceStatus.Met or AttendanceStatus.Compensated)
            .Select(m => m.Number);

    private static AttendanceStatus StatusOfModule(int number, List<DayOutcome> days, AttendanceUnit unit) =>
        MissedDays(days, unit).Select(day => StatusOfMissedDay(number, day)).DefaultIfEmpty(AttendanceStatus.Met).MaxBy(Severity);

    /// <summary>A day that isn't recorded doesn't count as missed.</summary>
    private static IEnumerable<DayOutcome> MissedDays(List<DayOutcome> days, AttendanceUnit unit) =>
        unit == AttendanceUnit.Module && !days.TrueForAll(day => day.Present is false) ? [] : days.Where(day => day.Present is false);

    private static AttendanceStatus StatusOfMissedDay(int moduleNumber, DayOutcome day) => (moduleNumber, day) switch
    {
        // R20: no absence is approved for module 1.
        (EditionRules.FirstNumber, _) => AttendanceStatus.Failed,
        (_, { Absence: AbsenceStatus.Approved, CatchUpCompleted: true }) => AttendanceStatus.Compensated,
        // Without approval an obligatory module was missed, and nothing can compensate it.
        (_, { Absence: AbsenceStatus.Refused }) => AttendanceStatus.Failed,
        _ => AttendanceStatus.AtRisk,
    };

    private static bool? IsAttended(List<DayOutcome>? days, AttendanceUnit unit) => days switch
    {
        null => null,
        _ when !days.TrueForAll(day => day.HasEnded) => null,
        _ when MissedDays(days, unit).Any() => false,
        _ when days.Exists(day => day.Present is null) => null,
        _ => true,
    };

    private static int Severity(AttendanceStatus status) => status switch
    {
        AttendanceStatus.Failed => 3,
        AttendanceStatus.AtRisk => 2,
        AttendanceStatus.Compensated => 1,
        _ => 0,
    };
}
