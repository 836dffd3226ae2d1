using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Internship.Internships;

/// <summary>Where the internships of an edition stand.</summary>
internal static class ListInternships
{
    /// <param name="editionId">The edition.</param>
    /// <param name="paging">Which part of the list.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="db">The database.</param>
    /// <param name="clock">Programme time.</param>
    /// <param name="cancellationToken">Ends when the caller goes away.</param>
    public static async Task<Results<Ok<Page<InternshipSummary>>, ProblemHttpResult>> HandleAsync(
        Guid editionId, [AsParameters] Paging paging, Caller caller, InternshipDbContext db, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        if (!await db.TeamMembers.HeldBy(caller, clock.Today).AnyAsync(member => member.EditionId == editionId, cancellationToken))
        {
            return Refusal.NotFound("internship.edition-unknown", "There is no such edition in whose education team you are today.").ToProblem();
        }

        return TypedResults.Ok(await db.SummariesAsync(db.Internships.Where(file => file.EditionId == editionId), paging, clock, cancellationToken));
    }
}
