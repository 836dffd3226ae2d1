using Metropool.Intake.Applications;
using Metropool.Intake.Replicas;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Metropool.Intake.Agreements;

/// <summary>
/// An employer's agreement to give its candidate the time and to pay the price. It belongs to the application, and only the application's methods change it.
/// </summary>
internal sealed class EmployerAgreement
{
    public required Guid Id { get; init; }

    public required Guid ApplicationId { get; init; }

    /// <summary>From 1, in the order of the requests.</summary>
    public required int Number { get; init; }

    /// <summary>The employer; null where it is known by name only. An employer that is an organisation responds through the API.</summary>
    public Guid? OrganisationId { get; set; }

    public required string EmployerName { get; set; }

    public AgreementStatus Status { get; private set; }

    /// <summary>When it was last requested. All times of this type are programme time.</summary>
    public DateTimeOffset RequestedAt { get; private set; }

    /// <summary>The end of the period in which the employer can respond.</summary>
    public DateTimeOffset ExpiresAt { get; private set; }

    /// <summary>When it was granted, refused or withdrawn, or when it expired.</summary>
    public DateTimeOffset? SettledAt { get; private set; }

    /// <summary>The contact that the candidate named.</summary>
    public string? ContactName { get; private set; }

    /// <summary>The address that the link was mailed to.</summary>
    public string? ContactEmail { get; private set; }

    /// <summary>The mail server refuses mail for that address. Kept also while a contact is notified instead, because that contact can leave.</summary>
    public bool Undeliverable { get; private set; }

    /// <summary>Whether the employer is notified of the request.</summary>
    public EmployerNotification Notification { get; private set; }

    /// <summary>The nomination by this employer that the application came from.</summary>
    public Guid? NominationId { get; private set; }

    /// <summary>The employer's own reference: from its nomination, until its response gives another.</summary>
    public string? ExternalReference { get; private set; }

    /// <summary>The reference is from the response, so no nomination replaces it.</summary>
    public bool ReferenceIsFromResponse { get; private set; }

    /// <summary>The reason of the refusal.</summary>
    public string? Reason { get; private set; }

    /// <summary>The terms that the employer agreed to; null until it is granted.</summary>
    public AgreedTerms? Terms { get; private set; }

    /// <summary>The invoice details; null until it is granted.</summary>
    public InvoiceDetails? Invoice { get; private set; }

    public bool IsRequested => Status == AgreementStatus.Requested;

    public bool IsGranted => Status == AgreementStatus.Granted;

    /// <summary>Requests it, or repeats the request. At most one agreement of an application is requested or granted.</summary>
    public void Request(string? contactName, string? contactEmail, bool hasContact, DateTimeOffset now, DateTimeOffset expiresAt)
    {
        (Status, RequestedAt, ExpiresAt) = (AgreementStatus.Requested, now, expiresAt);
        (ContactName, ContactEmail, Undeliverable) = (contactName, contactEmail, false);
        ChangeContact(hasContact);
    }

    /// <summary>Records whether the employer has a contact who is notified.</summary>
    public void ChangeContact(bool hasContact) => Notification =
        hasContact ? EmployerNotification.Mailed
        : OrganisationId is not null ? EmployerNotification.NoContact
        : Undeliverable ? EmployerNotification.Undeliverable : EmployerNotification.Mailed;

    /// <summary>Records that the mail server refuses mail for the address.</summary>
    public void MarkUndeliverable(bool hasContact)
    {
        Undeliverable = true;
        ChangeContact(hasContact);
    }

    /// <summary>Connects an employer that was known by name only to its organisation, which from now on responds through the API.</summary>
    public void Connect(Organisation organisation)
    {
        (OrganisationId, EmployerName) = (organisation.Id, organisation.Name);
        if (IsRequested)
        {
            (ContactEmail, Undeliverable) = (null, false);
        }

        ChangeContact(organisation.HasContact);
    }

    /// <summary>Links the newest nomination by the same employer, and copies its reference if it has one.</summary>
    public void LinkNomination(Guid nominationId, string? externalReference) =>
        (NominationId, ExternalReference) = (nominationId, ReferenceIsFromResponse ? ExternalReference : externalReference ?? ExternalReference);

    /// <summary>Sets the employer's own reference, if its response gives one.</summary>
    public void SetReference(string? externalReference)
    {
        if (externalReference is not null)
        {
            (ExternalReference, ReferenceIsFromResponse) = (externalReference, true);
        }
    }

    public void Grant(AgreedTerms terms, InvoiceDetails invoice, DateTimeOffset now) =>
        (Status, SettledAt, Terms, Invoice) = (AgreementStatus.Granted, now, terms, invoice);

    public void Refuse(string reason, DateTimeOffset now) => (Status, SettledAt, Reason) = (AgreementStatus.Refused, now, reason);

    public void Withdraw(DateTimeOffset now) => (Status, SettledAt) = (AgreementStatus.Withdrawn, now);

    public void Expire(DateTimeOffset now) => (Status, SettledAt) = (AgreementStatus.Expired, now);
}

/// <summary>Whether an employer is notified of a request.</summary>
internal enum EmployerNotification
{
    /// <summary>Its contacts, or the address that the candidate gave, are mailed.</summary>
    Mailed,

    /// <summary>It has an account, but no contact who is notified. Only its own system can find the request.</summary>
    NoContact,

    /// <summary>The mail server refuses mail for the address that the candidate gave, and it has no contact who is notified.</summary>
    Undeliverable,
}

/// <summary>The status of an employer's agreement.</summary>
internal enum AgreementStatus
{
    /// <summary>The employer has not responded yet.</summary>
    Requested,

    /// <summary>The employer agrees to time and price.</summary>
    Granted,

    /// <summary>The employer doesn't agree.</summary>
    Refused,

    /// <summary>The candidate withdrew the request or the application, or has another employer.</summary>
    Withdrawn,

    /// <summary>The employer did not respond in time.</summary>
    Expired,
}

/// <summary>The invoice details that the employer gave. Numbers of organisations are text, because they can begin with zeros.</summary>
internal sealed record InvoiceDetails
{
    /// <summary>The number of a public organisation, 20 digits.</summary>
    public string? Oin { get; init; }

    /// <summary>The Chamber of Commerce number, 8 digits.</summary>
    public string? KvkNumber { get; init; }

    public string? CostCentre { get; init; }

    public string? PurchaseOrderNumber { get; init; }

    public required string Recipient { get; init; }

    /// <summary>Street and number, or a PO box.</summary>
    public required string AddressLine { get; init; }

    public required string PostalCode { get; init; }

    public required string Place { get; init; }

    /// <summary>The person who agreed for the employer.</summary>
    public required string AgreedByName { get; init; }

    public required string AgreedByFunction { get; init; }
}

internal sealed class EmployerAgreementConfiguration : IEntityTypeConfiguration<EmployerAgreement>
{
    public void Configure(EntityTypeBuilder<EmployerAgreement> agreement)
    {
        agreement.ToTable("employer_agreements");
        // The application assigns the id. Else EF would take a new agreement of a loaded application for a changed one.
        agreement.Property(a => a.Id).ValueGeneratedNever();
        agreement.Property(a => a.EmployerName).HasMaxLength(Limits.Line);
        agreement.Property(a => a.ExternalReference).HasMaxLength(Limits.Reference);
        agreement.ComplexProperty(a => a.Terms, terms => terms.ToJson());
        agreement.ComplexProperty(a => a.Invoice, invoice => invoice.ToJson());
        agreement.HasIndex(a => new { a.ApplicationId, a.Number }).IsUnique();
        agreement.HasIndex(a => new { a.OrganisationId, a.Id });
        agreement.HasIndex(a => new { a.OrganisationId, a.ExternalReference }).HasFilter("external_reference IS NOT NULL");
        // At most one agreement of an application is requested or granted.
        agreement.HasIndex(a => a.ApplicationId).IsUnique().HasFilter($"status IN ('{AgreementStatus.Requested}', '{AgreementStatus.Granted}')");
        agreement.HasIndex(a => new { a.ExpiresAt, a.Id }).HasFilter($"status = '{AgreementStatus.Requested}'");
    }
}
