using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metropool.Internship.Internships;

/// <summary>A presentation (R32).</summary>
/// <param name="PresentedAt">When it was given.</param>
/// <param name="Elsewhere">True if it wasn't given at the internship meeting.</param>
internal sealed record PresentationRequest(DateTimeOffset PresentedAt, bool Elsewhere = false);

internal static class RecordPresentation
{
    public static async Task<Results<Ok<PresentationDetail>, ProblemHttpResult>> HandleAsync(
        Guid id, PresentationRequest request, Caller caller, InternshipStore store, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        var outcome = await store.ChangeAsync(
            id,
            caller,
            Access.DeanOrProgrammeManager,
            Texts.None,
            (file, _, by) => file.RecordPresentation(request.PresentedAt, request.Elsewhere, by, clock.GetUtcNow()),
            cancellationToken);
        return outcome.IsRefused(out var refusal, out var changed)
            ? refusal.ToProblem()
            : TypedResults.Ok(new PresentationDetail(request.PresentedAt, request.Elsewhere, ActorDetail.Of(changed.PresentationRecordedBy!)));
    }
}
