using MassTransit;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metropool.Scheduling.Editions;

/// <summary>Opens an edition for applications.</summary>
internal static class OpenEdition
{
    public static async Task<Results<Ok<EditionView>, ProblemHttpResult>> HandleAsync(
        Guid editionId, Caller caller, SchedulingDbContext db, ProgrammeClock clock, IPublishEndpoint publish, CancellationToken cancellationToken)
    {
        if (await db.FindEditionAsync(editionId, cancellationToken) is not { } edition)
        {
            return EditionAccess.Unknown().ToProblem();
        }

        // Before there is a team, what is missing is said first: nobody could hold a part yet.
        if (edition.Team.Count > 0 && edition.Refuses(caller, clock.Today, EditionAccess.Organising) is { } forbidden)
        {
            return forbidden.ToProblem();
        }

        if (edition.Open(clock.Today, clock.GetUtcNow()).IsRefused(out var refusal, out var opened))
        {
            return refusal.ToProblem();
        }

        await publish.Publish(opened, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Ok(EditionView.Of(edition, forStaff: true));
    }
}
