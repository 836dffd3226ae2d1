using Metropool.Http;

namespace Metropool.Intake;

/// <summary>The refusals of Intake. The codes are permanent from the first release on.</summary>
internal static partial class Refusals
{
    public static Refusal HttpsRequired { get; } = new("intake.https-needed", "This page is available over HTTPS only.", StatusCodes.Status400BadRequest);

    private static readonly string[] Criteria = ["learningWishes", "motivation", "capacities"];

    // R5: the same code in all services.

    public static Refusal ConflictOfInterest { get; } = Refusal.Forbidden(
        "intake.conflict-of-interest",
        "This is your own application, or you have a conflict of interest with the candidate. Ask a deputy or a colleague.");

    public static Refusal PanelInConflict { get; } = Refusal.Conflict(
        "intake.panel-in-conflict", "A panel member has a conflict of interest with the candidate. Move the interview to a panel with a deputy.");

    // Editions.

    public static Refusal EditionUnknown { get; } = Refusal.NotFound(
        "intake.edition-unknown", "Edition not found.");

    public static Refusal EditionNotOpen { get; } = Refusal.Conflict(
        "intake.edition-not-open", "The edition doesn't accept applications and admissions: it isn't open yet, has started, or is cancelled.");

    public static Refusal EditionNotAnnounced { get; } = Refusal.Conflict(
        "intake.edition-not-announced", "The edition isn't announced: it is open already, or it is cancelled.");

    public static Refusal PriceUnknown { get; } = Refusal.Conflict(
        "intake.price-unknown", "The edition has no price. Set it in the terms of the edition.");

    public static Refusal MinimumGroupAboveCapacity { get; } = Refusal.Invalid(
        "intake.minimum-group-above-capacity",
        "The minimum group is larger than the capacity.",
        new Fault("minimumGroup", "intake.minimum-group-above-capacity", "Must not be above the capacity."));

    public static Refusal CancellationTableContradictory { get; } = Refusal.Invalid(
        "intake.cancellation-table-contradictory",
        "Each step must have another number of days, and a later withdrawal can't cost less than an earlier one.",
        new Fault("cancellation", "intake.cancellation-table-contradictory", "Days must differ, and the charge must not decrease towards the first day."));

    public static Refusal CapacityBelowPlacesTaken(int placesTaken) => Refusal.Conflict(
        "intake.capacity-below-places-taken", $"The capacity can't be less than the {placesTaken} places that are taken, offered or held.");

    // Applications.

    public static Refusal ApplicationUnknown { get; } = Refusal.NotFound(
        "intake.application-unknown", "Application not found.");

    public static Refusal ApplicationOpen { get; } = Refusal.Conflict(
        "intake.application-open", "You already have an open application for this edition.");

    public static Refusal PersonErased { get; } = Refusal.Forbidden(
        "intake.person-erased", "The account was erased.");

    public static Refusal NotADraft { get; } = Refusal.Conflict(
        "intake.not-a-draft", "The application was submitted already, and can't be changed or submitted.");

    public static Refusal NotSubmitted { get; } = Refusal.Conflict(
        "intake.not-submitted", "The application isn't submitted yet.");

    public static Refusal AlreadyClosed { get; } = Refusal.Conflict(
        "intake.already-closed", "The application is withdrawn, rejected or lapsed.");

    public static Refusal NameNotCorrectable { get; } = Refusal.Conflict(
        "intake.name-not-correctable",
        "The name can't be corrected: change it in the draft before you submit it. After the application is closed or the certificate is issued it is final.");

    public static Refusal ParticipationBegun { get; } = Refusal.Conflict(
        "intake.participation-begun", "The programme has begun for this participant. The dean can end the participation.");

    public static Refusal ParticipationTransferred { get; } = Refusal.Conflict(
        "intake.participation-transferred", "The participation was transferred to another edition. The dean can end it there.");

    public static Refusal NothingToMove { get; } = Refusal.Conflict(
        "intake.nothing-to-move", "Only an application for a cancelled edition can be moved to another edition.");

    public static Refusal Incomplete(IReadOnlyList<Fault> missing) => Refusal.Invalid(
        "intake.application-incomplete", "The application is incomplete.", missing);

    // The employer of a candidate.

    public static Refusal EmployerNotChangeable { get; } = Refusal.Conflict(
        "intake.employer-not-changeable",
        "The employer can't be changed now: change it in the draft before you submit it, and in the participation after the decision.");

    public static Refusal EmployerNotNamed { get; } = Refusal.Invalid(
        "intake.employer-not-named",
        "Give the new employer by its organisation or by its name.",
        new Fault("name", "intake.missing", "The employer is missing."));

    public static Refusal EmployerPeriodOverlaps { get; } = Refusal.Invalid(
        "intake.employer-period-overlaps",
        "The period with the new employer must begin after the first day with the current employer.",
        new Fault("from", "intake.employer-period-overlaps", "Must be after the first day with the current employer."));

    public static Refusal EmployerConnected { get; } = Refusal.Conflict(
        "intake.employer-connected", "The employer is connected to an organisation already, or the application has no employer.");

    public static Refusal OwnOrganisation { get; } = Refusal.Forbidden(
        "intake.own-organisation", "A contact of an organisation can't connect employers. Ask another programme manager.");

    public static Refusal OrganisationUnknown(string where) => Refusal.Invalid(
        "intake.organisation-not-registered",
        "The organisation is unknown. Leave it out and give the name of the employer.",
        new Fault(where, "intake.organisation-not-registered", "Organisation not found."));
}
