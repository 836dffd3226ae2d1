using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Internship.Internships;

/// <summary>An internship, as much of it as the reader may see.</summary>
internal static class GetInternship
{
    public static async Task<Results<Ok<InternshipDetail>, ProblemHttpResult>> HandleAsync(
        Guid id, Caller caller, InternshipDbContext db, ProgrammeClock clock, InternshipSettings settings, CancellationToken cancellationToken)
    {
        if (await db.ReaderAsync(id, caller, clock, cancellationToken) is not { } reader)
        {
            return Access.NotFound.ToProblem();
        }

        var file = await db.Internships.Whole().AsNoTracking().SingleAsync(f => f.Id == id, cancellationToken);
        var summary = (await db.SummariesAsync(db.Internships.Where(f => f.Id == id), clock, cancellationToken)).Single();
        return TypedResults.Ok(InternshipDetail.Of(summary, file, reader, settings));
    }
}
