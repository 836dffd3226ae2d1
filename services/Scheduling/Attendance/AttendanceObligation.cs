using Metropool.Contracts.Scheduling;
using Metropool.Scheduling.Editions;

namespace Metropool.Scheduling.Attendance;

/// <summary>What is known of one module day for one participation.</summary>
/// <param name="ModuleNumber">The module's number.</param>
/// <param name="Over">Whether the day is over.</param>
/// <param name="Present">Whether the participant was there; null where it isn't recorded.</param>
/// <param name="Absence">What was asked and decided of an absence.</param>
/// <param name="CaughtUp">Whether the catch-up assignment was done.</param>
internal readonly record struct DayOutcome(int ModuleNumber, bool Over, bool? Present, AbsenceStatus? Absence, bool CaughtUp);

/// <summary>How somebody stands.</summary>
/// <param name="Standing">The standing.</param>
/// <param name="ModuleOneAttended">Whether module 1 was attended; null until its last day is over and everything of it is recorded.</param>
/// <param name="AwaitingRecord">The numbers of modules that are over while attendance isn't recorded whole, rising.</param>
/// <param name="JudgedModules">The numbers of modules that are over, or were met in an earlier edition, rising.</param>
internal sealed record Judgement(AttendanceStanding Standing, bool? ModuleOneAttended, IReadOnlyList<int> AwaitingRecord, IReadOnlyList<int> JudgedModules);

/// <summary>The attendance obligation: all modules are obligatory (R18 to R21).</summary>
internal static class AttendanceObligation
{
    /// <summary>Judges how a participation stands.</summary>
    /// <param name="days">Every day of the edition that isn't cancelled, of all modules.</param>
    /// <param name="unit">What counts as missed.</param>
    /// <param name="carried">The numbers of modules that were met in an earlier edition (R16): nothing of them is asked again.</param>
    /// <param name="obligatory">The numbers of the modules to attend, those without a planned day included (R18). Without any, nothing is met.</param>
    public static Judgement Judge(IEnumerable<DayOutcome> days, AttendanceUnit unit, IReadOnlySet<int> carried, IEnumerable<int> obligatory)
    {
        var toAttend = obligatory.ToList();
        var modules = days.Where(day => !carried.Contains(day.ModuleNumber)).GroupBy(day => day.ModuleNumber)
            .Select(module => (Number: module.Key, Days: module.ToList())).OrderBy(module => module.Number).ToList();

        var worst = modules.Select(module => OfModule(module.Number, module.Days, unit)).DefaultIfEmpty(AttendanceStanding.Met).MaxBy(Severity);
        List<int> awaitingRecord = [.. modules.Where(m => m.Days.TrueForAll(day => day.Over) && m.Days.Exists(day => day.Present is null)).Select(m => m.Number)];
        List<int> judged = [.. modules.Where(m => m.Days.TrueForAll(day => day.Over)).Select(m => m.Number).Concat(carried).Order()];
        var isComplete = awaitingRecord.Count == 0 && toAttend.Count > 0 && !toAttend.Except(judged).Any();
        return new(
            isComplete || worst is AttendanceStanding.AtRisk or AttendanceStanding.Broken ? worst : AttendanceStanding.NotYet,
            carried.Contains(EditionRules.FirstNumber) ? true : ModuleOne(modules.Find(m => m.Number == EditionRules.FirstNumber).Days, unit),
            awaitingRecord,
            judged);
    }

    /// <summary>The numbers of the modules that are over, recorded whole, and met or made good.</summary>
    public static IEnumerable<int> ModulesMet(IEnumerable<DayOutcome> days, AttendanceUnit unit) =>
        days.GroupBy(day => day.ModuleNumber).Select(module => (Number: module.Key, Days: module.ToList()))
            .Where(m => m.Days.TrueForAll(day => day is { Over: true, Present: not null }))
            .Where(m => OfModule(m.Number, m.Days, unit) is AttendanceStanding.Met or AttendanceStanding.MadeGood)
            .Select(m => m.Number);

    private static AttendanceStanding OfModule(int number, List<DayOutcome> days, AttendanceUnit unit) =>
        Missed(days, unit).Select(day => OfMissed(number, day)).DefaultIfEmpty(AttendanceStanding.Met).MaxBy(Severity);

    /// <summary>Not recorded is not absent: only a recorded absence counts.</summary>
    private static IEnumerable<DayOutcome> Missed(List<DayOutcome> days, AttendanceUnit unit) =>
        unit == AttendanceUnit.Module && !days.TrueForAll(day => day.Present is false) ? [] : days.Where(day => day.Present is false);

    private static AttendanceStanding OfMissed(int moduleNumber, DayOutcome day) => (moduleNumber, day) switch
    {
        // R20: no approval and no dispensation exists for module 1.
        (EditionRules.FirstNumber, _) => AttendanceStanding.Broken,
        (_, { Absence: AbsenceStatus.Approved, CaughtUp: true }) => AttendanceStanding.MadeGood,
        // Without approval a module that is obligatory was missed, and nothing can make it good.
        (_, { Absence: AbsenceStatus.Refused }) => AttendanceStanding.Broken,
        _ => AttendanceStanding.AtRisk,
    };

    private static bool? ModuleOne(List<DayOutcome>? days, AttendanceUnit unit) => days switch
    {
        null => null,
        _ when !days.TrueForAll(day => day.Over) => null,
        _ when Missed(days, unit).Any() => false,
        _ when days.Exists(day => day.Present is null) => null,
        _ => true,
    };

    private static int Severity(AttendanceStanding standing) => standing switch
    {
        AttendanceStanding.Broken => 3,
        AttendanceStanding.AtRisk => 2,
        AttendanceStanding.MadeGood => 1,
        _ => 0,
    };
}
