using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Applications;

internal static class ListMyApplications
{
    public static async Task<Ok<IReadOnlyList<ApplicationSummary>>> HandleAsync(
        Caller caller, IntakeDbContext db, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        IReadOnlyList<ApplicationSummary> mine = await db.Applications.OwnedBy(caller)
            .OrderBy(a => a.Id).ToSummaries(db, clock.Today).ToListAsync(cancellationToken);
        return TypedResults.Ok(mine);
    }
}
