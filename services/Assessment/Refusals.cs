using Metropool.Assessment.Replicas;
using Metropool.Assessment.Requirements;
using Metropool.Contracts.Scheduling;
using Metropool.Http;

namespace Metropool.Assessment;

/// <summary>All refusals of this service, with their permanent codes.</summary>
internal static class Refusals
{
    // Access

    public static Refusal FileUnknown { get; } = Refusal.NotFound("assessment.file-unknown", "Assessment not found.");

    public static Refusal EditionUnknown { get; } = Refusal.NotFound("assessment.edition-unknown", "Edition not found.");

    public static Refusal NotTheParticipant { get; } = Refusal.Forbidden("assessment.not-the-participant", "Only the participant can do this (R35).");

    public static Refusal ConflictOfInterest { get; } = Refusal.Forbidden(
        "assessment.conflict-of-interest", "Members of the education team can't decide about their own assessment. Ask a deputy (R5).");

    public static Refusal RoleEnded { get; } = Refusal.Forbidden(
        "assessment.role-ended", "The role in the edition's team, for which the caller has a seat on this panel, has ended.");

    public static Refusal RoleNeeded(params IReadOnlyList<TeamRole> roles) => Refusal.Forbidden(
        "assessment.role-needed",
        $"Only the {string.Join(" or the ", roles.Select(role => role == TeamRole.Dean ? "dean" : "programme manager"))} of the edition can do this.");

    public static Refusal TextForbidden(Text text) => text switch
    {
        Text.Logbook => WrittenTextForbidden("assessment.logbook-forbidden", "logbook"),
        Text.LearningPlan => WrittenTextForbidden("assessment.learning-plan-forbidden", "learning plan"),
        Text.Challenge => WrittenTextForbidden("assessment.challenge-forbidden", "challenge"),
        Text.Php => WrittenTextForbidden("assessment.php-forbidden", "PHP"),
        Text.InterviewNotes => WrittenTextForbidden("assessment.interview-notes-forbidden", "interview feedback"),
        Text.Overview or Text.Requirements => Refusal.Forbidden(
            "assessment.status-forbidden",
            "The status can be read by the participant, the dean, the programme manager and the project manager of the edition."),
        Text.Certificate => Refusal.Forbidden(
            "assessment.certificate-forbidden",
            "The certificate can be read by its holder, the dean and the programme manager. Others can verify it with its code."),
        _ => throw new ArgumentOutOfRangeException(nameof(text)),
    };

    // The participation

    public static Refusal ParticipationEnded { get; } = Refusal.Conflict("assessment.participation-ended", "The participation has ended.");

    public static Refusal ParticipationPaused { get; } = Refusal.Conflict("assessment.participation-paused", "The participation is paused.");

    // Logbook and pages

    public static Refusal ChapterUnknown { get; } = Refusal.NotFound(
        "assessment.chapter-unknown", "Chapter not found: the edition has no module with this number.");

    public static Refusal ChapterNotOpen(Module module) => Refusal.Conflict(
        "assessment.chapter-not-open",
        module.Kind == ModuleKind.Internship
            ? $"The chapter of module {module.Number} can be written once the internship is completed (R35)."
            : $"The chapter of module {module.Number} can be written once the module has ended (R35).");

    public static Refusal? ChapterIncomplete(string? insights, string? reflection)
    {
        var faults = new List<Fault>();
        if (TextPolicy.IsBlank(insights))
        {
            faults.Add(new Fault("insights", FaultCodes.Missing, "Insights from the module are needed."));
        }

        if (TextPolicy.IsBlank(reflection))
        {
            faults.Add(new Fault("reflection", FaultCodes.Missing, "A reflection on personal learning is needed."));
        }

        return faults.Count == 0
            ? null
            : Refusal.Invalid("assessment.chapter-incomplete", "A chapter needs insights and a reflection on personal learning (R35).", faults);
    }

    public static Refusal LearningPlanNotOpen { get; } = Refusal.Conflict(
        "assessment.learning-plan-not-open", "The learning plan can be written from the start of module 1 (R34).");

    public static Refusal PageEmpty { get; } = Refusal.Invalid(
        "assessment.text-empty", "The text is empty.", new Fault("text", FaultCodes.Missing, "A text is needed."));

    // Interviews

    public static Refusal InterviewUnknown { get; } = Refusal.NotFound("assessment.interview-unknown", "Development or final interview not found.");

    public static Refusal NotInPanel { get; } = Refusal.Forbidden("assessment.not-in-panel", "Only the panel of the interview can do this.");

    public static Refusal InterviewNotBooked { get; } = Refusal.Conflict("assessment.interview-not-booked", "The interview was cancelled or missed.");

    public static Refusal InterviewNotBegun { get; } = Refusal.Conflict("assessment.interview-not-begun", "The interview hasn't begun.");

    public static Refusal InterviewNotHeld { get; } = Refusal.Conflict("assessment.interview-not-held", "The interview isn't recorded as held.");

    public static Refusal InterviewAlreadyHeld { get; } = Refusal.Conflict("assessment.interview-already-held", "The interview is recorded as held already.");

    public static Refusal FinalInterviewAlreadyHeld { get; } = Refusal.Conflict(
        "assessment.final-interview-already-held", "A final interview was held already.");

    public static Refusal DevelopmentInterviewsComplete { get; } = Refusal.Conflict(
        "assessment.development-interviews-complete", "Both development interviews were held already (R36).");

    public static Refusal DevelopmentPanelIncomplete { get; } = Refusal.Conflict(
        "assessment.panel-incomplete", "A development interview is held by the dean and a trainer (R36).");

    public static Refusal FinalPanelIncomplete { get; } = Refusal.Conflict(
        "assessment.panel-incomplete", "The final interview is held by the dean and the programme manager (R37).");

    public static Refusal? FinalInterviewNeeds(bool report, bool php, string phpLabel)
    {
        var faults = new List<Fault>();
        if (report)
        {
            faults.Add(new Fault(
                RequirementCodes.InternshipReport, "assessment.requirement-missing", "The internship report wasn't submitted before the interview ended."));
        }

        if (php)
        {
            faults.Add(new Fault(RequirementCodes.Php, "assessment.requirement-missing", $"The {phpLabel} wasn't submitted before the interview ended."));
        }

        return faults.Count == 0
            ? null
            : Refusal.Conflict("assessment.final-interview-needs", "The final interview needs the internship report and the PHP (R37).", faults);
    }

    public static Refusal FeedbackGiven { get; } = Refusal.Conflict(
        "assessment.feedback-already-given", "The feedback was given already. It can't be changed, because the participant can have read it.");

    public static Refusal FeedbackEmpty { get; } = Refusal.Invalid(
        "assessment.feedback-empty", "The feedback is empty.", new Fault("feedback", FaultCodes.Missing, "A text is needed."));

    // Certificates

    public static Refusal CertificateUnknown { get; } = Refusal.NotFound("assessment.certificate-unknown", "Certificate not found.");

    public static Refusal CertificateNotIssued { get; } = Refusal.NotFound("assessment.certificate-not-issued", "No certificate is issued yet.");

    public static Refusal CertificateAlreadyIssued { get; } = Refusal.Conflict("assessment.certificate-already-issued", "The certificate is issued already.");

    public static Refusal CertificateAlreadyRevoked { get; } = Refusal.Conflict(
        "assessment.certificate-already-revoked", "The certificate is revoked already.");

    public static Refusal RequirementsMissing(IReadOnlyList<Requirement> missing) => Refusal.Conflict(
        "assessment.requirements-missing",
        $"The certificate can't be issued: {missing.Count} {(missing.Count == 1 ? "requirement is" : "requirements are")} missing (R39).",
        [.. missing.Select(requirement => new Fault(requirement.Code, "assessment.requirement-missing", requirement.Missing!))]);

    public static Refusal RevocationNeedsReason { get; } = Refusal.Invalid(
        "assessment.revocation-needs-reason", "A revocation needs a reason (R40).", new Fault("reason", FaultCodes.Missing, "A reason is needed."));

    public static Refusal AwardedWithFinalInterview { get; } = Refusal.Invalid(
        "assessment.awarded-with-final-interview",
        "The certificate is awarded on a later day than the final interview (R39).",
        new Fault("awardedOn", FaultCodes.NotAllowed, "Choose a day after the final interview."));

    public static Refusal AwardedBeforeIssue { get; } = Refusal.Invalid(
        "assessment.awarded-before-issue",
        "The certificate can't be awarded before it is issued.",
        new Fault("awardedOn", FaultCodes.NotAllowed, "Choose the day of issue or a later day."));

    private static Refusal WrittenTextForbidden(string code, string text) => Refusal.Forbidden(
        code,
        $"The {text} can be read by the participant, the dean, the programme manager and a trainer who is booked for an interview with the participant (R46).");
}
