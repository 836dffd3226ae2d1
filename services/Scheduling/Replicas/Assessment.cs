using Metropool.Contracts.Assessment;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Metropool.Scheduling.Replicas;

/// <summary>The assessment of a participation in Assessment: whether it has a certificate.</summary>
internal sealed class Assessment(Guid participationId)
{
    public Guid ParticipationId { get; private init; } = participationId;

    public long Version { get; private set; }

    /// <summary>When the certificate was issued, UTC; null before that, and after it was revoked.</summary>
    public DateTimeOffset? CertifiedAt { get; private set; }

    /// <returns>False if a newer version is known.</returns>
    public bool Apply(AssessmentChanged state)
    {
        if (state.Version < Version)
        {
            return false;
        }

        Version = state.Version;
        CertifiedAt = state.CertificateId is not null && state.CertificateRevokedAt is null ? state.CertificateIssuedAt : null;
        return true;
    }
}

internal sealed class AssessmentConfiguration : IEntityTypeConfiguration<Assessment>
{
    public void Configure(EntityTypeBuilder<Assessment> builder)
    {
        builder.ToTable("assessments");
        builder.HasKey(a => a.ParticipationId);
        builder.Property(a => a.Version).IsConcurrencyToken();
    }
}
