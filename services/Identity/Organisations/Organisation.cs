using Metropool.Contracts.Identity;
using Metropool.Http;
using Metropool.Identity.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

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

    /// <summary>The normalized name, for comparison: unique.</summary>
    public string NameKey { get; private set; } = "";

    /// <summary>Organisation identification number of Dutch government: 20 digits.</summary>
    public string? Oin { get; set; }

    /// <summary>Number in the register of the chambers of commerce: 8 digits.</summary>
    public string? KvkNumber { get; set; }

    /// <summary>Whether its contacts and clients get tokens.</summary>
    public bool Active { get; set; } = true;

    /// <summary>Whether it has a contact who isn't blocked. Kept by <see cref="OrganisationContacts"/>.</summary>
    public bool HasContact { get; set; }

    /// <summary>The version of the published state.</summary>
    public long Version { get; set; } = 1;

    /// <summary>When it was registered, in programme time, UTC.</summary>
    public required DateTimeOffset RegisteredAt { get; init; }

    /// <summary>When it last changed, in programme time, UTC.</summary>
    public DateTimeOffset ChangedAt { get; set; }

    /// <summary>The published state: the event for other services.</summary>
    public OrganisationChanged State() => new()
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

/// <summary>A person who represents an organisation.</summary>
internal sealed class Contact
{
    public required Guid OrganisationId { get; init; }

    public required Guid PersonId { get; init; }

    /// <summary>Programme time, UTC.</summary>
    public required DateTimeOffset Since { get; init; }
}

internal sealed class OrganisationConfiguration : IEntityTypeConfiguration<Organisation>
{
    public void Configure(EntityTypeBuilder<Organisation> builder)
    {
        builder.ToTable("organisations");
        builder.HasKey(o => o.OrganisationId);
        builder.Property(o => o.Name).HasMaxLength(Organisation.LongestName);
        builder.HasIndex(o => o.NameKey).IsUnique();
        builder.HasIndex(o => o.Oin).IsUnique();
        builder.Property(o => o.Active).HasDefaultValue(true);
        builder.Property(o => o.Version).IsConcurrencyToken();
    }
}

internal sealed class ContactConfiguration : IEntityTypeConfiguration<Contact>
{
    public void Configure(EntityTypeBuilder<Contact> builder)
    {
        builder.ToTable("contacts");
        builder.HasKey(c => new { c.OrganisationId, c.PersonId });
        builder.HasIndex(c => c.PersonId);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(c => c.OrganisationId);
        builder.HasOne<Account>().WithMany().HasForeignKey(c => c.PersonId).OnDelete(DeleteBehavior.Cascade);
    }
}
