using Metropool.Assessment.Editions;
using Metropool.Assessment.Files;
using Metropool.Assessment.Requirements;
using Metropool.Contracts.Scheduling;
using Metropool.Http;

namespace Metropool.Assessment;

/// <summary>Everything that this service refuses, with its permanent code.</summary>
internal static class Refusals
{
    public static Refusal FileUnknown { get; } = Refusal.NotFound("assessment.file-unknown", "There is no such assessment file for you.");

    public static Refusal EditionUnknown { get; } = Refusal.NotFound("assessment.edition-unknown", "There is no such edition for you.");

    public static Refusal InterviewUnknown { get; } = Refusal.NotFound("assessment.interview-unknown", "No development or final interview of this participant is known by that id.");

    public static Refusal CertificateUnknown { get; } = Refusal.NotFound("assessment.certificate-unknown", "No certificate is known by that.");

    public static Refusal CertificateNotIssued { get; } = Refusal.NotFound("assessment.certificate-not-issued", "There is no certificate yet.");

    public static Refusal NoSuchChapter { get; } = Refusal.NotFound("assessment.chapter-unknown", "The edition has no module of that number.");

    public static Refusal NotTheWriter { get; } = Refusal.Forbidden("assessment.not-the-writer", "The participant alone writes this, and reads its old versions (R35).");

    public static Refusal NotInPanel { get; } = Refusal.Forbidden("assessment.not-in-panel", "Only who is booked to hold the interview can do this.");

    public static Refusal RoleEnded { get; } = Refusal.Forbidden(
        "assessment.role-ended", "The role in the team of the edition by which the caller sits in this panel has ended.");

    public static Refusal NotDeanOrProgrammeManager { get; } = Refusal.Forbidden("assessment.not-dean-or-programme-manager", "Only the dean or the programme manager of the edition, or a deputy, can do this.");

    public static Refusal NotProgrammeManager { get; } = Refusal.Forbidden("assessment.not-programme-manager", "Only the programme manager of the edition, or a deputy, can do this.");

    public static Refusal OwnFile { get; } = Refusal.Forbidden("assessment.own-file", "Nobody decides about their own assessment: a deputy does (R5).");

    public static Refusal ParticipationEnded { get; } = Refusal.Conflict("assessment.participation-ended", "The participation has ended.");

    public static Refusal ParticipationPaused { get; } = Refusal.Conflict("assessment.participation-paused", "The participation is paused.");

    public static Refusal LearningPlanNotOpen { get; } = Refusal.Conflict("assessment.learning-plan-not-open", "The learning plan is begun in module 1 (R34).");

    public static Refusal PageEmpty { get; } = Refusal.Invalid("assessment.text-empty", "There is no text.", new Fault("text", FaultCodes.Missing, "A text is needed."));

    public static Refusal InterviewNotBooked { get; } = Refusal.Conflict("assessment.interview-not-booked", "The interview is not in the calendar any more: it was cancelled or missed.");

    public static Refusal InterviewNotBegun { get; } = Refusal.Conflict("assessment.interview-not-begun", "The interview hasn't begun yet.");

    public static Refusal InterviewNotHeld { get; } = Refusal.Conflict("assessment.interview-not-held", "The interview hasn't been recorded as held.");

    public static Refusal InterviewAlreadyHeld { get; } = Refusal.Conflict("assessment.interview-already-held", "The interview was recorded as held before.");

    public static Refusal FinalInterviewAlreadyHeld { get; } = Refusal.Conflict("assessment.final-interview-already-held", "The final interview was held before.");

    public static Refusal DevelopmentInterviewsComplete { get; } = Refusal.Conflict("assessment.development-interviews-complete", "Both development interviews were held; there are two (R36).");

    public static Refusal FeedbackGiven { get; } = Refusal.Conflict("assessment.feedback-already-given", "This feedback was given, and the participant can have read it.");

    public static Refusal FeedbackEmpty { get; } = Refusal.Invalid("assessment.feedback-empty", "There is no feedback.", new Fault("feedback", FaultCodes.Missing, "A text is needed."));

    public static Refusal CertificateAlreadyIssued { get; } = Refusal.Conflict("assessment.certificate-already-issued", "The certificate was issued before.");

    public static Refusal CertificateAlreadyRevoked { get; } = Refusal.Conflict("assessment.certificate-already-revoked", "The certificate was revoked before.");

    public static Refusal RevocationNeedsReason { get; } = Refusal.Invalid(
        "assessment.revocation-needs-reason", "A certificate is revoked with a reason (R40).", new Fault("reason", FaultCodes.Missing, "A reason is needed."));

    public static Refusal HandedOutWithFinalInterview { get; } = Refusal.Invalid(
        "assessment.handed-out-with-final-interview",
        "The certificate is handed out on a later day than the final interview (R39).",
        new Fault("handedOutOn", FaultCodes.NotAllowed, "A day after the final interview's is needed."));

    public static Refusal HandedOutBeforeIssue { get; } = Refusal.Invalid(
        "assessment.handed-out-before-issue",
        "The certificate is not handed out before it is issued.",
        new Fault("handedOutOn", FaultCodes.NotAllowed, "The day of issue or a later one is needed."));

    public static Refusal NotForYou(Text text) => text switch
    {
        Text.Logbook => Forbidden("assessment.logbook-not-for-you", "logbook"),
        Text.LearningPlan => Forbidden("assessment.learning-plan-not-for-you", "learning plan"),
        Text.Challenge => Forbidden("assessment.challenge-not-for-you", "challenge"),
        Text.Php => Forbidden("assessment.php-not-for-you", "PHP"),
        Text.InterviewNotes => Forbidden("assessment.interview-notes-not-for-you", "interviews' feedback"),
        Text.Overview or Text.Requirements => Refusal.Forbidden(
            "assessment.status-not-for-you", "How a participant stands is read by the participant, the dean, the programme manager and the project manager of the edition."),
        Text.Certificate => Refusal.Forbidden("assessment.certificate-not-for-you", "The certificate is read by its holder, the dean and the programme manager; who has its code can verify it."),
        _ => throw new ArgumentOutOfRangeException(nameof(text)),
    };

    public static Refusal ChapterNotOpen(Module module) => Refusal.Conflict(
        "assessment.chapter-not-open",
        module.Kind == ModuleKind.Internship
            ? $"The chapter of module {module.Number} is written after the internship, which is not completed (R35)."
            : $"The chapter of module {module.Number} is written after the module, which is not over (R35).");

    public static Refusal? ChapterIncomplete(string? insights, string? reflection)
    {
        var faults = new List<Fault>();
        if (TextPolicy.IsBlank(insights))
        {
            faults.Add(new Fault("insights", FaultCodes.Missing, "The insights from the module are needed."));
        }

        if (TextPolicy.IsBlank(reflection))
        {
            faults.Add(new Fault("reflection", FaultCodes.Missing, "A reflection on one's own learning is needed."));
        }

        return faults.Count == 0 ? null : Refusal.Invalid("assessment.chapter-incomplete", "A chapter holds insights and a reflection on one's own learning (R35).", faults);
    }

    public static Refusal PanelIncomplete(string who) => Refusal.Conflict("assessment.panel-incomplete", who);

    public static Refusal? FinalInterviewNeeds(bool report, bool php, string phpLabel)
    {
        var faults = new List<Fault>();
        if (report)
        {
            faults.Add(new Fault(RequirementCodes.InternshipReport, "assessment.requirement-missing", "The internship report was not in when the interview ended."));
        }

        if (php)
        {
            faults.Add(new Fault(RequirementCodes.Php, "assessment.requirement-missing", $"The {phpLabel} was not in when the interview ended."));
        }

        return faults.Count == 0 ? null : Refusal.Conflict("assessment.final-interview-needs", "The final interview starts from the internship report and the PHP (R37).", faults);
    }

    public static Refusal RequirementsMissing(IReadOnlyList<Requirement> missing) => Refusal.Conflict(
        "assessment.requirements-missing",
        $"The certificate follows from the record (R39), in which {missing.Count} {(missing.Count == 1 ? "item is" : "items are")} missing.",
        [.. missing.Select(requirement => new Fault(requirement.Code, "assessment.requirement-missing", requirement.Missing!))]);

    private static Refusal Forbidden(string code, string what) =>
        Refusal.Forbidden(code, $"The {what} of a participant: read by the participant, the dean, the programme manager, and the trainer booked for an interview with them, until it was held and the trainer gave feedback, 14 days after it at most (R46).");
}
