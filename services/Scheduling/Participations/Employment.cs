using Metropool.Contracts.Scheduling;
using Metropool.Http;
using Metropool.Scheduling.Replicas;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Metropool.Scheduling.Participations;

/// <summary>A period with an employer.</summary>
internal sealed class Employment(Guid id, Guid? organisationId, string name, DateOnly from, DateOnly? until)
{
    public const int MaximumReferenceLength = 100;

    public Guid Id { get; private init; } = id;

    public Guid? OrganisationId { get; private set; } = organisationId;

    public string Name { get; private set; } = name;

    /// <summary>The name in the form in which it is compared with the name of an organisation.</summary>
    public string NameKey { get; private set; } = TextPolicy.ComparisonKey(name);

    public DateOnly From { get; private init; } = from;

    public DateOnly? Until { get; private set; } = until;

    /// <summary>The agreement that this employer granted in Intake. Null for an employer that came after the admission.</summary>
    public Guid? AgreementId { get; private init; }

    /// <summary>The nomination by this employer that led to the application.</summary>
    public Guid? NominationId { get; private init; }

    /// <summary>This employer's own reference (R16: no other employer sees it).</summary>
    public string? ExternalReference { get; private init; }

    public static Employment Of(EmployerPeriod period) => new(Guid.CreateVersion7(), period.OrganisationId, period.Name, period.From, period.Until)
    {
        AgreementId = period.AgreementId,
        NominationId = period.NominationId,
        ExternalReference = period.ExternalReference,
    };

    public void EndOn(DateOnly until) => Until = until;

    public void Connect(Organisation organisation) =>
        (OrganisationId, Name, NameKey) = (organisation.OrganisationId, organisation.Name, organisation.NameKey);

    public bool EmploysOn(DateOnly day) => day >= From && (Until is null || day <= Until);

    public EmployerPeriod ToContract() => new()
    {
        OrganisationId = OrganisationId,
        Name = Name,
        From = From,
        Until = Until,
        AgreementId = AgreementId,
        NominationId = NominationId,
        ExternalReference = ExternalReference,
    };
}

internal sealed class EmploymentConfiguration : IEntityTypeConfiguration<Employment>
{
    public void Configure(EntityTypeBuilder<Employment> builder)
    {
        builder.ToTable("employments");
        builder.Property(e => e.Id).ValueGeneratedNever();
        builder.HasIndex(e => e.OrganisationId);
        builder.HasIndex(e => e.NameKey).HasFilter("organisation_id IS NULL");
        builder.Property(e => e.ExternalReference).HasMaxLength(Employment.MaximumReferenceLength);
        builder.HasIndex(e => new { e.OrganisationId, e.ExternalReference }).HasFilter("external_reference IS NOT NULL");
    }
}
