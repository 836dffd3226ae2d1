using System.ComponentModel.DataAnnotations;
using MassTransit;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Internship.Internships;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metropool.Internship.Placements;

/// <summary>The dean gives a proposal back, saying what should be otherwise.</summary>
internal static class ReturnPlacement
{
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        Guid id, ReturnRequest request, Caller caller, InternshipDbContext db, ProgrammeClock clock, IPublishEndpoint publish, CancellationToken cancellationToken)
    {
        if ((await db.ActsAsAsync(id, caller, clock, Access.Dean, cancellationToken)).IsRefused(out var refusal, out var member))
        {
            return refusal.ToProblem();
        }

        var file = (await db.Internships.Whole().FindAsync(id, cancellationToken))!;
        if (file.ReturnPlacement(request.PlacementId, DecidedBy.Of(member), request.Reason.Trim(), clock.GetUtcNow()).IsRefused(out refusal, out var state))
        {
            return refusal.ToProblem();
        }

        await publish.PublishState(state, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.NoContent();
    }
}

/// <summary>A proposal given back.</summary>
/// <param name="PlacementId">The placement that you read. What the participant changed since is another one, and is not given back by this.</param>
/// <param name="Reason">What should be otherwise; the participant reads it.</param>
internal sealed record ReturnRequest(Guid PlacementId, [property: Required, StringLength(2000), Multiline] string Reason);
