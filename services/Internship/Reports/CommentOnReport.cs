using System.ComponentModel.DataAnnotations;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Internship.Internships;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metropool.Internship.Reports;

/// <summary>A comment on the submitted report.</summary>
/// <param name="Text">The comment. The participant can read it (R46).</param>
internal sealed record CommentRequest([property: Required, StringLength(10_000), Multiline] string Text);

internal static class CommentOnReport
{
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        Guid id, CommentRequest request, Caller caller, InternshipStore store, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        var outcome = await store.ChangeAsync(
            id,
            caller,
            Access.DeanOrProgrammeManager,
            Texts.Report,
            (file, _, author) => file.CommentOnReport(request.Text.Trim(), author, clock.GetUtcNow()),
            cancellationToken);
        return outcome.Refusal is { } refusal ? refusal.ToProblem() : TypedResults.NoContent();
    }
}
