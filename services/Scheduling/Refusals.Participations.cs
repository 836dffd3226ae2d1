using Metropool.Http;

namespace Metropool.Scheduling;

/// <summary>Refusals about participations and attendance.</summary>
internal static partial class Refusals
{
    /// <summary>The code of a transfer for which Intake has no place. It is stored with the request and never returned as a problem.</summary>
    public const string NoPlaceForTransferCode = "scheduling.no-place-for-transfer";

    public static Refusal ParticipationUnknown { get; } = Refusal.NotFound("scheduling.participation-unknown", "Participation not found.");

    public static Refusal ParticipationStatus(string detail) => Refusal.Conflict("scheduling.participation-status", detail);

    public static Refusal ParticipationClosed { get; } = ParticipationStatus("The participation has ended or is completed.");

    public static Refusal PausePeriodInvalid { get; } = PeriodInvalid(
        "The pause ends before it begins.", "until", "before-today", "Must not be before today.");

    public static Refusal ParticipantNotHeard { get; } = Refusal.Invalid(
        "scheduling.participant-not-heard",
        "The participant must be heard before the dean ends the participation because of missed attendance.",
        new Fault("heardOn", "missing", "The day on which the participant was heard is required."));

    public static Refusal ParticipantHeardInTheFuture { get; } = Refusal.Invalid(
        "scheduling.participant-not-heard",
        "The participant must have been heard.",
        new Fault("heardOn", "in-the-future", "Must not be in the future."));

    public static Refusal EditionNotOnOffer { get; } = Refusal.Conflict(
        "scheduling.edition-not-on-offer", "A place can be offered only in another edition that isn't cancelled.");

    // Transfers.

    public static Refusal TransferRequested { get; } = Refusal.Conflict(
        "scheduling.transfer-requested", "A transfer to another edition waits for a place. Withdraw it first.");

    public static Refusal NoTransferRequested { get; } = Refusal.Conflict("scheduling.no-transfer-requested", "No transfer waits for a place.");

    public static Refusal AdmissionWithdrawn { get; } = Refusal.Conflict(
        "scheduling.admission-withdrawn", "The admission was withdrawn. A new application is required.");

    public static Refusal EditionIsTheSame { get; } = Refusal.Conflict(
        "scheduling.edition-is-the-same", "The participation is in that edition already.");

    public static Refusal EditionNotLater { get; } = Refusal.Conflict(
        "scheduling.edition-not-later", "A participation can be transferred only to a later edition.");

    // Employers.

    public static Refusal OrganisationUnknown { get; } = Refusal.Conflict(
        "scheduling.organisation-inactive", "Organisation not found, or deactivated.");

    public static Refusal EmployerConnected { get; } = Refusal.Conflict(
        "scheduling.employer-connected", "The employer is connected to an organisation, or there is no employer.");

    public static Refusal EmployerPeriodInvalid { get; } = PeriodInvalid(
        "The new employer must come after the former one.", "from", "not-later", "Must be after the first day with the former employer.");

    // Attendance.

    public static Refusal AttendanceInvalid(IReadOnlyList<Fault> faults) => Refusal.Invalid(
        "scheduling.attendance-invalid", "Nothing was recorded, because some items are invalid.", faults);

    public static Refusal AbsenceUnknown { get; } = Refusal.NotFound("scheduling.absence-unknown", "Absence not found.");

    public static Refusal ModuleOneCannotBeMissed { get; } = Refusal.Conflict(
        "scheduling.module-one-cannot-be-missed", "Module 1 can't be missed. No absence is approved for it.");

    public static Refusal AbsenceRequestedAlready { get; } = Refusal.Conflict(
        "scheduling.absence-requested-already", "An absence on this day was requested before.");

    public static Refusal AbsenceDecided { get; } = Refusal.Conflict("scheduling.absence-decided", "This absence was decided on before.");

    public static Refusal AbsenceNotApproved { get; } = Refusal.Conflict(
        "scheduling.absence-not-approved", "Only an approved absence has a catch-up assignment.");

    public static Refusal CatchUpAssignmentNeeded { get; } = Refusal.Invalid(
        "scheduling.catch-up-assignment-needed",
        "An approved absence requires a catch-up assignment.",
        new Fault("catchUpAssignment", "missing", "The assignment is required."));

    public static Refusal CatchUpDueInThePast { get; } = Refusal.Invalid(
        "scheduling.catch-up-due-in-the-past",
        "A catch-up assignment must be due today or later.",
        new Fault("catchUpDueOn", "in-the-past", "Must not be in the past."));

    public static Refusal CatchUpCompleted { get; } = Refusal.Conflict(
        "scheduling.catch-up-completed", "The catch-up assignment was completed before.");

    public static Refusal ProposalUnknown { get; } = Refusal.NotFound("scheduling.proposal-unknown", "Proposal not found.");

    public static Refusal ProposalClosed { get; } = Refusal.Conflict("scheduling.proposal-closed", "The proposal was closed before.");
}
