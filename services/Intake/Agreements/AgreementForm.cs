using System.Globalization;
using Metropool.Http;
using Metropool.Pages;

namespace Metropool.Intake.Agreements;

/// <summary>The form on the page of an employer without an account. It has the same limits as the request of the API.</summary>
internal static class AgreementForm
{
    private static readonly Dictionary<string, string> Messages = new()
    {
        [nameof(GrantAgreementRequest.Oin)] = "Vul een geldig OIN van 20 cijfers in, of een KvK-nummer.",
        [nameof(GrantAgreementRequest.KvkNumber)] = "Vul een KvK-nummer van 8 cijfers in.",
        [nameof(GrantAgreementRequest.CostCentre)] = "Vul een kostenplaats van ten hoogste 50 tekens in, of laat dit leeg.",
        [nameof(GrantAgreementRequest.PurchaseOrderNumber)] = "Vul een inkoopordernummer van ten hoogste 50 tekens in, of laat dit leeg.",
        [nameof(InvoiceAddress.Recipient)] = "Vul in aan wie de factuur gericht wordt, zonder webadres of e-mailadres.",
        [nameof(InvoiceAddress.AddressLine)] = "Vul straat en huisnummer in, of een postbus.",
        [nameof(InvoiceAddress.PostalCode)] = "Vul een postcode in, zoals 1234 AB.",
        [nameof(InvoiceAddress.Place)] = "Vul een plaats in.",
        [nameof(GrantAgreementRequest.AgreedByName)] = "Vul uw naam in, zonder webadres of e-mailadres.",
        [nameof(GrantAgreementRequest.AgreedByFunction)] = "Vul uw functie in.",
        [nameof(GrantAgreementRequest.AgreesToTime)] = "Vink aan dat u akkoord gaat met de tijd, of laat weten dat u niet akkoord gaat.",
        [nameof(GrantAgreementRequest.AgreesToPrice)] = "Vink aan dat u akkoord gaat met de prijs, of laat weten dat u niet akkoord gaat.",
    };

    /// <summary>The fields, with the values of the form that was sent.</summary>
    public static IReadOnlyList<FormField> Fields(PageForm? form) =>
        form is null ? Empty : [.. Empty.Select(field => field with { Value = form[field.Name] })];

    private static IReadOnlyList<FormField> Empty { get; } =
    [
        Field<GrantAgreementRequest>(nameof(GrantAgreementRequest.Oin), "OIN", "off", "20 cijfers. Een OIN of een KvK-nummer is genoeg.", isOptional: true),
        Field<GrantAgreementRequest>(nameof(GrantAgreementRequest.KvkNumber), "KvK-nummer", "off", "8 cijfers.", isOptional: true),
        Field<GrantAgreementRequest>(nameof(GrantAgreementRequest.CostCentre), "Kostenplaats", "off", isOptional: true),
        Field<GrantAgreementRequest>(nameof(GrantAgreementRequest.PurchaseOrderNumber), "Inkoopordernummer", "off", isOptional: true),
        Field<InvoiceAddress>(nameof(InvoiceAddress.Recipient), "Factuur gericht aan", "organization"),
        Field<InvoiceAddress>(nameof(InvoiceAddress.AddressLine), "Straat en huisnummer, of postbus", "address-line1"),
        Field<InvoiceAddress>(nameof(InvoiceAddress.PostalCode), "Postcode", "postal-code"),
        Field<InvoiceAddress>(nameof(InvoiceAddress.Place), "Plaats", "address-level2"),
        Field<GrantAgreementRequest>(nameof(GrantAgreementRequest.AgreedByName), "Uw naam", "name"),
        Field<GrantAgreementRequest>(nameof(GrantAgreementRequest.AgreedByFunction), "Uw functie", "organization-title"),
        Choice(nameof(GrantAgreementRequest.AgreesToTime), "Wij gaan akkoord met de tijd."),
        Choice(nameof(GrantAgreementRequest.AgreesToPrice), "Wij gaan akkoord met de prijs en de voorwaarden."),
    ];

    private static FormField Field<TRequest>(string name, string label, string autocomplete, string? hint = null, bool isOptional = false) =>
        new(name, label, "text", autocomplete, hint, null, isOptional) { MaxLength = FormField.MaxLengthOf<TRequest>(name) };

    private static FormField Choice(string name, string label) => new(name, label, "checkbox", "off");

    /// <summary>The request that the form contains. Numbers may have spaces and dots.</summary>
    public static GrantAgreementRequest Read(PageForm form) => new()
    {
        Oin = Number(form[nameof(GrantAgreementRequest.Oin)]),
        KvkNumber = Number(form[nameof(GrantAgreementRequest.KvkNumber)]),
        CostCentre = form[nameof(GrantAgreementRequest.CostCentre)],
        PurchaseOrderNumber = form[nameof(GrantAgreementRequest.PurchaseOrderNumber)],
        InvoiceAddress = new InvoiceAddress
        {
            Recipient = form[nameof(InvoiceAddress.Recipient)],
            AddressLine = form[nameof(InvoiceAddress.AddressLine)],
            PostalCode = form[nameof(InvoiceAddress.PostalCode)],
            Place = form[nameof(InvoiceAddress.Place)],
        },
        AgreedByName = form[nameof(GrantAgreementRequest.AgreedByName)],
        AgreedByFunction = form[nameof(GrantAgreementRequest.AgreedByFunction)],
        AgreesToTime = form[nameof(GrantAgreementRequest.AgreesToTime)] == FormField.Checked,
        AgreesToPrice = form[nameof(GrantAgreementRequest.AgreesToPrice)] == FormField.Checked,

        // Hidden fields. A value that isn't a number becomes -1, which no price or version equals.
        PriceInCents = ReadNumber(form[nameof(GrantAgreementRequest.PriceInCents)]),
        TermsVersion = ReadNumber(form[nameof(GrantAgreementRequest.TermsVersion)]),
    };

    /// <summary>The faults of the request, in Dutch.</summary>
    public static IReadOnlyList<FormFault> FaultsOf(GrantAgreementRequest request)
    {
        var fields = RequestFaults.Of(request).Concat(request.Missing())
            .Select(fault => fault.Where.Split('.')[^1]).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. Messages.Where(message => fields.Contains(message.Key)).Select(message => new FormFault(message.Key, message.Value))];
    }

    private static string? Number(string text) =>
        string.Concat(text.Where(character => character is not (' ' or '.'))) is { Length: > 0 } number ? number : null;

    private static long ReadNumber(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
}
