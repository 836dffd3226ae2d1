namespace Metropool.Contracts.Identity;

/// <summary>A person has an account, or their name changed. Identity owns names; no e-mail address leaves it.</summary>
public record PersonRegistered : IIntegrationEvent
{
    /// <summary>The <c>sub</c> of the person's tokens in every service.</summary>
    public required Guid PersonId { get; init; }

    /// <inheritdoc/>
    public required long Version { get; init; }

    /// <inheritdoc/>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>The name as it is shown: call name, prefix and surname.</summary>
    public required string DisplayName { get; init; }

    Guid IIntegrationEvent.AggregateId => PersonId;

    Guid? IIntegrationEvent.DataSubjectId => PersonId;
}

/// <summary>
/// A person was erased from Identity: there is no account any more, and never will be one with this id. Who keeps something of the person forgets it, or may not have to
/// (AVG, article 17). It says no more than this. An older <see cref="PersonRegistered"/> or <see cref="StaffAppointed"/> that comes later is of no account.
/// </summary>
public sealed record PersonErased : IIntegrationEvent
{
    /// <summary>The person.</summary>
    public required Guid PersonId { get; init; }

    /// <inheritdoc/>
    public required long Version { get; init; }

    /// <inheritdoc/>
    public required DateTimeOffset OccurredAt { get; init; }

    Guid IIntegrationEvent.AggregateId => PersonId;

    // Every service has to learn of it, and it holds no more than an id that is no one's.
    Guid? IIntegrationEvent.DataSubjectId => null;
}

/// <summary>A person may be given a part in the education team of an edition, or no longer may.</summary>
public sealed record StaffAppointed : IIntegrationEvent
{
    /// <summary>The person.</summary>
    public required Guid PersonId { get; init; }

    /// <inheritdoc/>
    public required long Version { get; init; }

    /// <inheritdoc/>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>The name as it is shown.</summary>
    public required string DisplayName { get; init; }

    /// <summary>False once the appointment has ended.</summary>
    public required bool Active { get; init; }

    Guid IIntegrationEvent.AggregateId => PersonId;

    Guid? IIntegrationEvent.DataSubjectId => PersonId;
}

/// <summary>An organisation (a municipality) is known, or its particulars changed.</summary>
public sealed record OrganisationRegistered : IIntegrationEvent
{
    /// <summary>The organisation; the <c>organisation</c> claim of its clients and contacts.</summary>
    public required Guid OrganisationId { get; init; }

    /// <inheritdoc/>
    public required long Version { get; init; }

    /// <inheritdoc/>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>The name, such as "Gemeente Rotterdam".</summary>
    public required string Name { get; init; }

    /// <summary>Organisation identification number of Dutch government: 20 digits.</summary>
    public string? Oin { get; init; }

    /// <summary>Number in the register of the chambers of commerce: 8 digits.</summary>
    public string? KvkNumber { get; init; }

    /// <summary>False: nobody gets a token in its name any more. What is known of it stays.</summary>
    public bool Active { get; init; } = true;

    /// <summary>
    /// Whether a contact is notified of what concerns the organisation: false while it has no contact, while all of them are blocked, and while it isn't
    /// active.
    /// </summary>
    public bool HasContact { get; init; } = true;

    Guid IIntegrationEvent.AggregateId => OrganisationId;

    Guid? IIntegrationEvent.DataSubjectId => null;
}
