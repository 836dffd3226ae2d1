using Metropool.Contracts.Identity;
using Metropool.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Metropool.Intake.Replicas;

/// <summary>The replica of an organisation with an account, which Identity owns.</summary>
internal sealed class Organisation
{
    public required Guid Id { get; init; }

    public long Version { get; private set; }

    public string Name { get; private set; } = "";

    /// <summary>The form of the name by which it is compared with an entered name.</summary>
    public string NameKey { get; private set; } = "";

    /// <summary>Whether its contacts and clients get tokens.</summary>
    public bool Active { get; private set; } = true;

    /// <summary>Whether it has a contact who is notified.</summary>
    public bool HasContact { get; private set; } = true;

    /// <summary>Applies a state.</summary>
    /// <returns>False if a newer state is known.</returns>
    public bool Apply(OrganisationChanged state)
    {
        if (state.Version < Version)
        {
            return false;
        }

        (Version, Name, NameKey) = (state.Version, state.Name, TextPolicy.ComparisonKey(state.Name));
        (Active, HasContact) = (state.Active, state.HasContact);
        return true;
    }
}

internal sealed class OrganisationConfiguration : IEntityTypeConfiguration<Organisation>
{
    public void Configure(EntityTypeBuilder<Organisation> organisation)
    {
        organisation.ToTable("organisations");
        organisation.Property(o => o.Version).IsConcurrencyToken();
        organisation.Property(o => o.Active).HasDefaultValue(true);
        organisation.HasIndex(o => o.NameKey);
    }
}
