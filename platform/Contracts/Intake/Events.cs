using Metropool.Contracts.Scheduling;

namespace Metropool.Contracts.Intake;

/// <summary>The state of an application. What a candidate wrote, how they were judged and why, never leaves Intake.</summary>
public record ApplicationChanged : IIntegrationEvent
{
    /// <summary>The application.</summary>
    public required Guid ApplicationId { get; init; }

    /// <inheritdoc/>
    public required long Version { get; init; }

    /// <inheritdoc/>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>The edition applied for.</summary>
    public required Guid EditionId { get; init; }

    /// <summary>The candidate.</summary>
    public required Guid PersonId { get; init; }

    /// <summary>The candidate's name as it is shown.</summary>
    public required string DisplayName { get; init; }

    /// <summary>Where the application stands.</summary>
    public required ApplicationStatus Status { get; init; }

    /// <summary>The interview that was held, once it was (R10).</summary>
    public Guid? InterviewId { get; init; }

    /// <summary>Who of the education team has a conflict of interest with the candidate, and sits in no panel that sees them (R5, R11).</summary>
    public IReadOnlyList<Guid> ConflictsOfInterest { get; init; } = [];

    /// <summary>What Scheduling and the later services need of an admitted candidate; null before admission, and once it was withdrawn.</summary>
    public Admission? Admission { get; init; }

    /// <summary>
    /// True in the last state of an application that was removed, after an erasure or when its retention period ended: the name in it is a placeholder, and
    /// nothing in it is personal.
    /// </summary>
    public bool Removed { get; init; }

    Guid IIntegrationEvent.AggregateId => ApplicationId;

    Guid? IIntegrationEvent.DataSubjectId => Removed ? null : PersonId;
}

/// <summary>An application is complete and awaits an interview.</summary>
public sealed record ApplicationSubmitted : ApplicationChanged;

/// <summary>A candidate withdrew.</summary>
public sealed record ApplicationWithdrawn : ApplicationChanged;

/// <summary>The intake interview took place (R10).</summary>
public sealed record IntakeInterviewHeld : ApplicationChanged;

/// <summary>A candidate has a place in the edition.</summary>
public sealed record ParticipantAdmitted : ApplicationChanged;

/// <summary>An admission was taken back.</summary>
public sealed record AdmissionWithdrawn : ApplicationChanged;

/// <summary>
/// A candidate is to be told something by mail. Intake knows no addresses: Identity, which does, sends it. It is no state, and never announced again.
/// Nothing in it says more of the person than that they have to do with an edition.
/// </summary>
public sealed record CandidateNotified : IIntegrationEvent
{
    /// <summary>The message.</summary>
    public required Guid NotificationId { get; init; }

    /// <inheritdoc/>
    public required long Version { get; init; }

    /// <inheritdoc/>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>Who is told.</summary>
    public required Guid PersonId { get; init; }

    /// <summary>The subject of the mail, in Dutch.</summary>
    public required string Subject { get; init; }

    /// <summary>The text, in Dutch, without salutation and end.</summary>
    public required string Text { get; init; }

    /// <summary>After how many days it isn't worth sending any more.</summary>
    public required int UsefulDays { get; init; }

    Guid IIntegrationEvent.AggregateId => NotificationId;

    Guid? IIntegrationEvent.DataSubjectId => PersonId;
}

/// <summary>An employer with an account is to be told that there is something to read or to do; what it is about stands behind the sign-in. Who speaks for it is known to Identity.</summary>
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

    /// <summary>The candidate whose request it is about; null where it is about none.</summary>
    public Guid? PersonId { get; init; }

    /// <summary>The subject of the mail, in Dutch.</summary>
    public required string Subject { get; init; }

    /// <summary>The text, in Dutch, without salutation and end.</summary>
    public required string Text { get; init; }

    /// <summary>After how many days it isn't worth sending any more.</summary>
    public required int UsefulDays { get; init; }

    Guid IIntegrationEvent.AggregateId => NotificationId;

    Guid? IIntegrationEvent.DataSubjectId => PersonId;
}

/// <summary>Whether a participation that is to go over to another edition has a place there (R15). One that was given is kept until the participation is there, or doesn't await it any more.</summary>
public sealed record TransferPlaceAnswered : IIntegrationEvent
{
    /// <summary>What was asked.</summary>
    public required Guid RequestId { get; init; }

    /// <inheritdoc/>
    public required long Version { get; init; }

    /// <inheritdoc/>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>The participation that is to go over.</summary>
    public required Guid ParticipationId { get; init; }

    /// <summary>The edition that it is to go over to.</summary>
    public required Guid EditionId { get; init; }

    /// <summary>Whether there is a place.</summary>
    public required bool Granted { get; init; }

    Guid IIntegrationEvent.AggregateId => RequestId;

    // It names the participation and no person, and whoever asked needs the answer whatever became of the person.
    Guid? IIntegrationEvent.DataSubjectId => null;
}

/// <summary>Where an application stands.</summary>
public enum ApplicationStatus
{
    /// <summary>A value that this version doesn't know.</summary>
    Unknown,

    /// <summary>Being written.</summary>
    Draft,

    /// <summary>Complete; awaits an interview or its judgement.</summary>
    Submitted,

    /// <summary>The interview was held and judged; awaits a decision.</summary>
    Interviewed,

    /// <summary>Admitted.</summary>
    Admitted,

    /// <summary>Admissible, but there is no place (R15).</summary>
    WaitListed,

    /// <summary>Not admitted.</summary>
    Rejected,

    /// <summary>Withdrawn by the candidate.</summary>
    Withdrawn,

    /// <summary>The edition was cancelled, and the candidate takes no place in it.</summary>
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
