using System.ComponentModel.DataAnnotations;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Intake.Applications;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metropool.Intake.Agreements;

/// <summary>The agreement of an employer, with the invoice details.</summary>
internal sealed record GrantAgreementRequest
{
    private const int Code = 50;

    /// <summary>The OIN, 20 digits. It or the Chamber of Commerce number is required.</summary>
    [Oin]
    public string? Oin { get; init; }

    /// <summary>The Chamber of Commerce (KvK) number, 8 digits.</summary>
    [KvkNumber]
    public string? KvkNumber { get; init; }

    /// <summary>The cost centre to state on the invoice.</summary>
    [MaxLength(Code), Line]
    public string? CostCentre { get; init; }

    /// <summary>The purchase order number to state on the invoice.</summary>
    [MaxLength(Code), Line]
    public string? PurchaseOrderNumber { get; init; }

    /// <summary>Where the invoice is sent.</summary>
    [Required]
    public required InvoiceAddress InvoiceAddress { get; init; }

    /// <summary>The person who agrees for the employer.</summary>
    [Required, MaxLength(Limits.Name), Name]
    public required string AgreedByName { get; init; }

    /// <summary>The function of that person.</summary>
    [Required, MaxLength(Limits.Name), Line]
    public required string AgreedByFunction { get; init; }

    /// <summary>Agrees to the time: about a day a week, all module days, and four weeks of internship.</summary>
    public required bool AgreesToTime { get; init; }

    /// <summary>Agrees to the price and its terms.</summary>
    public required bool AgreesToPrice { get; init; }

    /// <summary>The price that you read, in euro cents. The agreement is refused if the price has changed since.</summary>
    [Range(0L, 100_000_000L)]
    public required long PriceInCents { get; init; }

    /// <summary>The version of the terms that you read. The agreement is refused if the terms have changed since.</summary>
    [Range(1L, long.MaxValue)]
    public required long TermsVersion { get; init; }

    /// <summary>Your own reference, such as a case number; see the nomination for its use. Leave it out to keep the reference of your nomination.</summary>
    [MaxLength(Limits.Reference)]
    public string? ExternalReference { get; init; }

    /// <summary>Everything that is required for an agreement and is missing.</summary>
    public IReadOnlyList<Fault> Missing()
    {
        (string Where, bool Missing, string Detail)[] required =
        [
            ("oin", Oin is null && KvkNumber is null, "The OIN or the Chamber of Commerce number is required."),
            ("agreesToTime", !AgreesToTime, "The agreement to the time is required. To refuse, use the refusal, with the reason."),
            ("agreesToPrice", !AgreesToPrice, "The agreement to the price is required. To refuse, use the refusal, with the reason."),
        ];
        return [.. required.Where(item => item.Missing).Select(item => new Fault(item.Where, "intake.missing", item.Detail))];
    }

    public InvoiceDetails ToInvoice() => new()
    {
        Oin = Oin,
        KvkNumber = KvkNumber,
        CostCentre = CostCentre.NormalizeOrNull(),
        PurchaseOrderNumber = PurchaseOrderNumber.NormalizeOrNull(),
        Recipient = InvoiceAddress.Recipient.Trim(),
        AddressLine = InvoiceAddress.AddressLine.Trim(),
        PostalCode = DutchIdentifiers.Postcode(InvoiceAddress.PostalCode)!,
        Place = InvoiceAddress.Place.Trim(),
        AgreedByName = AgreedByName.Trim(),
        AgreedByFunction = AgreedByFunction.Trim(),
    };
}

/// <summary>The address of an invoice.</summary>
internal sealed record InvoiceAddress
{
    /// <summary>The organisation or department that the invoice is for.</summary>
    [Required, MaxLength(Limits.Line), Name]
    public required string Recipient { get; init; }

    /// <summary>Street and number, or a PO box.</summary>
    [Required, MaxLength(Limits.Name), Line]
    public required string AddressLine { get; init; }

    /// <summary>The postal code, such as "1234 AB".</summary>
    [Required, DutchPostcode]
    public required string PostalCode { get; init; }

    /// <summary>The place.</summary>
    [Required, MaxLength(Limits.Name), Line]
    public required string Place { get; init; }
}

internal static class GrantAgreement
{
    public static Task<Results<Ok<AgreementDetail>, ProblemHttpResult>> HandleAsync(
        Guid id,
        GrantAgreementRequest request,
        Caller caller,
        IntakeDbContext db,
        AgreementResponses responses,
        ProgrammeClock clock,
        CancellationToken cancellationToken) => responses.RespondAsync(
            id,
            db.AgreementsVisibleTo(caller, clock.Today),
            (application, edition, terms, now) => application.GrantAgreement(id, request, caller.PersonId, terms, edition, now),
            cancellationToken);
}
