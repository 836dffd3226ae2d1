using Metropool.Contracts.Identity;

namespace Metropool.Identity.Organisations;

/// <summary>A municipality or another employer of participants.</summary>
internal sealed class Organisation
{
    public const int LongestName = 200;

    public required Guid OrganisationId { get; init; }

    public required string Name { get; init; }

    /// <summary>Organisation identification number of Dutch government: 20 digits.</summary>
    public string? Oin { get; init; }

    /// <summary>Number in the register of the chambers of commerce: 8 digits.</summary>
    public string? KvkNumber { get; init; }

    /// <summary>Rises with every change.</summary>
    public long Version { get; init; } = 1;

    /// <summary>When it was registered, in programme time, UTC.</summary>
    public required DateTimeOffset RegisteredAt { get; init; }

    /// <summary>What other services learn of it.</summary>
    public OrganisationRegistered State() =>
        new() { OrganisationId = OrganisationId, Version = Version, OccurredAt = RegisteredAt, Name = Name, Oin = Oin, KvkNumber = KvkNumber };
}
