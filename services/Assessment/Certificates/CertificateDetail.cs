using Metropool.Contracts.Scheduling;
using Metropool.Http;

namespace Metropool.Assessment.Certificates;

/// <summary>A certificate with its verification code.</summary>
internal sealed record CertificateDetail : IVersioned
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

    /// <summary>The name of the dean or the programme manager who issued it.</summary>
    public required string IssuedByName { get; init; }

    /// <summary>The role in which they issued it.</summary>
    public required TeamRole IssuedByRole { get; init; }

    /// <summary>Whether they are a deputy.</summary>
    public required bool IssuedByDeputy { get; init; }

    /// <summary>The day on which it is awarded; null until it is known.</summary>
    public DateOnly? AwardedOn { get; init; }

    /// <summary>The code that verifies it, as it is printed.</summary>
    public required string VerificationCode { get; init; }

    /// <summary>When it was revoked, UTC; null while it is valid.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>Why it was revoked.</summary>
    public string? RevocationReason { get; init; }

    public ResourceVersion GetVersion() => ResourceVersion.Of(Id, AwardedOn, RevokedAt);

    public static CertificateDetail Of(Certificate certificate) => new()
    {
        Id = certificate.Id,
        Number = certificate.Number,
        Name = certificate.Name,
        Edition = certificate.EditionName,
        IssuedOn = certificate.IssuedOn,
        IssuedByName = certificate.IssuedByName,
        IssuedByRole = certificate.IssuedByRole,
        IssuedByDeputy = certificate.IssuedByDeputy,
        AwardedOn = certificate.AwardedOn,
        VerificationCode = Certificates.VerificationCode.Print(certificate.VerificationCode),
        RevokedAt = certificate.RevokedAt,
        RevocationReason = certificate.RevocationReason,
    };
}
