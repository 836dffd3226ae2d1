using System.ComponentModel.DataAnnotations;
using Metropool.Assessment.Assessments;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metropool.Assessment.Pages;

/// <summary>The text of the learning plan or the challenge.</summary>
/// <param name="Text">The text.</param>
/// <param name="KeepGoing">How the participant keeps applying what was learnt (borgen); optional, at the end of the programme.</param>
internal sealed record WritePageRequest(
    [property: MaxLength(TextLimits.Long), Multiline] string? Text, [property: MaxLength(TextLimits.Long), Multiline] string? KeepGoing = null);

/// <summary>The text of the PHP.</summary>
/// <param name="Text">The text.</param>
internal sealed record WritePhpRequest([property: MaxLength(TextLimits.Long), Multiline] string? Text);

internal static class WritePage
{
    public delegate Task<Results<Ok<PageDetail>, ProblemHttpResult>> Handler(
        Guid id, WritePageRequest request, IfMatch ifMatch, Caller caller, AssessmentStore store, ProgrammeClock clock, CancellationToken cancellationToken);

    public static Handler HandlerOf(PageKind kind) => (id, request, ifMatch, caller, store, clock, cancellationToken) =>
        WriteAsync(id, kind, request, ifMatch, caller, store, clock, cancellationToken);

    public static Task<Results<Ok<PageDetail>, ProblemHttpResult>> WritePhpAsync(
        Guid id, WritePhpRequest request, IfMatch ifMatch, Caller caller, AssessmentStore store, ProgrammeClock clock, CancellationToken cancellationToken) =>
        WriteAsync(id, PageKind.Php, new WritePageRequest(request.Text), ifMatch, caller, store, clock, cancellationToken);

    private static async Task<Results<Ok<PageDetail>, ProblemHttpResult>> WriteAsync(
        Guid id,
        PageKind kind,
        WritePageRequest request,
        IfMatch ifMatch,
        Caller caller,
        AssessmentStore store,
        ProgrammeClock clock,
        CancellationToken cancellationToken)
    {
        var outcome = await store.ChangeAsync(
            id,
            caller,
            Texts.Current,
            (file, _) => (file.IsAbout(caller.PersonId!.Value) ? ifMatch.Mismatch(PageOf(file)) : Refusals.NotTheParticipant)
                ?? file.WritePage(kind, request.Text, request.KeepGoing, clock.GetUtcNow()),
            cancellationToken);
        return outcome.IsRefused(out var refusal, out var changed) ? refusal.ToProblem() : TypedResults.Ok(PageOf(changed.File));

        PageDetail PageOf(AssessmentFile file) => PageDetail.Of(file.Pages.SingleOrDefault(page => page.Kind == kind));
    }
}
