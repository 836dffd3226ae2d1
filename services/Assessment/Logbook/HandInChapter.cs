using System.ComponentModel.DataAnnotations;
using Metropool.Assessment.Files;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metropool.Assessment.Logbook;

/// <summary>The text of a chapter; both parts are needed.</summary>
/// <param name="Insights">The insights from the module.</param>
/// <param name="Reflection">The reflection on one's own learning.</param>
internal sealed record HandInChapterRequest([property: MaxLength(TextLimits.Long), Multiline] string? Insights, [property: MaxLength(TextLimits.Long), Multiline] string? Reflection);

internal static class HandInChapter
{
    public static async Task<Results<Ok<ChapterView>, ProblemHttpResult>> HandleAsync(
        Guid id, int moduleNumber, HandInChapterRequest request, IfMatch ifMatch, Caller caller, AssessmentStore store, ProgrammeClock clock, HttpResponse response, CancellationToken cancellationToken)
    {
        var outcome = await store.ChangeAsync(
            id,
            caller,
            Texts.Current,
            (file, edition) =>
            {
                var refused = file.IsAbout(caller.PersonId!.Value) ? ifMatch.Mismatch(LogbookView.VersionOf(file)) : Refusals.NotTheWriter;
                if (refused is not null)
                {
                    return refused;
                }

                return file.HandInChapter(moduleNumber, request.Insights, request.Reflection, edition, clock.GetUtcNow()).IsRefused(out refused, out var handedIn)
                    ? refused
                    : new Change(handedIn);
            },
            cancellationToken);
        if (outcome.IsRefused(out var refusal, out var changed))
        {
            return refusal.ToProblem();
        }

        response.SetVersion(LogbookView.VersionOf(changed.File));
        return TypedResults.Ok(ChapterView.Of(changed.Edition.ModuleOf(moduleNumber)!, changed.File, changed.Edition));
    }
}
