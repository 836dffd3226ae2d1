using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Intake.Applications;
using Metropool.Intake.Nominations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metropool.Intake.Agreements;

/// <summary>The employer agrees, and says who pays.</summary>
internal sealed record GrantAgreementRequest
{
    private const int Code = 50;

    [Oin]
    [Description("The OIN, 20 digits. It or the number of the Chamber of Commerce is needed.")]
    public string? Oin { get; init; }

    [KvkNumber]
    [Description("The number of the Chamber of Commerce (KvK), 8 digits.")]
    public string? KvkNumber { get; init; }

    [MaxLength(Code), Line]
    [Description("The cost centre, to stand on the invoice.")]
    public string? CostCentre { get; init; }

    [MaxLength(Code), Line]
    [Description("The purchase-order number, to stand on the invoice.")]
    public string? PurchaseOrderNumber { get; init; }

    [Required]
    public required InvoiceAddress InvoiceAddress { get; init; }

    [Required, MaxLength(Limits.Name), Name]
    [Description("Who agrees for the employer.")]
    public required string AgreedByName { get; init; }

    [Required, MaxLength(Limits.Name), Line]
    [Description("In what function.")]
    public required string AgreedByFunction { get; init; }

    [Description("Agrees to the time: about a day a week, all module days, and four weeks of internship.")]
    public required bool AgreesToTime { get; init; }

    [Description("Agrees to the price, and to the terms that go with it.")]
    public required bool AgreesToPrice { get; init; }

    [Range(0L, 100_000_000L)]
    [Description("The price that you read, in euro cents. Was it changed since, nothing is agreed to.")]
    public required long PriceInCents { get; init; }

    [Range(1L, long.MaxValue)]
    [Description("The version of the terms that you read. Were they changed since, nothing is agreed to.")]
    public required long TermsVersion { get; init; }

    [MaxLength(Limits.Reference)]
    [Description(ExternalReferences.Description + " Leave it out to keep the one of your nomination.")]
    public string? ExternalReference { get; init; }

    /// <summary>What has to be said and isn't, all of it.</summary>
    public IReadOnlyList<Fault> Missing()
    {
        (string Where, bool Missing, string Detail)[] needed =
        [
            ("oin", Oin is null && KvkNumber is null, "The OIN or the number of the Chamber of Commerce is needed."),
            ("agreesToTime", !AgreesToTime, "Without agreement to the time there is none. Refuse instead, with the reason."),
            ("agreesToPrice", !AgreesToPrice, "Without agreement to the price there is none. Refuse instead, with the reason."),
        ];
        return [.. needed.Where(item => item.Missing).Select(item => new Fault(item.Where, "intake.missing", item.Detail))];
    }

    public InvoiceParticulars ToInvoice() => new()
    {
        Oin = Oin,
        KvkNumber = KvkNumber,
        CostCentre = CostCentre.Tidy(),
        PurchaseOrderNumber = PurchaseOrderNumber.Tidy(),
        Recipient = InvoiceAddress.Recipient.Trim(),
        AddressLine = InvoiceAddress.AddressLine.Trim(),
        PostalCode = DutchNumbers.Postcode(InvoiceAddress.PostalCode)!,
        Place = InvoiceAddress.Place.Trim(),
        AgreedByName = AgreedByName.Trim(),
        AgreedByFunction = AgreedByFunction.Trim(),
    };
}

/// <summary>Where the invoice goes.</summary>
internal sealed record InvoiceAddress
{
    [Required, MaxLength(Limits.Line), Name]
    [Description("The organisation or department that the invoice is for.")]
    public required string Recipient { get; init; }

    [Required, MaxLength(Limits.Name), Line]
    [Description("Street and number, or a PO box.")]
    public required string AddressLine { get; init; }

    [Required, DutchPostcode]
    [Description("Such as \"1234 AB\".")]
    public required string PostalCode { get; init; }

    [Required, MaxLength(Limits.Name), Line]
    public required string Place { get; init; }
}

internal static class GrantAgreement
{
    public static Task<Results<Ok<AgreementDetail>, ProblemHttpResult>> HandleAsync(
        Guid id, GrantAgreementRequest request, Caller caller, IntakeDbContext db, Answering answering, ProgrammeClock clock, CancellationToken cancellationToken) =>
        answering.AnswerAsync(id, db.AskedOf(caller, clock.Today), (application, edition, terms, now) => application.GrantAgreement(id, request, caller.PersonId, terms, edition, now), cancellationToken);
}
