using System.Globalization;
using Metropool.Contracts;
using Metropool.Intake.Applications;
using Metropool.Intake.Editions;

namespace Metropool.Intake.Agreements;

/// <summary>What an employer agrees to, in words.</summary>
internal static class AgreementWords
{
    public static IReadOnlyList<string> Of(AgreementDetail asked, TermsView terms) =>
    [
        $"{asked.Candidate} heeft zich aangemeld voor {asked.EditionName}{EditionWords.Period(Date(asked.StartsOn), Date(asked.EndsOn))}, en vraagt {asked.Employer} om akkoord.",
        "Tijd: ongeveer één dag per week, alle moduledagen, en een stage van ten minste vier weken (160 uur).",
        $"Prijs: {Euro(terms.PriceInCents)} per deelnemer, {Vat(terms.Vat)}. De hotelovernachtingen zijn {(terms.HotelIncluded ? "" : "niet ")}inbegrepen.",
        .. terms.Cancellation.Count == 0 ? [] : new[] { $"Bij annulering wordt van de prijs berekend: {string.Join("; ", terms.Cancellation.Select(Step))}." },
    ];

    /// <summary>An amount as it is written here. Without the culture: it isn't installed everywhere.</summary>
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
