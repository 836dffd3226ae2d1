using Metropool.Contracts.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Metropool.Scheduling.Replicas;

/// <summary>A person in Identity: the name, and whether the person is appointed as staff and can have a role in a team.</summary>
internal sealed class Person(Guid personId)
{
    public Guid PersonId { get; private init; } = personId;

    /// <summary>The version of <see cref="PersonChanged"/>; 0 until the first one arrives.</summary>
    public long Version { get; private set; }

    /// <summary>The version of <see cref="StaffChanged"/>; 0 until the first one arrives.</summary>
    public long StaffVersion { get; private set; }

    public string DisplayName { get; private set; } = "";

    public bool IsStaff { get; private set; }

    /// <returns>False if a newer version is known.</returns>
    public bool Apply(PersonChanged state)
    {
        if (state.Version < Version)
        {
            return false;
        }

        (Version, DisplayName) = (state.Version, state.DisplayName);
        return true;
    }

    /// <returns>False if a newer version is known.</returns>
    public bool Apply(StaffChanged state)
    {
        if (state.Version < StaffVersion)
        {
            return false;
        }

        (StaffVersion, IsStaff) = (state.Version, state.Active);
        if (Version == 0)
        {
            DisplayName = state.DisplayName;
        }

        return true;
    }
}

internal static class People
{
    /// <summary>The name of a person in Identity; null if it isn't known yet.</summary>
    public static Task<string?> FindNameAsync(this SchedulingDbContext db, Guid personId, CancellationToken cancellationToken) =>
        db.People.Where(p => p.PersonId == personId && p.DisplayName != "").Select(p => p.DisplayName).SingleOrDefaultAsync(cancellationToken);
}

internal sealed class PersonConfiguration : IEntityTypeConfiguration<Person>
{
    public void Configure(EntityTypeBuilder<Person> builder)
    {
        builder.ToTable("people");
        builder.HasKey(p => p.PersonId);
        builder.Property(p => p.Version).IsConcurrencyToken();
        builder.Property(p => p.StaffVersion).IsConcurrencyToken();
    }
}
