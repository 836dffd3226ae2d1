using Metropool.Http;
using Metropool.Scheduling.Editions;

namespace Metropool.Scheduling;

/// <summary>Refusals about editions and their teams.</summary>
internal static partial class Refusals
{
    public static Refusal EditionUnknown { get; } = Refusal.NotFound("scheduling.edition-unknown", "Edition not found.");

    public static Refusal EditionCancelled { get; } = Refusal.Conflict("scheduling.edition-cancelled", "The edition is cancelled.");

    public static Refusal EditionChanged { get; } = Refusal.Conflict(
        "scheduling.edition-changed", "The edition was changed since you read it. Read it and its findings again.");

    public static Refusal EditionNameTaken { get; } = Refusal.Conflict(
        "scheduling.edition-name-taken", "Another edition has this name.", new Fault("name", "taken", "Another edition has this name."));

    public static Refusal EditionNotDraft { get; } = Refusal.Conflict("scheduling.edition-not-draft", "The edition is already open, released or cancelled.");

    public static Refusal EditionFileInvalid(IReadOnlyList<Fault> faults) => Refusal.Invalid(
        "scheduling.edition-file-invalid", $"The edition file has {faults.Count} fault(s). Nothing was stored.", faults);

    public static Refusal EditionNotOpen(string detail) => Refusal.Conflict("scheduling.edition-not-open", detail);

    public static Refusal FindingsOpen(IReadOnlyList<Finding> findings) => Refusal.Conflict(
        "scheduling.findings-open",
        $"The programme has {findings.Count} open finding(s). Correct it, or acknowledge them with a reason.",
        [.. findings.Select(finding => new Fault(finding.Where, finding.Code, finding.Detail))]);

    public static Refusal IntakeDaysNeeded { get; } = Refusal.Conflict(
        "scheduling.intake-days-needed", "An edition that is open for applications must have intake days.");

    public static Refusal OpeningIncomplete(IReadOnlyList<Fault> missing) => Refusal.Conflict(
        "scheduling.opening-incomplete", "The edition needs intake days, a dean and a programme manager before it can be opened.", missing);

    public static Refusal InterviewsBookedOn(IEnumerable<DateOnly> intakeDays) => Refusal.Conflict(
        "scheduling.interviews-booked",
        "Intake interviews are booked on days that would no longer be intake days. Move them first.",
        [.. intakeDays.Select(day => new Fault("intakeDays", "interviews-booked", $"Intake interviews are booked on {day:yyyy-MM-dd}."))]);

    // Teams.

    public static Refusal TeamMemberUnknown { get; } = Refusal.NotFound("scheduling.team-member-unknown", "Team member not found in this edition.");

    public static Refusal PersonNotAppointed { get; } = Refusal.Conflict(
        "scheduling.person-not-appointed", "Only a person who is appointed as staff can have a role in the team.");

    public static Refusal RolePeriodInvalid { get; } = PeriodInvalid(
        "The last day is before the first day.", "until", "before-from", "Must not be before the first day.");

    public static Refusal RoleTakenBySamePerson { get; } = Refusal.Conflict("scheduling.role-taken", "This person has the role in that period already.");

    public static Refusal RoleTaken { get; } = Refusal.Conflict(
        "scheduling.role-taken", "Another person has the role in that period. End their role first, or appoint a deputy.");

    public static Refusal RoleHasEnded { get; } = Refusal.Conflict(
        "scheduling.role-has-ended", "The role ends before that day. To extend it, appoint the person again.");

    public static Refusal RoleNeededInPanels(IEnumerable<DateOnly> days) => Refusal.Conflict(
        "scheduling.interviews-booked",
        "The person is on panels after that day. Move those interviews first.",
        [.. days.Select(day => new Fault("until", "interviews-booked", $"The person is on a panel on {day:yyyy-MM-dd}."))]);

    public static Refusal EditionHasLead { get; } = Refusal.Forbidden(
        "scheduling.edition-has-lead", "The edition has a dean or a programme manager, who appoint its team.");

    public static Refusal LeadComesFirst { get; } = Refusal.Forbidden(
        "scheduling.lead-comes-first", "An administrator appoints the first dean or programme manager, who then appoint the others.");
}
