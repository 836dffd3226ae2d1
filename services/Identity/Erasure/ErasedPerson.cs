using Metropool.Contracts.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Metropool.Identity.Erasure;

/// <summary>
/// What remains of an erased person: the id and the time. The erasure can be published again to a service that has restored a backup, and repeating an erasure
/// succeeds.
/// </summary>
internal sealed class ErasedPerson
{
    /// <summary>The id that replaces that of an erased person in the history.</summary>
    public static readonly Guid AnonymousId = Guid.Empty;

    public required Guid PersonId { get; init; }

    /// <summary>Higher than the version of every earlier event of the person.</summary>
    public required long Version { get; init; }

    /// <summary>Programme time, UTC.</summary>
    public required DateTimeOffset ErasedAt { get; init; }

    /// <summary>The event that publishes the erasure.</summary>
    public PersonErased State() => new() { PersonId = PersonId, Version = Version, OccurredAt = ErasedAt };
}

internal sealed class ErasedPersonConfiguration : IEntityTypeConfiguration<ErasedPerson>
{
    public void Configure(EntityTypeBuilder<ErasedPerson> builder)
    {
        builder.ToTable("erased_people");
        builder.HasKey(e => e.PersonId);
    }
}
