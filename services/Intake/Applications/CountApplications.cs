using System.ComponentModel;
using Metropool.Contracts.Intake;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Applications;

/// <summary>How the applications of an edition stand.</summary>
internal sealed record ApplicationCounts
{
    [Description("How many stand where; what none stands at isn't in it.")]
    public required IReadOnlyDictionary<ApplicationStatus, int> ByStatus { get; init; }

    [Description("How many await what; what none awaits isn't in it.")]
    public required IReadOnlyDictionary<Awaited, int> ByAwaited { get; init; }
}

internal static class CountApplications
{
    public static async Task<Results<Ok<ApplicationCounts>, ProblemHttpResult>> HandleAsync(
        [Description("The edition.")] Guid editionId, Caller caller, IntakeDbContext db, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        if (await db.WorkListAsync(new WorkListFilter { EditionId = editionId }, caller, clock.Today, cancellationToken) is not { } applications)
        {
            return Refusals.EditionUnknown.ToProblem();
        }

        var counts = await applications.GroupBy(a => new { a.Status, a.Awaits }).Select(group => new { group.Key.Status, group.Key.Awaits, Count = group.Count() }).ToListAsync(cancellationToken);
        return TypedResults.Ok(new ApplicationCounts
        {
            ByStatus = counts.GroupBy(row => row.Status).ToDictionary(group => group.Key, group => group.Sum(row => row.Count)),
            ByAwaited = counts.GroupBy(row => row.Awaits).ToDictionary(group => group.Key, group => group.Sum(row => row.Count)),
        });
    }
}
