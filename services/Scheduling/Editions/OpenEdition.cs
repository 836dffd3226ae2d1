using MassTransit;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metropool.Scheduling.Editions;

/// <summary>Opens an edition for applications.</summary>
internal static class OpenEdition
{
    public static async Task<Results<Ok<EditionDetail>, ProblemHttpResult>> HandleAsync(
        Guid editionId, Caller caller, SchedulingDbContext db, ProgrammeClock clock, IPublishEndpoint publish, CancellationToken cancellationToken)
    {
        if (await db.FindEditionAsync(editionId, cancellationToken) is not { } edition)
        {
            return Refusals.EditionUnknown.ToProblem();
        }

        // An edition without a team has no one with a role: the refusal then lists what is missing.
        if (edition.Team.Count > 0 && edition.RefuseWithoutRole(caller, clock.Today, Access.Organisers) is { } forbidden)
        {
            return forbidden.ToProblem();
        }

        if (edition.Open(clock.Today, clock.GetUtcNow()).IsRefused(out var refusal, out var opened))
        {
            return refusal.ToProblem();
        }

        await publish.Publish(opened, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Ok(EditionDetail.ForStaff(edition));
    }
}
