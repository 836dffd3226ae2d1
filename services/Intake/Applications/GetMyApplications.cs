using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Applications;

internal static class GetMyApplications
{
    public static async Task<Ok<IReadOnlyList<ApplicationSummary>>> HandleAsync(Caller caller, IntakeDbContext db, CancellationToken cancellationToken)
    {
        IReadOnlyList<ApplicationSummary> mine = await db.Applications.OwnedBy(caller).OrderBy(a => a.Id).Summarised(db).ToListAsync(cancellationToken);
        return TypedResults.Ok(mine);
    }
}
