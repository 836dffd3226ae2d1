using Metropool.Contracts.Scheduling;
using Metropool.Scheduling.Editions;
using Metropool.Scheduling.ModuleDays;
using Metropool.Scheduling.Participations;

namespace Metropool.Scheduling.Attendance;

/// <summary>What is recorded of the attendance of participations in an edition: its days, who was there, which absences there are.</summary>
internal sealed class AttendanceFacts(Edition edition, IReadOnlyList<ModuleDay> days, IEnumerable<AttendanceRecord> records, IEnumerable<Absence> absences)
{
    private readonly Dictionary<(Guid Participation, Guid Day), AttendanceRecord> _records = records.ToDictionary(r => (r.ParticipationId, r.ModuleDayId));
    private readonly Dictionary<(Guid Participation, Guid Day), Absence> _absences = absences.ToDictionary(a => (a.ParticipationId, a.ModuleDayId));

    /// <summary>The days that aren't cancelled.</summary>
    public IReadOnlyList<ModuleDay> Days => days;

    public AttendanceRecord? RecordOf(Guid participationId, Guid moduleDayId) => _records.GetValueOrDefault((participationId, moduleDayId));

    public Absence? AbsenceOf(Guid participationId, Guid moduleDayId) => _absences.GetValueOrDefault((participationId, moduleDayId));

    /// <summary>How a participation stands at a moment.</summary>
    /// <param name="participation">The participation.</param>
    /// <param name="at">The moment.</param>
    /// <param name="since">The first day that is looked at; all of them unless given.</param>
    public Judgement Judge(Participation participation, DateTimeOffset at, DateOnly? since = null) =>
        AttendanceObligation.Judge(OutcomesOf(participation, at, since), edition.Settings.AttendanceCountsPer, Carried(participation), ObligatorySince(since));

    /// <summary>The modules that are met at a moment, those carried over from an earlier edition included.</summary>
    public IReadOnlyList<CarriedModule> MetBy(Participation participation, DateTimeOffset at) =>
    [
        .. participation.Carried,
        .. AttendanceObligation.ModulesMet(OutcomesOf(participation, at, null), edition.Settings.AttendanceCountsPer)
            .Except(Carried(participation)).Select(number => new CarriedModule(number, edition.Id, edition.Name)),
    ];

    /// <summary>
    /// The modules to attend (R18), the internship where a day of it is planned; from a day on, without those whose days had all been before it.
    /// </summary>
    private IEnumerable<int> ObligatorySince(DateOnly? since) => edition.Modules
        .Where(module => module.Kind != ModuleKind.Internship || days.Any(day => day.ModuleNumber == module.Number))
        .Select(module => module.Number)
        .Where(number => since is null || days.All(day => day.ModuleNumber != number) || days.Any(day => day.ModuleNumber == number && day.Date >= since));

    private static HashSet<int> Carried(Participation participation) => participation.Carried.Select(module => module.Number).ToHashSet();

    private IEnumerable<DayOutcome> OutcomesOf(Participation participation, DateTimeOffset at, DateOnly? since) =>
        days.Where(day => since is null || day.Date >= since).Select(day =>
        {
            var absence = AbsenceOf(participation.Id, day.Id);
            return new DayOutcome(day.ModuleNumber, day.Ends <= at, RecordOf(participation.Id, day.Id)?.Present, absence?.Status, absence?.CatchUpCompletedAt is not null);
        });
}
