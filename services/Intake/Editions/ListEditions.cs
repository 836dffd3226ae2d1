using System.ComponentModel;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting.ProgrammeTime;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Editions;

internal sealed record OpenEdition(
    Guid Id,
    string Name,
    IReadOnlyList<DateOnly> IntakeDays,
    [property: Description("The first day, as precisely as it is known: yyyy, yyyy-MM or yyyy-MM-dd.")] string? StartsOn,
    [property: Description("The last day, as precisely as it is known: yyyy, yyyy-MM or yyyy-MM-dd.")] string? EndsOn,
    [property: Description("The price per participant in euro cents; null while it isn't known.")] long? PriceInCents,
    [property: Description("Whether the overnight stays are in the price.")] bool HotelIncluded,
    VatTreatment Vat);

internal static class ListEditions
{
    public static async Task<Ok<IReadOnlyList<OpenEdition>>> HandleAsync(IntakeDbContext db, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        var today = clock.Today;
        var editions = await db.Editions.AsNoTracking()
            .Where(edition => edition.Status == EditionStatus.Open || edition.Status == EditionStatus.Released)
            .Join(db.EditionTerms, edition => edition.Id, terms => terms.EditionId, (edition, terms) => new { edition, terms })
            .OrderBy(row => row.edition.Name).ThenBy(row => row.edition.Id)
            .ToListAsync(cancellationToken);
        IReadOnlyList<OpenEdition> open =
        [
            .. editions.Where(row => row.edition.AcceptsApplications(today)).Select(row => new OpenEdition(
                row.edition.Id,
                row.edition.Name,
                row.edition.IntakeDays,
                row.edition.StartsOn?.ToString(),
                row.edition.EndsOn?.ToString(),
                row.terms.PriceInCents ?? row.edition.StatedPriceInCents,
                row.terms.HotelIncluded,
                row.terms.Vat)),
        ];
        return TypedResults.Ok(open);
    }
}
