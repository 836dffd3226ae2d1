using Metropool.Contracts.Intake;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Retention;

/// <summary>The number of removed applications of an edition with one outcome.</summary>
internal sealed record RemovedApplicationCount
{
    /// <summary>The status at removal.</summary>
    public required ApplicationStatus Outcome { get; init; }

    /// <summary>The number of applications.</summary>
    public required int Count { get; init; }
}

internal static class CountRemovedApplications
{
    public static async Task<Results<Ok<IReadOnlyList<RemovedApplicationCount>>, ProblemHttpResult>> HandleAsync(
        Guid id, Caller caller, IntakeDbContext db, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        if (!await db.Editions.OrganisedBy(caller, clock.Today).AnyAsync(edition => edition.Id == id, cancellationToken))
        {
            return Refusals.EditionUnknown.ToProblem();
        }

        var removed = await db.RemovedApplications.Where(row => row.EditionId == id)
            .Select(row => new RemovedApplicationCount { Outcome = row.Outcome, Count = row.Count }).ToListAsync(cancellationToken);
        IReadOnlyList<RemovedApplicationCount> counts = [.. removed.OrderBy(row => row.Outcome)];
        return TypedResults.Ok(counts);
    }
}
