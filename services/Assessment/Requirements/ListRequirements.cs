using Metropool.Assessment.Assessments;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metropool.Assessment.Requirements;

/// <summary>The requirements of the certificate.</summary>
/// <param name="AllMet">Whether all requirements are met.</param>
/// <param name="Items">The requirements.</param>
internal sealed record RequirementsDetail(bool AllMet, IReadOnlyList<RequirementDetail> Items);

/// <summary>A requirement of the certificate (R39).</summary>
/// <param name="Code">Permanent and machine-readable, such as <c>chapter-3</c>.</param>
/// <param name="Label">The label, in Dutch.</param>
/// <param name="Met">Whether it is met.</param>
/// <param name="Since">Since when it is met, UTC; null until then.</param>
/// <param name="ToDo">The next step of the participant, in Dutch; null once it is met.</param>
internal sealed record RequirementDetail(string Code, string Label, bool Met, DateTimeOffset? Since, string? ToDo);

internal static class ListRequirements
{
    public static async Task<Results<Ok<RequirementsDetail>, ProblemHttpResult>> HandleAsync(
        Guid id, Caller caller, AssessmentDbContext db, AssessmentStore store, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        if ((await db.ReadAsync(id, Text.Requirements, Texts.None, caller, clock, cancellationToken)).IsRefused(out var refusal, out var read))
        {
            return refusal.ToProblem();
        }

        var items = RequirementTable.Of(read.File, await store.ProgressOfAsync(read.File, cancellationToken));
        return TypedResults.Ok(new RequirementsDetail(
            items.All(item => item.Met),
            [.. items.Select(item => new RequirementDetail(item.Code, item.Label, item.Met, item.Since, item.ToDo))]));
    }
}
