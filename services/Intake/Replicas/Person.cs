using Metropool.Contracts.Identity;
using Metropool.Intake.Applications;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Metropool.Intake.Replicas;

/// <summary>The replica of a person with an account, which Identity owns: the name, to notice its changes.</summary>
internal sealed class Person
{
    public required Guid PersonId { get; init; }

    public long Version { get; private set; }

    public string DisplayName { get; private set; } = "";

    /// <summary>Applies a state.</summary>
    /// <returns>False if a newer state is known.</returns>
    public bool Apply(PersonChanged state)
    {
        if (state.Version < Version)
        {
            return false;
        }

        (Version, DisplayName) = (state.Version, state.DisplayName);
        return true;
    }
}

internal sealed class PersonConfiguration : IEntityTypeConfiguration<Person>
{
    public void Configure(EntityTypeBuilder<Person> person)
    {
        person.ToTable("people");
        person.HasKey(p => p.PersonId);
        person.Property(p => p.PersonId).ValueGeneratedNever();
        person.Property(p => p.Version).IsConcurrencyToken();
        person.Property(p => p.DisplayName).HasMaxLength(Limits.Line);
    }
}
