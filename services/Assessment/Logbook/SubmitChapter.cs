using System.ComponentModel.DataAnnotations;
using Metropool.Assessment.Assessments;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metropool.Assessment.Logbook;

/// <summary>The text of a chapter; both parts are needed.</summary>
/// <param name="Insights">The insights from the module.</param>
/// <param name="Reflection">The reflection on personal learning.</param>
internal sealed record SubmitChapterRequest(
    [property: MaxLength(TextLimits.Long), Multiline] string? Insights, [property: MaxLength(TextLimits.Long), Multiline] string? Reflection);

internal static class SubmitChapter
{
    public static async Task<Results<Ok<ChapterDetail>, ProblemHttpResult>> HandleAsync(
        Guid id,
        int moduleNumber,
        SubmitChapterRequest request,
        IfMatch ifMatch,
        Caller caller,
        AssessmentStore store,
        ProgrammeClock clock,
        HttpResponse response,
        CancellationToken cancellationToken)
    {
        var outcome = await store.ChangeAsync(
            id,
            caller,
            Texts.Current,
            (file, edition) => (file.IsAbout(caller.PersonId!.Value) ? ifMatch.Mismatch(LogbookDetail.VersionOf(file)) : Refusals.NotTheParticipant)
                ?? file.SubmitChapter(moduleNumber, request.Insights, request.Reflection, edition, clock.GetUtcNow()),
            cancellationToken);
        if (outcome.IsRefused(out var refusal, out var changed))
        {
            return refusal.ToProblem();
        }

        response.SetVersion(LogbookDetail.VersionOf(changed.File));
        return TypedResults.Ok(ChapterDetail.Of(changed.Edition.ModuleOf(moduleNumber)!, changed.File, changed.Edition));
    }
}
