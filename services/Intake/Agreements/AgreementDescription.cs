using System.Globalization;
using Metropool.Contracts;
using Metropool.Intake.Applications;
using Metropool.Intake.Editions;

namespace Metropool.Intake.Agreements;

/// <summary>Describes in Dutch what an employer agrees to.</summary>
internal static class AgreementDescription
{
    public static IReadOnlyList<string> Of(AgreementDetail agreement, AgreedTermsDetail terms) =>
    [
        $"{agreement.Candidate} heeft zich aangemeld voor {agreement.EditionName}{EditionText.Period(Date(agreement.StartsOn), Date(agreement.EndsOn))}, "
            + $"en vraagt {agreement.Employer} om akkoord.",
        "Tijd: ongeveer één dag per week, alle moduledagen, en een stage van ten minste vier weken (160 uur).",
        $"Prijs: {Euro(terms.PriceInCents)} per deelnemer, {Vat(terms.Vat)}. De hotelovernachtingen zijn {(terms.HotelIncluded ? "" : "niet ")}inbegrepen.",
        .. terms.Cancellation.Count == 0 ? [] : new[] { $"Annuleren kost een deel van de prijs: {string.Join("; ", terms.Cancellation.Select(Step))}." },
    ];

    /// <summary>An amount in Dutch notation, such as "€ 12.500,00". Not by culture data, which isn't installed everywhere.</summary>
    public static string Euro(long cents) => string.Create(
        CultureInfo.InvariantCulture, $"€ {(cents / 100).ToString("N0", CultureInfo.InvariantCulture).Replace(',', '.')},{cents % 100:00}");

    private static PartialDate? Date(string? text) => PartialDate.TryParse(text, out var date) ? date : null;

    private static string Vat(VatTreatment vat) => vat switch
    {
        VatTreatment.Exempt => "vrijgesteld van btw",
        VatTreatment.Included => "inclusief btw",
        _ => "exclusief btw",
    };

    private static string Step(CancellationStep step) => step.UntilDaysBeforeStart == 0
        ? $"daarna {step.ChargePercentage}%"
        : $"tot {step.UntilDaysBeforeStart} dagen voor de eerste dag {step.ChargePercentage}%";
}
