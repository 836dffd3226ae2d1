using Metropool.Contracts.Scheduling;
using Metropool.Http;

namespace Metropool.Assessment.Certificates;

/// <summary>A certificate, as its holder has it.</summary>
internal sealed record CertificateView : IVersioned
{
    /// <summary>The certificate.</summary>
    public required Guid Id { get; init; }

    /// <summary>Its number.</summary>
    public required string Number { get; init; }

    /// <summary>The name on it.</summary>
    public required string Name { get; init; }

    /// <summary>The edition's name.</summary>
    public required string Edition { get; init; }

    /// <summary>The day of issue, in Europe/Amsterdam.</summary>
    public required DateOnly IssuedOn { get; init; }

    /// <summary>Who issued it.</summary>
    public required string IssuedByName { get; init; }

    /// <summary>In what part.</summary>
    public required TeamPart IssuedByPart { get; init; }

    /// <summary>Whether as a deputy.</summary>
    public required bool IssuedByDeputy { get; init; }

    /// <summary>The day on which it is handed out; null while that isn't known.</summary>
    public DateOnly? HandedOutOn { get; init; }

    /// <summary>The code with which anyone can have it checked, as it is printed.</summary>
    public required string VerificationCode { get; init; }

    /// <summary>When it was revoked, UTC; null while it is valid.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>Why it was revoked.</summary>
    public string? RevocationReason { get; init; }

    public ResourceVersion GetVersion() => ResourceVersion.Of(Id, HandedOutOn, RevokedAt);

    public static CertificateView Of(Certificate certificate) => new()
    {
        Id = certificate.Id,
        Number = certificate.Number,
        Name = certificate.Name,
        Edition = certificate.EditionName,
        IssuedOn = certificate.IssuedOn,
        IssuedByName = certificate.IssuedByName,
        IssuedByPart = certificate.IssuedByPart,
        IssuedByDeputy = certificate.IssuedByDeputy,
        HandedOutOn = certificate.HandedOutOn,
        VerificationCode = Certificates.VerificationCode.Print(certificate.VerificationCode),
        RevokedAt = certificate.RevokedAt,
        RevocationReason = certificate.RevocationReason,
    };
}
