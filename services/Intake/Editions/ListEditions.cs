using Metropool.Contracts.Scheduling;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Intake.Replicas;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Editions;

/// <summary>An edition that accepts applications.</summary>
/// <param name="Id">The id of the edition.</param>
/// <param name="Name">The name.</param>
/// <param name="IntakeDays">The days of the intake interviews, in Europe/Amsterdam.</param>
/// <param name="StartsOn">The first day, as precisely as it is known: yyyy, yyyy-MM or yyyy-MM-dd.</param>
/// <param name="EndsOn">The last day, as precisely as it is known: yyyy, yyyy-MM or yyyy-MM-dd.</param>
/// <param name="PriceInCents">The price per participant, in euro cents; null while it is unknown.</param>
/// <param name="HotelIncluded">Whether the price includes the overnight stays.</param>
/// <param name="Vat">The VAT treatment.</param>
internal sealed record EditionSummary(
    Guid Id,
    string Name,
    IReadOnlyList<DateOnly> IntakeDays,
    string? StartsOn,
    string? EndsOn,
    long? PriceInCents,
    bool HotelIncluded,
    VatTreatment Vat);

internal static class ListEditions
{
    public static async Task<Ok<IReadOnlyList<EditionSummary>>> HandleAsync(IntakeDbContext db, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        var today = clock.Today;
        var editions = await db.Editions
            .Where(edition => edition.Status == EditionStatus.Open || edition.Status == EditionStatus.Released)
            .Join(db.EditionTerms, edition => edition.Id, terms => terms.EditionId, (edition, terms) => new { edition, terms })
            .OrderBy(row => row.edition.Name).ThenBy(row => row.edition.Id)
            // Without the team, which would be read with every edition.
            .Select(row => new
            {
                row.edition.Id,
                row.edition.Name,
                row.edition.IntakeDays,
                row.edition.StartsOn,
                row.edition.EndsOn,
                PriceInCents = row.terms.PriceInCents ?? row.edition.StatedPriceInCents,
                row.terms.HotelIncluded,
                row.terms.Vat,
            })
            .ToListAsync(cancellationToken);
        IReadOnlyList<EditionSummary> open =
        [
            .. editions.Where(edition => Edition.CanStillBegin(edition.StartsOn, today)).Select(edition => new EditionSummary(
                edition.Id,
                edition.Name,
                edition.IntakeDays,
                edition.StartsOn?.ToString(),
                edition.EndsOn?.ToString(),
                edition.PriceInCents,
                edition.HotelIncluded,
                edition.Vat)),
        ];
        return TypedResults.Ok(open);
    }
}
