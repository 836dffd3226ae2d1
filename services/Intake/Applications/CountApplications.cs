using Metropool.Contracts.Intake;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Applications;

/// <summary>The filter of the counts.</summary>
internal sealed record ApplicationCountFilter
{
    /// <summary>The edition.</summary>
    [FromQuery(Name = "editionId")]
    public required Guid EditionId { get; init; }
}

/// <summary>The numbers of applications of an edition.</summary>
internal sealed record ApplicationCounts
{
    /// <summary>The number of applications per status; without the statuses that none has.</summary>
    public required IReadOnlyDictionary<ApplicationStatus, int> ByStatus { get; init; }

    /// <summary>The number of applications per next step; without the steps that none waits for.</summary>
    public required IReadOnlyDictionary<NextStep, int> ByNextStep { get; init; }
}

internal static class CountApplications
{
    public static async Task<Results<Ok<ApplicationCounts>, ProblemHttpResult>> HandleAsync(
        [AsParameters] ApplicationCountFilter filter, Caller caller, IntakeDbContext db, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        if (await db.WorkListAsync(new WorkListFilter { EditionId = filter.EditionId }, caller, clock.Today, cancellationToken) is not { } applications)
        {
            return Refusals.EditionUnknown.ToProblem();
        }

        var counts = await applications.GroupBy(a => new { a.Status, a.NextStep })
            .Select(group => new { group.Key.Status, group.Key.NextStep, Count = group.Count() }).ToListAsync(cancellationToken);
        return TypedResults.Ok(new ApplicationCounts
        {
            ByStatus = counts.GroupBy(row => row.Status).ToDictionary(group => group.Key, group => group.Sum(row => row.Count)),
            ByNextStep = counts.GroupBy(row => row.NextStep).ToDictionary(group => group.Key, group => group.Sum(row => row.Count)),
        });
    }
}
