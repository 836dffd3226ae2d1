using Metropool.Http;
using Metropool.Intake.Applications;
using Metropool.Intake.Replicas;
using Metropool.Intake.Successions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Metropool.Intake.Nominations;

/// <summary>
/// A candidate whom an employer nominates. It becomes an application when the candidate accepts, with their own account. Until then only the employer can
/// read it, and the address is kept only for the mail with the link.
/// </summary>
internal sealed class Nomination
{
    public required Guid Id { get; init; }

    public required Guid EditionId { get; init; }

    /// <summary>The employer; null where it is known by name only.</summary>
    public Guid? OrganisationId { get; set; }

    public required string EmployerName { get; set; }

    /// <summary>Call name, prefix and surname, as the employer wrote them.</summary>
    public required CandidateName Name { get; init; }

    public string? Function { get; init; }

    /// <summary>The employer's own reference. It is copied to the agreement, where the response can replace it.</summary>
    public string? ExternalReference { get; init; }

    /// <summary>The address that the link is mailed to; null once the nomination is no longer open.</summary>
    public string? Email { get; private set; }

    /// <summary>The hash of the address without regard to case, so that an employer nominates it once for an edition; null when the address is.</summary>
    public byte[]? AddressHash { get; private set; }

    /// <summary>The held place that the nomination is for.</summary>
    public Guid? SuccessionId { get; private set; }

    /// <summary>The mail server refuses mail for the address, so the candidate has no link.</summary>
    public bool Undeliverable { get; private set; }

    public NominationStatus Status { get; private set; }

    /// <summary>All times of this type are programme time.</summary>
    public required DateTimeOffset NominatedAt { get; init; }

    /// <summary>
    /// The end of the period in which the candidate can accept. After acceptance, for a held place: the end of the period in which the application must be
    /// submitted.
    /// </summary>
    public required DateTimeOffset ExpiresAt { get; set; }

    /// <summary>When it was accepted, declined or withdrawn, or when it expired.</summary>
    public DateTimeOffset? SettledAt { get; private set; }

    /// <summary>The application that it led to.</summary>
    public Guid? ApplicationId { get; private set; }

    /// <summary>Connects an employer that was known by name only to its organisation.</summary>
    public void Connect(Organisation organisation) => (OrganisationId, EmployerName) = (organisation.Id, organisation.Name);

    public void AssignHeldPlace(Guid successionId) => SuccessionId = successionId;

    /// <summary>The employer nominated another candidate for the place. An application that this nomination led to continues without a held place.</summary>
    public void ReleaseHeldPlace() => SuccessionId = null;

    public void SetAddress(string email, byte[] addressHash) => (Email, AddressHash) = (email, addressHash);

    public bool IsOpenAt(DateTimeOffset now) => Status == NominationStatus.Open && ExpiresAt > now;

    public void Accept(Guid applicationId, DateTimeOffset submitUntil, DateTimeOffset now)
    {
        (ApplicationId, ExpiresAt) = (applicationId, submitUntil);
        Settle(NominationStatus.Accepted, now);
    }

    public void Settle(NominationStatus status, DateTimeOffset now) => (Status, SettledAt, Email, AddressHash) = (status, now, null, null);
}

/// <summary>The status of a nomination.</summary>
internal enum NominationStatus
{
    /// <summary>The candidate has not responded yet.</summary>
    Open,

    /// <summary>The candidate accepted. The decision on the application is for the candidate to share.</summary>
    Accepted,

    /// <summary>The candidate declined.</summary>
    Declined,

    /// <summary>The candidate did not respond in time.</summary>
    Expired,

    /// <summary>The employer withdrew it, or released the held place that it was for.</summary>
    Withdrawn,
}

internal sealed class NominationConfiguration : IEntityTypeConfiguration<Nomination>
{
    public void Configure(EntityTypeBuilder<Nomination> nomination)
    {
        nomination.ToTable("nominations");
        nomination.Property(n => n.Id).ValueGeneratedNever();
        nomination.Property(n => n.EmployerName).HasMaxLength(Limits.Line);
        nomination.Property(n => n.Function).HasMaxLength(Limits.Line);
        nomination.Property(n => n.Email).HasMaxLength(EmailAddresses.MaxLength);
        nomination.Property(n => n.ExternalReference).HasMaxLength(Limits.Reference);
        nomination.ComplexProperty(n => n.Name, name => name.Ignore(n => n.TitlesBefore).Ignore(n => n.TitlesAfter).Ignore(n => n.CertificateName));
        nomination.HasOne<Edition>().WithMany().HasForeignKey(n => n.EditionId);
        nomination.HasOne<Succession>().WithMany().HasForeignKey(n => n.SuccessionId);
        // Deleted together with the application that it led to.
        nomination.HasOne<Application>().WithMany().HasForeignKey(n => n.ApplicationId);
        nomination.HasIndex(n => new { n.OrganisationId, n.Id });
        nomination.HasIndex(n => new { n.OrganisationId, n.ExternalReference }).HasFilter("external_reference IS NOT NULL");
        // For the job that expires nominations.
        nomination.HasIndex(n => n.ExpiresAt).HasFilter($"status = '{NominationStatus.Open}'");
        nomination.HasIndex(n => new { n.EditionId, n.AddressHash }).HasFilter($"status = '{NominationStatus.Open}'");
    }
}
