using Metropool.Contracts.Internship;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Metropool.Assessment.Replicas;

/// <summary>The replica of a participant's internship: its status and dates, and no text (R31). Internship owns it.</summary>
internal sealed class Internship(Guid fileId)
{
    public Guid FileId { get; private init; } = fileId;

    public Guid InternshipId { get; private set; }

    public long Version { get; private set; }

    public InternshipStatus Status { get; private set; }

    public DateTimeOffset? ReportSubmittedAt { get; private set; }

    public DateTimeOffset? PresentedAt { get; private set; }

    public DateTimeOffset? CompletedAt { get; private set; }

    /// <summary>Applies a state.</summary>
    /// <returns>False if a newer state is known.</returns>
    public bool Apply(InternshipChanged state)
    {
        if (state.Version < Version)
        {
            return false;
        }

        (Version, InternshipId, Status) = (state.Version, state.InternshipId, state.Status);
        (ReportSubmittedAt, PresentedAt, CompletedAt) = (state.ReportSubmittedAt, state.PresentedAt, state.CompletedAt);
        return true;
    }
}

internal sealed class InternshipConfiguration : IEntityTypeConfiguration<Internship>
{
    public void Configure(EntityTypeBuilder<Internship> builder)
    {
        builder.ToTable("internships");
        builder.HasKey(internship => internship.FileId);
        builder.Property(internship => internship.Version).IsConcurrencyToken();
    }
}
