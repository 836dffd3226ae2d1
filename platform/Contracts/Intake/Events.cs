using Metropool.Contracts.Scheduling;

namespace Metropool.Contracts.Intake;

/// <summary>The state of an application. What a candidate wrote, the judgements and their reasons never leave Intake.</summary>
public sealed record ApplicationChanged : IIntegrationEvent
{
    /// <summary>The application.</summary>
    public required Guid ApplicationId { get; init; }

    /// <summary>What changed.</summary>
    public required ApplicationChange Change { get; init; }

    /// <inheritdoc/>
    public required long Version { get; init; }

    /// <inheritdoc/>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>The edition applied for.</summary>
    public required Guid EditionId { get; init; }

    /// <summary>The candidate.</summary>
    public required Guid PersonId { get; init; }

    /// <summary>The candidate's display name.</summary>
    public required string DisplayName { get; init; }

    /// <summary>The status.</summary>
    public required ApplicationStatus Status { get; init; }

    /// <summary>The intake interview that was held (R10); null until then.</summary>
    public Guid? InterviewId { get; init; }

    /// <summary>The members of the education team who have a conflict of interest with the candidate and can't be on the panel (R5, R11).</summary>
    public required IReadOnlyList<Guid> ConflictsOfInterest { get; init; }

    /// <summary>What the other services need to know of an admitted candidate; null before the admission, and after it was withdrawn.</summary>
    public Admission? Admission { get; init; }

    /// <summary>
    /// True in the last state of an application that was removed, after an erasure or when its retention period ended: the name in it is a placeholder, and
    /// nothing in it is personal.
    /// </summary>
    public bool Removed { get; init; }

    Guid IIntegrationEvent.AggregateId => ApplicationId;

    Guid? IIntegrationEvent.DataSubjectId => Removed ? null : PersonId;
}

/// <summary>The kinds of change of an application.</summary>
public enum ApplicationChange
{
    /// <summary>A value that this version doesn't know.</summary>
    Unknown,

    /// <summary>Any other change, and a state that is published again.</summary>
    Updated,

    /// <summary>The application is complete and waits for an interview.</summary>
    Submitted,

    /// <summary>The candidate withdrew.</summary>
    Withdrawn,

    /// <summary>The intake interview took place (R10).</summary>
    InterviewHeld,

    /// <summary>The candidate has a place in the edition.</summary>
    Admitted,

    /// <summary>The admission was withdrawn.</summary>
    AdmissionWithdrawn,
}

/// <summary>
/// A request to notify a candidate by mail. Identity sends it, because only Identity knows addresses. It is not a state, and is never published again.
/// It reveals no more about the person than that they are involved in an edition.
/// </summary>
public sealed record CandidateNotified : IIntegrationEvent
{
    /// <summary>The message.</summary>
    public required Guid NotificationId { get; init; }

    /// <inheritdoc/>
    public required long Version { get; init; }

    /// <inheritdoc/>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>The recipient.</summary>
    public required Guid PersonId { get; init; }

    /// <summary>The subject of the mail, in Dutch.</summary>
    public required string Subject { get; init; }

    /// <summary>The text, in Dutch, without salutation and closing.</summary>
    public required string Text { get; init; }

    /// <summary>The number of days after which the mail is discarded instead of sent.</summary>
    public required int ValidForDays { get; init; }

    Guid IIntegrationEvent.AggregateId => NotificationId;

    Guid? IIntegrationEvent.DataSubjectId => PersonId;
}

/// <summary>
/// A request to notify the contacts of an employer by mail. Identity sends it, because only Identity knows the contacts. Details are shown after sign-in only.
/// </summary>
public sealed record EmployerNotified : IIntegrationEvent
{
    /// <summary>The message.</summary>
    public required Guid NotificationId { get; init; }

    /// <inheritdoc/>
    public required long Version { get; init; }

    /// <inheritdoc/>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>The organisation, all of whose contacts are notified.</summary>
    public required Guid OrganisationId { get; init; }

    /// <summary>The candidate that it is about; null if it is about none.</summary>
    public Guid? PersonId { get; init; }

    /// <summary>The subject of the mail, in Dutch.</summary>
    public required string Subject { get; init; }

    /// <summary>The text, in Dutch, without salutation and closing.</summary>
    public required string Text { get; init; }

    /// <summary>The number of days after which the mail is discarded instead of sent.</summary>
    public required int ValidForDays { get; init; }

    Guid IIntegrationEvent.AggregateId => NotificationId;

    Guid? IIntegrationEvent.DataSubjectId => PersonId;
}

/// <summary>
/// Whether a participation that is to be transferred gets a place in the other edition (R15). A granted place is reserved until the participation has been
/// transferred or the request is cancelled.
/// </summary>
public sealed record TransferPlaceAnswered : IIntegrationEvent
{
    /// <summary>The request for a place.</summary>
    public required Guid RequestId { get; init; }

    /// <inheritdoc/>
    public required long Version { get; init; }

    /// <inheritdoc/>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>The participation that is to be transferred.</summary>
    public required Guid ParticipationId { get; init; }

    /// <summary>The edition that it is to be transferred to.</summary>
    public required Guid EditionId { get; init; }

    /// <summary>Whether a place was granted.</summary>
    public required bool Granted { get; init; }

    Guid IIntegrationEvent.AggregateId => RequestId;

    // It names the participation and no person, and Scheduling needs the answer even if the person was erased.
    Guid? IIntegrationEvent.DataSubjectId => null;
}

/// <summary>The statuses of an application.</summary>
public enum ApplicationStatus
{
    /// <summary>A value that this version doesn't know.</summary>
    Unknown,

    /// <summary>Being written.</summary>
    Draft,

    /// <summary>Complete; waits for an interview or its judgement.</summary>
    Submitted,

    /// <summary>The interview was held and judged; waits for a decision.</summary>
    Interviewed,

    /// <summary>Admitted.</summary>
    Admitted,

    /// <summary>Admissible, but no place is free (R15).</summary>
    WaitListed,

    /// <summary>Not admitted.</summary>
    Rejected,

    /// <summary>Withdrawn by the candidate.</summary>
    Withdrawn,

    /// <summary>The edition was cancelled before the candidate had a place in it.</summary>
    Lapsed,
}

/// <summary>An admission.</summary>
public sealed record Admission
{
    /// <summary>The name for the certificate.</summary>
    public required string CertificateName { get; init; }

    /// <summary>The employers known at admission, oldest first (R14).</summary>
    public required IReadOnlyList<EmployerPeriod> Employers { get; init; }
}
