namespace Metropool.Contracts.Scheduling;

/// <summary>The state of a participation (R16). Published under the name of what happened; this base is what a consumer subscribes to that wants every state.</summary>
public record ParticipationChanged : IIntegrationEvent
{
    /// <summary>The participation; it outlives an edition.</summary>
    public required Guid ParticipationId { get; init; }

    /// <inheritdoc/>
    public required long Version { get; init; }

    /// <inheritdoc/>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>The participant.</summary>
    public required Guid PersonId { get; init; }

    /// <summary>The name as it is shown.</summary>
    public required string DisplayName { get; init; }

    /// <summary>The name for the certificate.</summary>
    public required string CertificateName { get; init; }

    /// <summary>The edition that the participation is in now.</summary>
    public required Guid EditionId { get; init; }

    /// <summary>The application that it came from.</summary>
    public required Guid ApplicationId { get; init; }

    /// <summary>Where the participation stands.</summary>
    public required ParticipationStatus Status { get; init; }

    /// <summary>Who employs the participant, per period, oldest first (R14, R16).</summary>
    public required IReadOnlyList<EmployerPeriod> Employers { get; init; }

    /// <summary>When it was paused, oldest first (R16). Null in an event from before they were told: then nothing is said of pauses.</summary>
    public IReadOnlyList<PausePeriod>? Pauses { get; init; }

    /// <summary>The edition that it is to go over to, and for which it awaits a place (R15, R16). Null where it isn't.</summary>
    public TransferAwaited? TransferAwaited { get; init; }

    Guid IIntegrationEvent.AggregateId => ParticipationId;

    Guid? IIntegrationEvent.DataSubjectId => PersonId;
}

/// <summary>An admitted candidate has a place in an edition.</summary>
public sealed record ParticipantEnrolled : ParticipationChanged;

/// <summary>A participation is paused: deadlines and reminders stop.</summary>
public sealed record ParticipationPaused : ParticipationChanged;

/// <summary>A paused participation goes on.</summary>
public sealed record ParticipationResumed : ParticipationChanged;

/// <summary>A participation went over to a later edition.</summary>
public sealed record ParticipationTransferred : ParticipationChanged;

/// <summary>A participation ended before the certificate.</summary>
public sealed record ParticipationEnded : ParticipationChanged;

/// <summary>The participant has the certificate.</summary>
public sealed record ParticipationCompleted : ParticipationChanged;

/// <summary>Where a participation stands (R16).</summary>
public enum ParticipationStatus
{
    /// <summary>A value that this version doesn't know.</summary>
    Unknown,

    /// <summary>Has a place; the edition hasn't begun.</summary>
    Placed,

    /// <summary>On the way.</summary>
    Active,

    /// <summary>Paused.</summary>
    Paused,

    /// <summary>Ended without a certificate.</summary>
    Ended,

    /// <summary>Has the certificate.</summary>
    Completed,
}

/// <summary>A transfer that awaits a place in the other edition.</summary>
public sealed record TransferAwaited
{
    /// <summary>What is answered.</summary>
    public required Guid RequestId { get; init; }

    /// <summary>The edition that it is to go over to.</summary>
    public required Guid EditionId { get; init; }
}

/// <summary>A pause, by its days: never a reason (R16).</summary>
public sealed record PausePeriod
{
    /// <summary>The first day, in Europe/Amsterdam.</summary>
    public required DateOnly From { get; init; }

    /// <summary>The last day, in Europe/Amsterdam; null while the pause goes on.</summary>
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

    /// <summary>The last day, in Europe/Amsterdam; null while it is open.</summary>
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
