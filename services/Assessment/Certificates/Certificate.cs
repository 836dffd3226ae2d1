using System.Globalization;
using Metropool.Contracts.Scheduling;

namespace Metropool.Assessment.Certificates;

/// <summary>A certificate: what it says never changes, also where the participant's name or the edition's does later.</summary>
internal sealed class Certificate
{
    public required Guid Id { get; init; }

    public required Guid FileId { get; init; }

    /// <summary>Rises with every certificate; given out by the database.</summary>
    public long Serial { get; init; }

    /// <summary>Year of issue and serial, such as <c>2027-00017</c>.</summary>
    public string Number => string.Create(CultureInfo.InvariantCulture, $"{IssuedOn.Year}-{Serial:D5}");

    /// <summary>The name on it.</summary>
    public required string Name { get; init; }

    public required Guid EditionId { get; init; }

    /// <summary>The edition's name, such as "Metropool 24".</summary>
    public required string EditionName { get; init; }

    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>The day of issue in Europe/Amsterdam.</summary>
    public required DateOnly IssuedOn { get; init; }

    public required Guid IssuedBy { get; init; }

    public required string IssuedByName { get; init; }

    /// <summary>Dean or programme manager.</summary>
    public required TeamPart IssuedByPart { get; init; }

    /// <summary>Whether a deputy issued it (R5).</summary>
    public required bool IssuedByDeputy { get; init; }

    /// <summary>The day on which it is handed out, which is not the day of the final interview (R39); null while it isn't known.</summary>
    public DateOnly? HandedOutOn { get; private set; }

    /// <summary>With this anyone who holds the certificate can have it checked (R40): see <see cref="Certificates.VerificationCode"/>.</summary>
    public required string VerificationCode { get; init; }

    public DateTimeOffset? RevokedAt { get; private set; }

    public Guid? RevokedBy { get; private set; }

    public string? RevocationReason { get; private set; }

    public bool IsValid => RevokedAt is null;

    public void HandOut(DateOnly? day) => HandedOutOn = day;

    public void Revoke(Guid by, string reason, DateTimeOffset now) => (RevokedAt, RevokedBy, RevocationReason) = (now, by, reason);
}
