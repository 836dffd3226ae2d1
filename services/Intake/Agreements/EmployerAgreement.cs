using Metropool.Intake.Applications;
using Metropool.Intake.Organisations;

namespace Metropool.Intake.Agreements;

/// <summary>
/// What an employer was asked, and what it answered: whether its candidate gets the time, and who pays what. A part of the application, changed by its methods alone.
/// </summary>
internal sealed class EmployerAgreement
{
    public required Guid Id { get; init; }

    public required Guid ApplicationId { get; init; }

    /// <summary>From 1, in the order in which they were asked.</summary>
    public required int Number { get; init; }

    /// <summary>The employer, which answers through the API; null where it is known by name only.</summary>
    public Guid? OrganisationId { get; set; }

    public required string EmployerName { get; set; }

    public AgreementStatus Status { get; private set; }

    /// <summary>In programme time, as all moments here. When it was asked for last.</summary>
    public DateTimeOffset AskedAt { get; private set; }

    /// <summary>Until when it can be answered.</summary>
    public DateTimeOffset ExpiresAt { get; private set; }

    /// <summary>When it was answered, taken back, or expired.</summary>
    public DateTimeOffset? SettledAt { get; private set; }

    /// <summary>Whom the candidate named.</summary>
    public string? ContactName { get; private set; }

    /// <summary>Where the link was mailed to.</summary>
    public string? ContactEmail { get; private set; }

    /// <summary>The mail server doesn't take mail for that address. It is kept while a contact is notified instead: that one can leave.</summary>
    public bool Undeliverable { get; private set; }

    /// <summary>Whether the employer is notified that it is asked.</summary>
    public EmployerNotification Notification { get; private set; }

    /// <summary>The nomination by this employer that goes with the application.</summary>
    public Guid? NominationId { get; private set; }

    /// <summary>The employer's own reference: from its nomination, until its answer gives another.</summary>
    public string? ExternalReference { get; private set; }

    /// <summary>The reference is from the answer: no nomination replaces it.</summary>
    public bool ReferenceIsFromAnswer { get; private set; }

    /// <summary>Why it was refused.</summary>
    public string? Reason { get; private set; }

    /// <summary>What was agreed to; null until it is granted.</summary>
    public AgreedTerms? Terms { get; private set; }

    /// <summary>Who pays; null until it is granted.</summary>
    public InvoiceParticulars? Invoice { get; private set; }

    public bool IsAsked => Status == AgreementStatus.Asked;

    public bool IsGranted => Status == AgreementStatus.Granted;

    /// <summary>Asks, or asks once more: at most one of an application is open or granted.</summary>
    public void Ask(string? contactName, string? contactEmail, bool hasContact, DateTimeOffset now, DateTimeOffset expiresAt)
    {
        (Status, AskedAt, ExpiresAt, ContactName, ContactEmail, Undeliverable) = (AgreementStatus.Asked, now, expiresAt, contactName, contactEmail, false);
        ChangeContact(hasContact);
    }

    /// <summary>The employer has a contact here who is notified, or none any more.</summary>
    public void ChangeContact(bool hasContact) => Notification =
        hasContact ? EmployerNotification.Mailed
        : OrganisationId is not null ? EmployerNotification.NoContact
        : Undeliverable ? EmployerNotification.Undeliverable : EmployerNotification.Mailed;

    /// <summary>The mail server doesn't take mail for the address that was named.</summary>
    public void MarkUndeliverable(bool hasContact)
    {
        Undeliverable = true;
        ChangeContact(hasContact);
    }

    /// <summary>Connects the employer, which was known by name only, to its organisation. From then on that answers, and no link does.</summary>
    public void Connect(Organisation organisation)
    {
        (OrganisationId, EmployerName) = (organisation.Id, organisation.Name);
        if (IsAsked)
        {
            (ContactEmail, Undeliverable) = (null, false);
        }

        ChangeContact(organisation.HasContact);
    }

    /// <summary>Links the nomination by the same employer. Of several the last one counts, with its reference if it has one.</summary>
    public void LinkNomination(Guid nominationId, string? externalReference) =>
        (NominationId, ExternalReference) = (nominationId, ReferenceIsFromAnswer ? ExternalReference : externalReference ?? ExternalReference);

    /// <summary>Sets the employer's own reference, where its answer gives one.</summary>
    public void Refer(string? externalReference)
    {
        if (externalReference is not null)
        {
            (ExternalReference, ReferenceIsFromAnswer) = (externalReference, true);
        }
    }

    public void Grant(AgreedTerms terms, InvoiceParticulars invoice, DateTimeOffset now) =>
        (Status, SettledAt, Terms, Invoice) = (AgreementStatus.Granted, now, terms, invoice);

    public void Refuse(string reason, DateTimeOffset now) => (Status, SettledAt, Reason) = (AgreementStatus.Refused, now, reason);

    public void Withdraw(DateTimeOffset now) => (Status, SettledAt) = (AgreementStatus.Withdrawn, now);

    public void Expire(DateTimeOffset now) => (Status, SettledAt) = (AgreementStatus.Expired, now);
}

/// <summary>Whether an employer is notified of what it is asked.</summary>
internal enum EmployerNotification
{
    /// <summary>Its contacts here, or the address that was named, are mailed.</summary>
    Mailed,

    /// <summary>It has an account here without a contact who is notified. Only a system of its own can learn of it.</summary>
    NoContact,

    /// <summary>The mail server doesn't take mail for the address that was named, and it has no contact here who is notified.</summary>
    Undeliverable,
}

/// <summary>How it stands with an employer's agreement.</summary>
internal enum AgreementStatus
{
    /// <summary>It was asked and isn't answered.</summary>
    Asked,

    /// <summary>The employer agrees to time and price.</summary>
    Granted,

    /// <summary>The employer doesn't agree.</summary>
    Refused,

    /// <summary>It was taken back: by the candidate, with the application, or because the candidate has another employer.</summary>
    Withdrawn,

    /// <summary>Nobody answered in time.</summary>
    Expired,
}

/// <summary>Who pays, as the employer gave it, and who said so. Numbers of organisations are text: they begin with zeros.</summary>
internal sealed record InvoiceParticulars
{
    /// <summary>Of a public organisation, 20 digits.</summary>
    public string? Oin { get; init; }

    /// <summary>Of the Chamber of Commerce, 8 digits.</summary>
    public string? KvkNumber { get; init; }

    public string? CostCentre { get; init; }

    public string? PurchaseOrderNumber { get; init; }

    public required string Recipient { get; init; }

    /// <summary>Street and number, or a PO box.</summary>
    public required string AddressLine { get; init; }

    public required string PostalCode { get; init; }

    public required string Place { get; init; }

    /// <summary>Who agreed for the employer.</summary>
    public required string AgreedByName { get; init; }

    public required string AgreedByFunction { get; init; }
}
