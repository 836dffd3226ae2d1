using Metropool.Assessment.Files;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metropool.Assessment.Requirements;

/// <summary>Where a participant stands.</summary>
/// <param name="AllMet">Whether nothing stands between the participant and the certificate.</param>
/// <param name="Items">Everything that the certificate needs.</param>
internal sealed record RequirementsView(bool AllMet, IReadOnlyList<RequirementView> Items);

/// <summary>Something that the certificate needs.</summary>
/// <param name="Code">Permanent and machine-readable, such as <c>chapter-3</c>.</param>
/// <param name="Label">What it is, in Dutch.</param>
/// <param name="Met">Whether it is met.</param>
/// <param name="Since">Since when, UTC; null while it is not.</param>
/// <param name="ToDo">What there is to do, in Dutch; null once it is met.</param>
internal sealed record RequirementView(string Code, string Label, bool Met, DateTimeOffset? Since, string? ToDo);

internal static class GetRequirements
{
    public static async Task<Results<Ok<RequirementsView>, ProblemHttpResult>> HandleAsync(
        Guid id, Caller caller, AssessmentDbContext db, AssessmentStore store, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        if ((await db.Files.OpenAsync(db, id, Text.Requirements, caller, clock, cancellationToken)).IsRefused(out var refusal, out var opened))
        {
            return refusal.ToProblem();
        }

        var items = RequirementTable.Of(opened.File, await store.ProgressOfAsync(opened.File, cancellationToken));
        return TypedResults.Ok(new RequirementsView(
            items.All(item => item.Met),
            [.. items.Select(item => new RequirementView(item.Code, item.Label, item.Met, item.Since, item.ToDo))]));
    }
}
