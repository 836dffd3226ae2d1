using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Internship.Internships;

/// <summary>The filters of the list.</summary>
/// <param name="EditionId">The edition.</param>
internal sealed record InternshipFilters([property: FromQuery(Name = "editionId")] Guid EditionId);

internal static class ListInternships
{
    public static async Task<Results<Ok<Page<InternshipSummary>>, ProblemHttpResult>> HandleAsync(
        [AsParameters] InternshipFilters filters,
        [AsParameters] Paging paging,
        Caller caller,
        InternshipDbContext db,
        ProgrammeClock clock,
        CancellationToken cancellationToken)
    {
        var edition = await db.Editions.AsNoTracking().SingleOrDefaultAsync(edition => edition.Id == filters.EditionId, cancellationToken);
        return edition?.RolesOf(caller.PersonId!.Value, clock.Today).Any() == true
            ? TypedResults.Ok(await db.SummariesAsync(db.Internships.Where(file => file.EditionId == edition.Id), paging, clock, cancellationToken))
            : Refusals.EditionUnknown.ToProblem();
    }
}
