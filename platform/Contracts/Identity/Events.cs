namespace Metropool.Contracts.Identity;

/// <summary>The state of a person with an account. Identity owns names; e-mail addresses never leave it.</summary>
public sealed record PersonChanged : IIntegrationEvent
{
    /// <summary>The <c>sub</c> of the person's tokens in every service.</summary>
    public required Guid PersonId { get; init; }

    /// <inheritdoc/>
    public required long Version { get; init; }

    /// <inheritdoc/>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>The display name: call name, prefix and surname.</summary>
    public required string DisplayName { get; init; }

    Guid IIntegrationEvent.AggregateId => PersonId;

    Guid? IIntegrationEvent.DataSubjectId => PersonId;
}

/// <summary>
/// A person was erased from Identity (GDPR, article 17): the account no longer exists, and its id is never used again. Services delete what they hold of the
/// person unless they must keep it. Consumers ignore an older <see cref="PersonChanged"/> or <see cref="StaffChanged"/> that arrives later.
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

    // Every service has to receive it, and it holds only an id that no longer belongs to a person.
    Guid? IIntegrationEvent.DataSubjectId => null;
}

/// <summary>The state of a staff appointment: whether a person can have a role in the education team of an edition.</summary>
public sealed record StaffChanged : IIntegrationEvent
{
    /// <summary>The person.</summary>
    public required Guid PersonId { get; init; }

    /// <inheritdoc/>
    public required long Version { get; init; }

    /// <inheritdoc/>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>The display name.</summary>
    public required string DisplayName { get; init; }

    /// <summary>False once the appointment has ended.</summary>
    public required bool Active { get; init; }

    Guid IIntegrationEvent.AggregateId => PersonId;

    Guid? IIntegrationEvent.DataSubjectId => PersonId;
}

/// <summary>The state of an organisation (a municipality).</summary>
public sealed record OrganisationChanged : IIntegrationEvent
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

    /// <summary>False once it was deactivated: Identity then issues no tokens to its clients and contacts. Its data is kept.</summary>
    public required bool Active { get; init; }

    /// <summary>Whether a contact can be notified: false while it has no contact, while all of them are blocked, and while it is inactive.</summary>
    public required bool HasContact { get; init; }

    Guid IIntegrationEvent.AggregateId => OrganisationId;

    Guid? IIntegrationEvent.DataSubjectId => null;
}
