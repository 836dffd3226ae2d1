using Metropool.Contracts.Scheduling;
using Metropool.Scheduling.Editions;
using Metropool.Scheduling.ModuleDays;
using Metropool.Scheduling.Participations;

namespace Metropool.Scheduling.Attendance;

/// <summary>The module days of an edition, and the recorded attendance and absences of some of its participations.</summary>
internal sealed class AttendanceFacts(Edition edition, IReadOnlyList<ModuleDay> days, IEnumerable<AttendanceRecord> records, IEnumerable<Absence> absences)
{
    private readonly Dictionary<(Guid Participation, Guid Day), AttendanceRecord> _records = records.ToDictionary(r => (r.ParticipationId, r.ModuleDayId));
    private readonly Dictionary<(Guid Participation, Guid Day), Absence> _absences = absences.ToDictionary(a => (a.ParticipationId, a.ModuleDayId));

    /// <summary>The days that aren't cancelled.</summary>
    public IReadOnlyList<ModuleDay> Days => days;

    public AttendanceRecord? RecordOf(Guid participationId, Guid moduleDayId) => _records.GetValueOrDefault((participationId, moduleDayId));

    public Absence? AbsenceOf(Guid participationId, Guid moduleDayId) => _absences.GetValueOrDefault((participationId, moduleDayId));

    /// <summary>Evaluates the attendance obligation of a participation.</summary>
    /// <param name="participation">The participation.</param>
    /// <param name="at">The time of the evaluation.</param>
    /// <param name="since">The first day that is taken into account; null for all days.</param>
    public AttendanceEvaluation Evaluate(Participation participation, DateTimeOffset at, DateOnly? since = null) => AttendanceObligation.Evaluate(
        OutcomesOf(participation, at, since), edition.Settings.AttendanceCountsPer, CarriedNumbers(participation), ObligatoryModules(since));

    /// <summary>The modules that a participation has met, including those carried over from an earlier edition.</summary>
    public IReadOnlyList<CarriedModule> ModulesMetBy(Participation participation, DateTimeOffset at) =>
    [
        .. participation.Carried,
        .. AttendanceObligation.ModulesMet(OutcomesOf(participation, at, null), edition.Settings.AttendanceCountsPer)
            .Except(CarriedNumbers(participation)).Select(number => new CarriedModule(number, edition.Id, edition.Name)),
    ];

    /// <summary>
    /// The obligatory modules (R18), including the internship if a day of it is planned. With a day: only modules that have a day on or after it, or no day.
    /// </summary>
    private IEnumerable<int> ObligatoryModules(DateOnly? since) => edition.Modules
        .Where(module => module.Kind != ModuleKind.Internship || days.Any(day => day.ModuleNumber == module.Number))
        .Select(module => module.Number)
        .Where(number => since is null
            || days.All(day => day.ModuleNumber != number)
            || days.Any(day => day.ModuleNumber == number && day.Date >= since));

    private static HashSet<int> CarriedNumbers(Participation participation) => participation.Carried.Select(module => module.Number).ToHashSet();

    private IEnumerable<DayOutcome> OutcomesOf(Participation participation, DateTimeOffset at, DateOnly? since) =>
        days.Where(day => since is null || day.Date >= since).Select(day =>
        {
            var absence = AbsenceOf(participation.Id, day.Id);
            var present = RecordOf(participation.Id, day.Id)?.Present;
            return new DayOutcome(day.ModuleNumber, day.Ends <= at, present, absence?.Status, absence?.CatchUpCompletedAt is not null);
        });
}
