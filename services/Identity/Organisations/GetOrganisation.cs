using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.Organisations;

/// <summary>Gets an organisation.</summary>
internal static class GetOrganisation
{
    public static async Task<Results<Ok<OrganisationDetail>, ProblemHttpResult>> HandleAsync(
        Guid organisationId, IdentityDbContext db, HttpResponse response, CancellationToken cancellationToken)
    {
        if (await db.Organisations.AsNoTracking().SingleOrDefaultAsync(o => o.OrganisationId == organisationId, cancellationToken) is not { } organisation)
        {
            return Refusals.OrganisationUnknown.ToProblem();
        }

        response.SetVersion(organisation.Version);
        return TypedResults.Ok(OrganisationDetail.Of(organisation));
    }
}
