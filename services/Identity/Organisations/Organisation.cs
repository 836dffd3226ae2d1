using Metropool.Contracts.Identity;
using Metropool.Http;

namespace Metropool.Identity.Organisations;

/// <summary>A municipality or another employer of participants.</summary>
internal sealed class Organisation
{
    public const int LongestName = TextLengths.OrganisationName;

    public required Guid OrganisationId { get; init; }

    public required string Name
    {
        get;
        set => (field, NameKey) = (value, TextPolicy.ComparisonKey(value));
    }

    /// <summary>The name as it is compared: unique.</summary>
    public string NameKey { get; private set; } = "";

    /// <summary>Organisation identification number of Dutch government: 20 digits.</summary>
    public string? Oin { get; set; }

    /// <summary>Number in the register of the chambers of commerce: 8 digits.</summary>
    public string? KvkNumber { get; set; }

    /// <summary>False: its contacts and clients get no tokens in its name.</summary>
    public bool Active { get; set; } = true;

    /// <summary>Whether it has a contact who isn't blocked. Kept by <see cref="OrganisationContacts"/>.</summary>
    public bool HasContact { get; set; }

    /// <summary>Rises with every change.</summary>
    public long Version { get; set; } = 1;

    /// <summary>When it was registered, in programme time, UTC.</summary>
    public required DateTimeOffset RegisteredAt { get; init; }

    /// <summary>When it last changed, in programme time, UTC.</summary>
    public DateTimeOffset ChangedAt { get; set; }

    /// <summary>What other services learn of it.</summary>
    public OrganisationRegistered State() => new()
    {
        OrganisationId = OrganisationId,
        Version = Version,
        OccurredAt = Version == 1 ? RegisteredAt : ChangedAt,
        Name = Name,
        Oin = Oin,
        KvkNumber = KvkNumber,
        Active = Active,
        HasContact = Active && HasContact,
    };

    public void Changed(DateTimeOffset at) => (Version, ChangedAt) = (Version + 1, at);
}

/// <summary>A person who speaks for an organisation.</summary>
internal sealed class Contact
{
    public required Guid OrganisationId { get; init; }

    public required Guid PersonId { get; init; }

    /// <summary>Programme time, UTC.</summary>
    public required DateTimeOffset Since { get; init; }
}
