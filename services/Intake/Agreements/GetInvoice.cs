using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Agreements;

/// <summary>The invoice details that the employer gave with its agreement.</summary>
internal sealed record InvoiceDetail
{
    /// <summary>The OIN, 20 digits.</summary>
    public string? Oin { get; init; }

    /// <summary>The Chamber of Commerce (KvK) number, 8 digits.</summary>
    public string? KvkNumber { get; init; }

    /// <summary>The cost centre to state on the invoice.</summary>
    public string? CostCentre { get; init; }

    /// <summary>The purchase order number to state on the invoice.</summary>
    public string? PurchaseOrderNumber { get; init; }

    /// <summary>The organisation or department that the invoice is for.</summary>
    public required string Recipient { get; init; }

    /// <summary>Street and number, or a PO box.</summary>
    public required string AddressLine { get; init; }

    /// <summary>The postal code, such as "1234 AB".</summary>
    public required string PostalCode { get; init; }

    /// <summary>The place.</summary>
    public required string Place { get; init; }

    /// <summary>The person who agreed for the employer.</summary>
    public required string AgreedByName { get; init; }

    /// <summary>The function of that person.</summary>
    public required string AgreedByFunction { get; init; }

    /// <summary>The employer's own reference.</summary>
    public string? ExternalReference { get; init; }

    public static InvoiceDetail Of(InvoiceDetails invoice, string? externalReference) => new()
    {
        Oin = invoice.Oin,
        KvkNumber = invoice.KvkNumber,
        CostCentre = invoice.CostCentre,
        PurchaseOrderNumber = invoice.PurchaseOrderNumber,
        Recipient = invoice.Recipient,
        AddressLine = invoice.AddressLine,
        PostalCode = invoice.PostalCode,
        Place = invoice.Place,
        AgreedByName = invoice.AgreedByName,
        AgreedByFunction = invoice.AgreedByFunction,
        ExternalReference = externalReference,
    };
}

internal static class GetInvoice
{
    public static async Task<Results<Ok<InvoiceDetail>, ProblemHttpResult>> HandleAsync(
        Guid id, Caller caller, IntakeDbContext db, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        var editions = db.Editions.ManagedBy(caller, clock.Today).Select(edition => edition.Id);
        if (!await db.Applications.AnyAsync(a => a.Id == id && a.SubmittedAt != null && editions.Contains(a.EditionId), cancellationToken))
        {
            return Refusals.ApplicationUnknown.ToProblem();
        }

        var granted = await db.Agreements.AsNoTracking()
            .SingleOrDefaultAsync(agreement => agreement.ApplicationId == id && agreement.Status == AgreementStatus.Granted, cancellationToken);
        return granted?.Invoice is { } invoice
            ? TypedResults.Ok(InvoiceDetail.Of(invoice, granted.ExternalReference))
            : Refusals.AgreementUnknown.ToProblem();
    }
}
