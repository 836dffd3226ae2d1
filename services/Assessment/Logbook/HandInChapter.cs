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
        Guid id, int moduleNumber, HandInChapterRequest request, IfMatch ifMatch, Caller caller, FileCabinet cabinet, ProgrammeClock clock, HttpResponse response, CancellationToken cancellationToken)
    {
        if (await cabinet.TakeAsync(id, caller, Texts.Current, cancellationToken) is not { } file)
        {
            return Refusals.FileUnknown.ToProblem();
        }

        if (!file.IsAbout(caller.PersonId!.Value))
        {
            return Refusals.NotTheWriter.ToProblem();
        }

        if (ifMatch.Mismatch(LogbookView.VersionOf(file)) is { } mismatch)
        {
            return mismatch.ToProblem();
        }

        var edition = await cabinet.ProgressOfAsync(file, cancellationToken);
        if (file.HandInChapter(moduleNumber, request.Insights, request.Reflection, edition, clock.GetUtcNow()).IsRefused(out var refusal, out var handedIn))
        {
            return refusal.ToProblem();
        }

        await cabinet.PutBackAsync(file, handedIn, edition, cancellationToken);
        response.SetVersion(LogbookView.VersionOf(file));
        return TypedResults.Ok(ChapterView.Of(edition.ModuleOf(moduleNumber)!, file, edition));
    }
}
