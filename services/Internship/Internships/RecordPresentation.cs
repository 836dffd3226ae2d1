using MassTransit;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Internship.Placements;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metropool.Internship.Internships;

/// <summary>Programme manager or dean record that the participant presented (R32).</summary>
internal static class RecordPresentation
{
    public static async Task<Results<Ok<PresentationView>, ProblemHttpResult>> HandleAsync(
        Guid id, PresentationRequest request, Caller caller, InternshipDbContext db, ProgrammeClock clock, IPublishEndpoint publish, CancellationToken cancellationToken)
    {
        if ((await db.ActsAsAsync(id, caller, clock, Access.Leads, cancellationToken)).IsRefused(out var refusal, out var member))
        {
            return refusal.ToProblem();
        }

        var file = (await db.Internships.Whole().FindAsync(id, cancellationToken))!;
        var by = DecidedBy.Of(member);
        if (file.RecordPresentation(request.PresentedAt, request.Elsewhere, by, clock.GetUtcNow()).IsRefused(out refusal, out var state))
        {
            return refusal.ToProblem();
        }

        await publish.PublishState(state, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Ok(new PresentationView(request.PresentedAt, request.Elsewhere, ActorView.Of(by)));
    }
}

/// <summary>A presentation.</summary>
/// <param name="PresentedAt">When it was given.</param>
/// <param name="Elsewhere">True where it wasn't at the internship meeting.</param>
internal sealed record PresentationRequest(DateTimeOffset PresentedAt, bool Elsewhere = false);
