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
        Guid id, WritePageRequest request, IfMatch ifMatch, Caller caller, FileCabinet cabinet, ProgrammeClock clock, CancellationToken cancellationToken);

    public static Handler HandlerOf(PageKind kind) => (id, request, ifMatch, caller, cabinet, clock, cancellationToken) =>
        WriteAsync(id, kind, request.Text, request.KeepGoing, ifMatch, caller, cabinet, clock, cancellationToken);

    public static Task<Results<Ok<PageView>, ProblemHttpResult>> WritePhpAsync(
        Guid id, WritePhpRequest request, IfMatch ifMatch, Caller caller, FileCabinet cabinet, ProgrammeClock clock, CancellationToken cancellationToken) =>
        WriteAsync(id, PageKind.Php, request.Text, keepGoing: null, ifMatch, caller, cabinet, clock, cancellationToken);

    private static async Task<Results<Ok<PageView>, ProblemHttpResult>> WriteAsync(
        Guid id, PageKind kind, string? text, string? keepGoing, IfMatch ifMatch, Caller caller, FileCabinet cabinet, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        if (await cabinet.TakeAsync(id, caller, Texts.Current, cancellationToken) is not { } file)
        {
            return Refusals.FileUnknown.ToProblem();
        }

        if (!file.IsAbout(caller.PersonId!.Value))
        {
            return Refusals.NotTheWriter.ToProblem();
        }

        if (ifMatch.Mismatch(PageView.Of(file.Pages.SingleOrDefault(known => known.Kind == kind))) is { } mismatch)
        {
            return mismatch.ToProblem();
        }

        var edition = await cabinet.ProgressOfAsync(file, cancellationToken);
        if (file.WritePage(kind, text, keepGoing, clock.GetUtcNow()).IsRefused(out var refusal, out var page))
        {
            return refusal.ToProblem();
        }

        await cabinet.PutBackAsync(file, null, edition, cancellationToken);
        return TypedResults.Ok(PageView.Of(page));
    }
}
