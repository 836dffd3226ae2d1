using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Internship.Internships;

internal static class GetInternship
{
    public static async Task<Results<Ok<InternshipDetail>, ProblemHttpResult>> HandleAsync(
        Guid id, Caller caller, InternshipDbContext db, ProgrammeClock clock, InternshipSettings settings, CancellationToken cancellationToken)
    {
        if (await db.ReaderAsync(id, caller, clock, cancellationToken) is not { } reader)
        {
            return Refusals.FileUnknown.ToProblem();
        }

        var file = await db.Internships.AsNoTracking().WithParts().SingleAsync(file => file.Id == id, cancellationToken);
        var summary = (await db.SummariesAsync(db.Internships.Where(file => file.Id == id), clock, cancellationToken)).Single();
        return TypedResults.Ok(InternshipDetail.Of(summary, file, reader, settings));
    }
}
