using Metropool.Contracts.Scheduling;
using Metropool.Http;

namespace Metropool.Internship;

/// <summary>All refusals of this service, with their permanent codes.</summary>
internal static class Refusals
{
    // Access

    public static Refusal FileUnknown { get; } = Refusal.NotFound("internship.file-unknown", "Internship not found.");

    public static Refusal EditionUnknown { get; } = Refusal.NotFound("internship.edition-unknown", "Edition not found.");

    public static Refusal NotTheParticipant { get; } = Refusal.Forbidden("internship.not-the-participant", "Only the participant can do this.");

    public static Refusal ConflictOfInterest { get; } = Refusal.Forbidden(
        "internship.conflict-of-interest", "Members of the education team can't decide about their own internship. Ask a deputy (R5).");

    public static Refusal RoleNeeded(IEnumerable<TeamRole> roles) =>
        Refusal.Forbidden("internship.role-needed", $"Only the {string.Join(" or the ", roles.Select(NameOf))} of the edition can do this.");

    public static Refusal ChecklistForbidden { get; } = Refusal.Forbidden(
        "internship.checklist-forbidden", "The checklist can be read by the participant, the dean, the programme manager and the project manager.");

    public static Refusal HoursForbidden { get; } = Refusal.Forbidden(
        "internship.hours-forbidden", "Logged hours can be read by the participant, the dean and the programme manager.");

    public static Refusal ReportForbidden { get; } = Refusal.Forbidden(
        "internship.report-forbidden",
        "The report can be read by the participant, the dean and the programme manager, and by the rest of the team unless it is confidential (R30).");

    // The whole internship

    public static Refusal Completed { get; } = Refusal.Conflict("internship.completed", "The internship is completed: placement and hours can't be changed.");

    public static Refusal Ended { get; } = Refusal.Conflict("internship.ended", "The participation has ended, and so has the internship.");

    public static Refusal ParticipationPaused { get; } =
        Refusal.Conflict("internship.participation-paused", "The participation is paused. Try again after the pause.");

    public static Refusal NotApproved { get; } = Refusal.Conflict("internship.not-approved", "No placement is approved yet (R28).");

    public static Refusal NotStarted { get; } = Refusal.Conflict("internship.not-started", "The internship hasn't started. Log the first hours.");

    // Placements

    public static Refusal PlacementExists { get; } = Refusal.Conflict("internship.placement-exists", "A placement was proposed already. Change that one.");

    public static Refusal PlacementUnknown { get; } = Refusal.NotFound("internship.placement-unknown", "No placement was proposed yet. Propose one.");

    public static Refusal NothingToDecide { get; } = Refusal.Conflict("internship.nothing-to-approve", "No placement waits for approval.");

    public static Refusal PlacementChanged { get; } = Refusal.Conflict(
        "internship.placement-changed", "The participant changed the proposal since it was read. Read it again.");

    public static Refusal ProposalInvalid(IReadOnlyList<Fault> faults) =>
        Refusal.Conflict(faults[0].Code, "The placement can't be proposed like this.", faults);

    public static Refusal PreparationIncomplete(IReadOnlyList<Fault> faults) => Refusal.Conflict(
        "internship.preparation-incomplete", "The placement can't be approved until the preparation is complete (R28).", faults);

    public static Refusal ApprovalImpossible(IReadOnlyList<Fault> faults) =>
        Refusal.Conflict(faults[0].Code, "The placement can't be approved like this.", faults);

    // Hours

    public static Refusal DayNotLogged { get; } = Refusal.NotFound("internship.day-not-logged", "No hours are logged on this day.");

    public static Refusal HoursInvalid(IReadOnlyList<Fault> faults) =>
        Refusal.Conflict(faults[0].Code, "These hours can't be logged. No day was saved.", faults);

    // The report and the presentation

    public static Refusal ReportVersionUnknown { get; } = Refusal.NotFound("internship.report-version-unknown", "Report version not found.");

    public static Refusal ReportMissing { get; } = Refusal.Conflict("internship.report-missing", "No report was submitted yet.");

    public static Refusal ReportUnchanged { get; } = Refusal.Conflict("internship.report-unchanged", "The report was submitted and hasn't changed since.");

    public static Refusal ReportSubmitted { get; } = Refusal.Conflict("internship.report-submitted", "The report was submitted already.");

    public static Refusal ReportIncomplete(IReadOnlyList<Fault> faults) =>
        Refusal.Invalid("internship.report-incomplete", "A report needs both parts to be submitted (R30).", faults);

    public static Refusal NotAnExtension(DateOnly due) => Refusal.Conflict(
        "internship.not-an-extension", $"The report is due on {due:yyyy-MM-dd}. Choose a later day that hasn't passed.");

    public static Refusal PresentationInTheFuture { get; } = Refusal.Conflict(
        "internship.presentation-in-the-future", "A presentation can be recorded once it was given.");

    public static Refusal PresentationBeforeInternship(DateOnly firstDay) => Refusal.Conflict(
        "internship.presentation-before-internship", $"The internship began on {firstDay:yyyy-MM-dd}. It can't have been presented before that day.");

    private static string NameOf(TeamRole role) => role switch
    {
        TeamRole.Dean => "dean",
        TeamRole.ProgrammeManager => "programme manager",
        TeamRole.ProjectManager => "project manager",
        _ => "trainer",
    };
}
