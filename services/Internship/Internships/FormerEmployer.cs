using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Metropool.Internship.Internships;

/// <summary>An organisation that the participant worked for, as the participant stated it (R26).</summary>
internal sealed class FormerEmployer
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    /// <summary>The number in the Dutch trade register: 8 digits.</summary>
    public string? KvkNumber { get; init; }
}

internal sealed class FormerEmployerConfiguration : IEntityTypeConfiguration<FormerEmployer>
{
    public void Configure(EntityTypeBuilder<FormerEmployer> builder) => builder.ToTable("former_employers");
}
