using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metropool.Internship.Internships;

internal static class ListMyInternships
{
    public static async Task<Ok<IReadOnlyList<InternshipSummary>>> HandleAsync(
        Caller caller, InternshipDbContext db, ProgrammeClock clock, CancellationToken cancellationToken) =>
        TypedResults.Ok(await db.SummariesAsync(db.Internships.OwnedBy(caller), clock, cancellationToken));
}
