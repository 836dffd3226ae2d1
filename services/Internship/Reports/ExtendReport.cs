using System.ComponentModel.DataAnnotations;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Internship.Internships;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metropool.Internship.Reports;

/// <summary>A later due date of the report (R30).</summary>
/// <param name="DueOn">The new due date, in Europe/Amsterdam.</param>
/// <param name="Reason">The reason. It is kept, and the participant can read it.</param>
internal sealed record ExtensionRequest(DateOnly DueOn, [property: Required, StringLength(2000), Multiline] string Reason);

internal static class ExtendReport
{
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        Guid id, ExtensionRequest request, Caller caller, InternshipStore store, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        var outcome = await store.ChangeAsync(
            id,
            caller,
            Access.DeanOrProgrammeManager,
            Texts.None,
            (file, participation, by) => file.ExtendReport(request.DueOn, request.Reason.Trim(), by, participation, clock.GetUtcNow()),
            cancellationToken);
        return outcome.Refusal is { } refusal ? refusal.ToProblem() : TypedResults.NoContent();
    }
}
