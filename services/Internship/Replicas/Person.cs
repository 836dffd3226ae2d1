using Metropool.Contracts.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Metropool.Internship.Replicas;

/// <summary>The replica of a person: the current name. Identity owns it.</summary>
internal sealed class Person(Guid id)
{
    public Guid Id { get; private init; } = id;

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
    public void Configure(EntityTypeBuilder<Person> builder)
    {
        builder.ToTable("people");
        builder.Property(person => person.Version).IsConcurrencyToken();
    }
}
