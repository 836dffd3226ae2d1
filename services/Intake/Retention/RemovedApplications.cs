using Metropool.Contracts.Intake;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Metropool.Intake.Retention;

/// <summary>The number of removed applications of an edition with one outcome. Nothing else remains of them.</summary>
internal sealed class RemovedApplications
{
    public required Guid EditionId { get; init; }

    /// <summary>The status at removal.</summary>
    public required ApplicationStatus Outcome { get; init; }

    public required int Count { get; init; }
}

internal sealed class RemovedApplicationsConfiguration : IEntityTypeConfiguration<RemovedApplications>
{
    public void Configure(EntityTypeBuilder<RemovedApplications> removed)
    {
        removed.ToTable("removed_applications");
        removed.HasKey(r => new { r.EditionId, r.Outcome });
    }
}
