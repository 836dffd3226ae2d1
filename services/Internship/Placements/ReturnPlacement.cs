using System.ComponentModel.DataAnnotations;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Internship.Internships;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metropool.Internship.Placements;

/// <summary>The return of a proposal to the participant.</summary>
/// <param name="PlacementId">The placement that you read. If the participant changed it since, it is another placement, and isn't returned.</param>
/// <param name="Reason">What has to change. The participant can read it.</param>
internal sealed record ReturnPlacementRequest(Guid PlacementId, [property: Required, StringLength(2000), Multiline] string Reason);

internal static class ReturnPlacement
{
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        Guid id, ReturnPlacementRequest request, Caller caller, InternshipStore store, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        var outcome = await store.ChangeAsync(
            id,
            caller,
            Access.Dean,
            Texts.None,
            (file, _, dean) => file.ReturnPlacement(request.PlacementId, dean, request.Reason.Trim(), clock.GetUtcNow()),
            cancellationToken);
        return outcome.Refusal is { } refusal ? refusal.ToProblem() : TypedResults.NoContent();
    }
}
