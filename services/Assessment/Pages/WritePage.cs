using System.ComponentModel.DataAnnotations;
using Metropool.Assessment.Files;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metropool.Assessment.Pages;

/// <summary>The text of the learning plan or the challenge.</summary>
/// <param name="Text">The text.</param>
/// <param name="KeepGoing">How the participant keeps going what was learnt (borgen); for the end, and optional.</param>
internal sealed record WritePageRequest([property: MaxLength(TextLimits.Long), Multiline] string? Text, [property: MaxLength(TextLimits.Long), Multiline] string? KeepGoing = null);

/// <summary>The text of the PHP.</summary>
/// <param name="Text">The text.</param>
internal sealed record WritePhpRequest([property: MaxLength(TextLimits.Long), Multiline] string? Text);

internal static class WritePage
{
    public delegate Task<Results<Ok<PageView>, ProblemHttpResult>> Handler(
        Guid id, WritePageRequest request, IfMatch ifMatch, Caller caller, AssessmentStore store, ProgrammeClock clock, CancellationToken cancellationToken);

    public static Handler HandlerOf(PageKind kind) => (id, request, ifMatch, caller, store, clock, cancellationToken) =>
        WriteAsync(id, kind, request.Text, request.KeepGoing, ifMatch, caller, store, clock, cancellationToken);

    public static Task<Results<Ok<PageView>, ProblemHttpResult>> WritePhpAsync(
        Guid id, WritePhpRequest request, IfMatch ifMatch, Caller caller, AssessmentStore store, ProgrammeClock clock, CancellationToken cancellationToken) =>
        WriteAsync(id, PageKind.Php, request.Text, keepGoing: null, ifMatch, caller, store, clock, cancellationToken);

    private static async Task<Results<Ok<PageView>, ProblemHttpResult>> WriteAsync(
        Guid id, PageKind kind, string? text, string? keepGoing, IfMatch ifMatch, Caller caller, AssessmentStore store, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        var outcome = await store.ChangeAsync(
            id,
            caller,
            Texts.Current,
            (file, _) =>
            {
                var refused = file.IsAbout(caller.PersonId!.Value)
                    ? ifMatch.Mismatch(PageView.Of(file.Pages.SingleOrDefault(known => known.Kind == kind)))
                    : Refusals.NotTheWriter;
                return (refused ?? file.WritePage(kind, text, keepGoing, clock.GetUtcNow()).Refusal) is { } refusal ? refusal : new Change();
            },
            cancellationToken);
        return outcome.IsRefused(out var unwritten, out var changed)
            ? unwritten.ToProblem()
            : TypedResults.Ok(PageView.Of(changed.File.Pages.Single(page => page.Kind == kind)));
    }
}
