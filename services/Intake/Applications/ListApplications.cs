using Metropool.Hosting;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Applications;

internal static class ListApplications
{
    public static async Task<Results<Ok<Page<ApplicationSummary>>, ProblemHttpResult>> HandleAsync(
        [AsParameters] WorkListFilter filter,
        [AsParameters] Paging paging,
        Caller caller,
        IntakeDbContext db,
        ProgrammeClock clock,
        CancellationToken cancellationToken)
    {
        await using var planned = await db.BeginWithCustomPlansAsync(cancellationToken);
        if (await db.WorkListAsync(filter, caller, clock.Today, cancellationToken) is not { } applications)
        {
            return Refusals.EditionUnknown.ToProblem();
        }

        var ordered = await applications.InOrderAsync(filter.Order ?? WorkListOrder.Started, paging.IdBefore(), db, cancellationToken);
        var summaries = await ordered.Take(paging.Size + 1).ToSummaries(db, clock.Today).ToListAsync(cancellationToken);
        return TypedResults.Ok(paging.PageOf(summaries, a => [a.Id]));
    }
}
