using MassTransit;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.Organisations;

/// <summary>Activates and deactivates organisations. The contacts and clients of an inactive organisation get no tokens.</summary>
internal static class OrganisationActivation
{
    public static async Task<Results<NoContent, ProblemHttpResult>> ActivateAsync(
        Guid organisationId, Caller caller, IdentityDbContext db, IPublishEndpoint publish, ProgrammeClock clock, CancellationToken cancellationToken) =>
        await db.RefuseOwnOrganisationAsync(organisationId, caller, cancellationToken) is { } own
            ? own.ToProblem()
            : await SetAsync(organisationId, isActive: true, db, publish, clock, cancellationToken);

    public static Task<Results<NoContent, ProblemHttpResult>> DeactivateAsync(
        Guid organisationId, IdentityDbContext db, IPublishEndpoint publish, ProgrammeClock clock, CancellationToken cancellationToken) =>
        SetAsync(organisationId, isActive: false, db, publish, clock, cancellationToken);

    private static async Task<Results<NoContent, ProblemHttpResult>> SetAsync(
        Guid organisationId, bool isActive, IdentityDbContext db, IPublishEndpoint publish, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        if (await db.Organisations.SingleOrDefaultAsync(o => o.OrganisationId == organisationId, cancellationToken) is not { } organisation)
        {
            return Refusals.OrganisationUnknown.ToProblem();
        }

        if (organisation.Active != isActive)
        {
            organisation.Active = isActive;
            organisation.Changed(clock.GetUtcNow());
            await publish.Publish(organisation.State(), cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
        }

        return TypedResults.NoContent();
    }
}
