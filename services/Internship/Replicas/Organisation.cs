using Metropool.Contracts.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Metropool.Internship.Replicas;

/// <summary>The replica of an organisation, to find out whether a participant works or worked for a host organisation (R26). Identity owns it.</summary>
internal sealed class Organisation(Guid id)
{
    public Guid Id { get; private init; } = id;

    public long Version { get; private set; }

    public string Name { get; private set; } = "";

    /// <summary>The number in the Dutch trade register: 8 digits.</summary>
    public string? KvkNumber { get; private set; }

    /// <summary>Applies a state.</summary>
    /// <returns>False if a newer state is known.</returns>
    public bool Apply(OrganisationChanged state)
    {
        if (state.Version < Version)
        {
            return false;
        }

        (Version, Name, KvkNumber) = (state.Version, state.Name, state.KvkNumber);
        return true;
    }
}

internal sealed class OrganisationConfiguration : IEntityTypeConfiguration<Organisation>
{
    public void Configure(EntityTypeBuilder<Organisation> builder)
    {
        builder.ToTable("organisations");
        builder.Property(organisation => organisation.Version).IsConcurrencyToken();
    }
}
