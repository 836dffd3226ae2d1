using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Metropool.Intake.Erasure;

/// <summary>The id of an erased person, kept so that a late event doesn't store the person again.</summary>
internal sealed class ErasedPerson
{
    /// <summary>Replaces the id of an erased person in the data of others.</summary>
    public static readonly Guid ReplacementId = Guid.Empty;

    /// <summary>Replaces their name. Identity uses the same.</summary>
    public const string ReplacementName = "Verwijderd account";

    public required Guid PersonId { get; init; }
}

internal sealed class ErasedPersonConfiguration : IEntityTypeConfiguration<ErasedPerson>
{
    public void Configure(EntityTypeBuilder<ErasedPerson> erased)
    {
        erased.ToTable("erased_people");
        erased.HasKey(e => e.PersonId);
        erased.Property(e => e.PersonId).ValueGeneratedNever();
    }
}
