using System.ComponentModel;
using Metropool.Contracts.Intake;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Intake.Applications;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Retention;

/// <summary>How many applications of an edition were removed that ended in one way.</summary>
internal sealed record RemovedCount(
    [property: Description("Where they stood when they were removed.")] ApplicationStatus Outcome,
    int Count);

internal static class GetRemovedApplications
{
    public static async Task<Results<Ok<IReadOnlyList<RemovedCount>>, ProblemHttpResult>> HandleAsync(
        Guid id, Caller caller, IntakeDbContext db, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        if (!await db.Editions.OrganisedBy(caller, clock.Today).AnyAsync(edition => edition.Id == id, cancellationToken))
        {
            return Refusals.EditionUnknown.ToProblem();
        }

        var removed = await db.RemovedApplications.Where(row => row.EditionId == id).Select(row => new RemovedCount(row.Outcome, row.Count)).ToListAsync(cancellationToken);
        IReadOnlyList<RemovedCount> counts = [.. removed.OrderBy(row => row.Outcome)];
        return TypedResults.Ok(counts);
    }
}
