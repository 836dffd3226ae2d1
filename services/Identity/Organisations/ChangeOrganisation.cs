using MassTransit;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.Organisations;

/// <summary>Changes the details of an organisation.</summary>
internal static class ChangeOrganisation
{
    public static async Task<Results<Ok<OrganisationDetail>, ProblemHttpResult>> HandleAsync(
        Guid organisationId,
        OrganisationRequest request,
        IfMatch ifMatch,
        Caller caller,
        IdentityDbContext db,
        IPublishEndpoint publish,
        ProgrammeClock clock,
        HttpResponse response,
        CancellationToken cancellationToken)
    {
        if (await db.Organisations.SingleOrDefaultAsync(o => o.OrganisationId == organisationId, cancellationToken) is not { } organisation)
        {
            return Refusals.OrganisationUnknown.ToProblem();
        }

        // The name decides which people are the organisation's: an employer that was entered as text is matched by it.
        if (await db.RefuseOwnOrganisationAsync(organisationId, caller, cancellationToken) is { } own)
        {
            return own.ToProblem();
        }

        if (ifMatch.Mismatch(organisation.Version) is { } mismatch)
        {
            return mismatch.ToProblem();
        }

        var name = request.Name.Trim();
        if (await RegisterOrganisation.ExistsAsync(db, request, name, organisationId, cancellationToken))
        {
            return Refusals.OrganisationExists.ToProblem();
        }

        (organisation.Name, organisation.Oin, organisation.KvkNumber) = (name, request.Oin, request.KvkNumber);
        organisation.Changed(clock.GetUtcNow());
        await publish.Publish(organisation.State(), cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        response.SetVersion(organisation.Version);
        return TypedResults.Ok(OrganisationDetail.Of(organisation));
    }
}
