namespace Metropool.Contracts.Scheduling;

/// <summary>The state of a participation (R16).</summary>
public sealed record ParticipationChanged : IIntegrationEvent
{
    /// <summary>The participation. Its id stays the same when it is transferred to another edition.</summary>
    public required Guid ParticipationId { get; init; }

    /// <summary>What changed.</summary>
    public required ParticipationChange Change { get; init; }

    /// <inheritdoc/>
    public required long Version { get; init; }

    /// <inheritdoc/>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>The participant.</summary>
    public required Guid PersonId { get; init; }

    /// <summary>The display name.</summary>
    public required string DisplayName { get; init; }

    /// <summary>The name for the certificate.</summary>
    public required string CertificateName { get; init; }

    /// <summary>The edition that the participation is in now.</summary>
    public required Guid EditionId { get; init; }

    /// <summary>The application that it came from.</summary>
    public required Guid ApplicationId { get; init; }

    /// <summary>The status.</summary>
    public required ParticipationStatus Status { get; init; }

    /// <summary>The employers of the participant per period, oldest first (R14, R16).</summary>
    public required IReadOnlyList<EmployerPeriod> Employers { get; init; }

    /// <summary>The pauses, oldest first (R16).</summary>
    public required IReadOnlyList<PausePeriod> Pauses { get; init; }

    /// <summary>The requested transfer to another edition that waits for a place there (R15, R16); null if there is none.</summary>
    public PendingTransfer? PendingTransfer { get; init; }

    Guid IIntegrationEvent.AggregateId => ParticipationId;

    Guid? IIntegrationEvent.DataSubjectId => PersonId;
}

/// <summary>The kinds of change of a participation.</summary>
public enum ParticipationChange
{
    /// <summary>A value that this version doesn't know.</summary>
    Unknown,

    /// <summary>Any other change, and a state that is published again.</summary>
    Updated,

    /// <summary>An admitted candidate got a place in an edition.</summary>
    Enrolled,

    /// <summary>The participation was paused: deadlines and reminders stop.</summary>
    Paused,

    /// <summary>A paused participation was resumed.</summary>
    Resumed,

    /// <summary>The participation was transferred to a later edition.</summary>
    Transferred,

    /// <summary>The participation ended without a certificate.</summary>
    Ended,

    /// <summary>The participant received the certificate.</summary>
    Completed,
}

/// <summary>The statuses of a participation (R16).</summary>
public enum ParticipationStatus
{
    /// <summary>A value that this version doesn't know.</summary>
    Unknown,

    /// <summary>Has a place; the edition hasn't begun.</summary>
    Placed,

    /// <summary>Taking part.</summary>
    Active,

    /// <summary>Paused.</summary>
    Paused,

    /// <summary>Ended without a certificate.</summary>
    Ended,

    /// <summary>Has the certificate.</summary>
    Completed,
}

/// <summary>A transfer that waits for a place in the other edition.</summary>
public sealed record PendingTransfer
{
    /// <summary>The request for a place, which <c>TransferPlaceAnswered</c> answers.</summary>
    public required Guid RequestId { get; init; }

    /// <summary>The edition that it is to be transferred to.</summary>
    public required Guid EditionId { get; init; }
}

/// <summary>The first and last day of a pause, without its reason (R16).</summary>
public sealed record PausePeriod
{
    /// <summary>The first day, in Europe/Amsterdam.</summary>
    public required DateOnly From { get; init; }

    /// <summary>The last day, in Europe/Amsterdam; null if no end is set.</summary>
    public DateOnly? Until { get; init; }
}

/// <summary>A period with an employer.</summary>
public sealed record EmployerPeriod
{
    /// <summary>The organisation, or null where it has no account here.</summary>
    public Guid? OrganisationId { get; init; }

    /// <summary>The name of the employer.</summary>
    public required string Name { get; init; }

    /// <summary>The first day, in Europe/Amsterdam.</summary>
    public required DateOnly From { get; init; }

    /// <summary>The last day, in Europe/Amsterdam; null if no end is set.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>The agreement that this employer granted in Intake. Null for an employer that came after the admission.</summary>
    public Guid? AgreementId { get; init; }

    /// <summary>The nomination by this employer that led to the application.</summary>
    public Guid? NominationId { get; init; }

    /// <summary>The reference that this employer uses in its own administration. Shown to this employer and to the organising team only (R16).</summary>
    public string? ExternalReference { get; init; }

    /// <summary>Whether the employer employs the participant on a day.</summary>
    public bool EmploysOn(DateOnly day) => day >= From && (Until is null || day <= Until);
}
