using Metropool.Http;

namespace Metropool.Scheduling;

/// <summary>The refusals of Scheduling. The codes are permanent from the first release on.</summary>
internal static partial class Refusals
{
    // R5: the same codes in all services.

    public static Refusal ConflictOfInterest { get; } = Refusal.Forbidden(
        "scheduling.conflict-of-interest", "This is your own participation. Ask a deputy or a colleague.");

    public static Refusal PanelInConflict(IReadOnlyList<Fault> members) => Refusal.Conflict(
        "scheduling.panel-in-conflict",
        "A panel member is the candidate or participant, or has a conflict of interest with them. Choose a deputy instead.",
        members);

    // Access.

    public static Refusal RoleRequired(params IEnumerable<string> roles) => Refusal.Forbidden(
        "scheduling.role-required", $"Only for {string.Join(", ", roles)} of this edition.");

    public static Refusal OwnOrganisation { get; } = Refusal.Forbidden(
        "scheduling.own-organisation", "A contact of an organisation can't choose or connect an employer. Ask another member of the team.");

    public static Refusal OwnRole { get; } = Refusal.Forbidden(
        "scheduling.own-role", "You can't give a role in a team to yourself. Ask the dean or the programme manager of the edition.");

    public static Refusal OwnSeat(IReadOnlyList<Fault> seats) => Refusal.Forbidden(
        "scheduling.own-seat", "You can't give a seat in a panel to yourself, by booking or by moving. Ask the dean or the programme manager.")
        with { Faults = seats };

    // Calendars.

    /// <summary>Names the people who are occupied by their ids; without personal data.</summary>
    public static Refusal PersonOccupied(params IReadOnlyList<Guid> people) => Refusal.Conflict(
        "scheduling.person-occupied",
        "At least one person has another appointment at that time.",
        [.. people.Select(person => new Fault(person.ToString(), "occupied", "This person has another appointment at that time."))]);

    // Module days.

    public static Refusal ModuleDayUnknown { get; } = Refusal.NotFound("scheduling.module-day-unknown", "Module day not found.");

    public static Refusal ModuleDayCancelled { get; } = Refusal.Conflict("scheduling.module-day-cancelled", "The module day is cancelled.");

    public static Refusal ModuleDayBegun { get; } = Refusal.Conflict("scheduling.module-day-begun", "The module day has begun or has ended.");

    public static Refusal ModuleDayNotBegun { get; } = Refusal.Conflict(
        "scheduling.module-day-not-begun", "Attendance can be recorded once the day has begun.");

    public static Refusal ModuleCompleted { get; } = Refusal.Conflict(
        "scheduling.module-completed", "The last day of this module has passed; its days can't be changed.");

    public static Refusal ModuleDayTimesInvalid { get; } = Refusal.Invalid(
        "scheduling.times-invalid",
        "A module day ends after it starts, on the same day.",
        new Fault("endsAt", "before-start", "Must be after the start."));

    public static Refusal ModuleDayInThePast { get; } = Refusal.Conflict("scheduling.starts-in-the-past", "A module day must start in the future.");

    public static Refusal ModuleDayOverlaps(int moduleNumber, string time) => Refusal.Conflict(
        "scheduling.module-day-overlaps", $"The day overlaps with a day of module {moduleNumber}: {time}.");

    public static Refusal TeacherNotInTeam(Guid teacher) => Refusal.Conflict(
        "scheduling.teacher-not-in-team",
        "A teacher with an account must have a role in the team on that day.",
        new Fault($"teachers: {teacher}", "not-in-team", "Has no role in the team on that day."));

    private static Refusal PeriodInvalid(string detail, string where, string code, string fault) => Refusal.Invalid(
        "scheduling.period-invalid", detail, new Fault(where, code, fault));
}
