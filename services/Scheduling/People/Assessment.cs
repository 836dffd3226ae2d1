using Metropool.Contracts.Assessment;

namespace Metropool.Scheduling.People;

/// <summary>A copy of what Assessment says of a participation: which interviews were held, and whether there is a certificate.</summary>
internal sealed class Assessment(Guid participationId)
{
    public Guid ParticipationId { get; private init; } = participationId;

    public long Version { get; private set; }

    /// <summary>When the certificate was issued; null while there is none, or none any more.</summary>
    public DateTimeOffset? CertifiedAt { get; private set; }

    /// <returns>False when it was known in a newer state.</returns>
    public bool Apply(AssessmentChanged changed)
    {
        if (changed.Version <= Version)
        {
            return false;
        }

        Version = changed.Version;
        CertifiedAt = changed.CertificateId is not null && changed.CertificateRevokedAt is null ? changed.CertificateIssuedAt : null;
        return true;
    }
}
