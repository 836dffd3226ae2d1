using Metropool.Contracts.Intake;

namespace Metropool.Intake.Applications;

/// <summary>One line of an application's history. Lines are only added; the database refuses to change one.</summary>
internal sealed class HistoryEntry
{
    /// <summary>Rises: the order in which things happened.</summary>
    public long Id { get; private init; }

    public required Guid ApplicationId { get; init; }

    /// <summary>In programme time.</summary>
    public required DateTimeOffset At { get; init; }

    public required HistoryKind What { get; init; }

    /// <summary>Where the application stood then.</summary>
    public required ApplicationStatus Status { get; init; }

    public required Actor By { get; init; }

    public string? Reason { get; init; }

    /// <summary>The judgement that was written or confirmed.</summary>
    public Guid? JudgementId { get; init; }

    /// <summary>When the interview was booked for.</summary>
    public DateTimeOffset? InterviewAt { get; init; }

    /// <summary>The name of the member of the team whom it is about.</summary>
    public string? Concerns { get; init; }

    /// <summary>That member of the team. By this an erasure finds the line: another person may have the same name.</summary>
    public Guid? ConcernsId { get; init; }
}

/// <summary>What happened.</summary>
internal enum HistoryKind
{
    Started,
    Nominated,
    Submitted,
    Withdrawn,
    EmployerChanged,
    EmployerConnected,
    NameChanged,
    InterviewBooked,
    InterviewMoved,
    InterviewCancelled,
    InterviewMissed,
    InterviewHeld,
    Judged,
    JudgementConfirmed,
    ConflictDeclared,
    ConflictTakenBack,
    Admitted,
    WaitListed,
    Rejected,
    Offered,
    OfferAccepted,
    OfferDeclined,
    OfferExpired,
    OfferWithdrawn,
    PlaceHeld,
    PlaceFilled,
    PlaceReleased,
    Lapsed,
    Moved,
    AgreementAsked,
    AgreementGranted,
    AgreementRefused,
    AgreementWithdrawn,
    AgreementExpired,
    RetentionAgreed,
    RetentionAgreementTakenBack,
}
