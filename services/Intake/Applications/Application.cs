using Metropool.Contracts.Intake;
using Metropool.Intake.Agreements;

namespace Metropool.Intake.Applications;

/// <summary>
/// A candidate's request to join an edition, from draft to decision. The root keeps status, version and history; its parts keep the rules:
/// <see cref="Employers"/>, <see cref="Interview"/>, <see cref="Judgements"/>, <see cref="Conflicts"/> and <see cref="Agreements"/>.
/// A method that changes it either returns the state to publish, or returns a refusal and changes nothing.
/// </summary>
internal sealed partial class Application
{
    /// <summary>The final statuses. After them the candidate can start another application for the same edition.</summary>
    public static readonly ApplicationStatus[] Closed = [ApplicationStatus.Rejected, ApplicationStatus.Withdrawn, ApplicationStatus.Lapsed];

    private readonly List<HistoryEntry> _history = [];

    public required Guid Id { get; init; }

    public required Guid EditionId { get; init; }

    public required Guid PersonId { get; init; }

    public long Version { get; private set; }

    public ApplicationStatus Status { get; private set; }

    /// <summary>When this version was created. All times of this type are programme time.</summary>
    public DateTimeOffset ChangedAt { get; private set; }

    public DateTimeOffset StartedAt { get; private set; }

    /// <summary>The next step, which also determines who has to act.</summary>
    public NextStep NextStep { get; private set; }

    /// <summary>Since when it waits for the next step.</summary>
    public DateTimeOffset WaitingSince { get; private set; }

    /// <summary>The booked interview that hasn't been held yet.</summary>
    public Guid? BookedInterviewId { get; private set; }

    /// <summary>The progress of the interview.</summary>
    public InterviewProgress InterviewProgress { get; private set; }

    /// <summary>Null for a draft, which only the candidate knows of.</summary>
    public DateTimeOffset? SubmittedAt { get; private set; }

    /// <summary>When it was rejected, was withdrawn or lapsed.</summary>
    public DateTimeOffset? ClosedAt { get; private set; }

    /// <summary>The application for a cancelled edition that this one continues.</summary>
    public Guid? MovedFromId { get; private set; }

    /// <summary>When the candidate agreed to a longer retention period for an unsuccessful application (R49).</summary>
    public DateTimeOffset? RetentionConsentAt { get; private set; }

    /// <summary>When the texts by and about an admitted candidate were removed.</summary>
    public DateTimeOffset? TextsRemovedAt { get; private set; }

    public CandidateName Name { get; private set; } = new();

    /// <summary>Call name, prefix and surname, or the name of the account if that changed later.</summary>
    public string DisplayName { get; private set; } = "";

    /// <summary>The text that a search looks in: the name, and the names of all employers.</summary>
    public string Searchable { get; private set; } = "";

    /// <summary>The organisation of the last known employer, if it has an account.</summary>
    public Guid? EmployerOrganisationId { get; private set; }

    /// <summary>The employers (R14).</summary>
    public Employments Employers { get; } = [];

    public string? Function { get; private set; }

    /// <summary>The challenge (opgave) that the candidate works on.</summary>
    public string? Challenge { get; private set; }

    public string? CognitiveWishes { get; private set; }

    public string? PersonalWishes { get; private set; }

    public string? Motivation { get; private set; }

    public string? Capacities { get; private set; }

    /// <summary>What the candidate needs for the interview.</summary>
    public string? InterviewNeeds { get; private set; }

    /// <summary>The interview that was held (R10).</summary>
    public HeldInterview? Interview { get; private set; }

    /// <summary>Every judgement that was written.</summary>
    public Judgements Judgements { get; } = [];

    /// <summary>How the candidate is judged: as the terms of the edition were when the first judgement was written. Null before.</summary>
    public JudgementMode? JudgementMode { get; private set; }

    /// <summary>The conflicts of interest of team members (R5, R11).</summary>
    public ConflictsOfInterest Conflicts { get; } = [];

    /// <summary>The decision that counts.</summary>
    public Decision? Decision { get; private set; }

    /// <summary>The terms that were fixed at admission (R9).</summary>
    public AgreedTerms? Terms { get; private set; }

    /// <summary>The number on the waiting list of the edition, while on it: the lowest comes first. It never changes (R15).</summary>
    public long? WaitListNumber { get; private set; }

    /// <summary>Whether the candidate is on the waiting list because no place was available, and not by decision.</summary>
    public bool WaitsForPlace { get; private set; }

    /// <summary>Until when the candidate can answer the open offer; null without one.</summary>
    public DateTimeOffset? OfferUntil { get; private set; }

    /// <summary>The judgements that count.</summary>
    public IReadOnlyList<Judgement> EffectiveJudgements => Judgements.Effective(JudgementMode, Conflicts);

    private bool IsClosed => Closed.Contains(Status);

    // Submitted, and not admitted yet.
    private bool IsUndecided => Status is ApplicationStatus.Submitted or ApplicationStatus.Interviewed or ApplicationStatus.WaitListed;

    /// <summary>The state that is published to other services.</summary>
    public ApplicationChanged State(ApplicationChange change) => new()
    {
        ApplicationId = Id,
        Version = Version,
        Change = change,
        OccurredAt = ChangedAt,
        EditionId = EditionId,
        PersonId = PersonId,
        DisplayName = DisplayName,
        Status = Status,
        InterviewId = Interview?.InterviewId,
        ConflictsOfInterest = [.. Conflicts.Select(conflict => conflict.PersonId)],
        Admission = Status != ApplicationStatus.Admitted ? null : new Admission
        {
            CertificateName = Name.CertificateName!,
            Employers = Employers.ToPeriods(Agreements.Granted),
        },
    };

    // The candidate's own application, or a declared conflict (R5).
    private bool IsInConflict(Guid personId) => personId == PersonId || Conflicts.Include(personId);

    private void Record(
        HistoryKind what,
        Actor by,
        DateTimeOffset now,
        ApplicationStatus? status = null,
        string? reason = null,
        Guid? judgementId = null,
        DateTimeOffset? interviewAt = null,
        ConflictOfInterest? concerns = null)
    {
        Advance(now, status);
        _history.Add(new HistoryEntry
        {
            ApplicationId = Id,
            At = ChangedAt,
            What = what,
            Status = Status,
            By = by,
            Reason = reason,
            JudgementId = judgementId,
            InterviewAt = interviewAt,
            Concerns = concerns?.DisplayName,
            ConcernsId = concerns?.PersonId,
        });
    }

    // A new version, for changes that aren't in the history.
    private void Advance(DateTimeOffset now, ApplicationStatus? status = null)
    {
        (Version, ChangedAt, Status) = (Version + 1, now, status ?? Status);
        ClosedAt = IsClosed ? ClosedAt ?? now : null;
        var next = DetermineNextStep();
        if (Version == 1 || next != NextStep)
        {
            (NextStep, WaitingSince) = (next, now);
        }
    }

    private NextStep DetermineNextStep() => Status switch
    {
        ApplicationStatus.Draft => NextStep.Submission,
        ApplicationStatus.Submitted when Interview is null => BookedInterviewId is null ? NextStep.Booking : NextStep.Interview,
        ApplicationStatus.Submitted when JudgementMode != Applications.JudgementMode.OneNote || EffectiveJudgements is [] => NextStep.Judgement,
        ApplicationStatus.Submitted => NextStep.Confirmation,
        ApplicationStatus.Interviewed when Agreements.Granted is not null => NextStep.Decision,
        ApplicationStatus.Interviewed => Agreements.Open is { Notification: not EmployerNotification.Mailed }
            ? NextStep.EmployerContact
            : NextStep.Agreement,
        ApplicationStatus.WaitListed => OfferUntil is null ? NextStep.Place : NextStep.Offer,
        _ => NextStep.Nothing,
    };
}
