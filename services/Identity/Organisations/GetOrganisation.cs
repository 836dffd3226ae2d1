using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.Organisations;

/// <summary>One organisation.</summary>
internal static class GetOrganisation
{
    public static async Task<Results<Ok<OrganisationView>, ProblemHttpResult>> HandleAsync(Guid organisationId, IdentityDbContext db, HttpResponse response, CancellationToken cancellationToken)
    {
        if (await db.Organisations.AsNoTracking().SingleOrDefaultAsync(o => o.OrganisationId == organisationId, cancellationToken) is not { } organisation)
        {
            return OrganisationsApi.Unknown.ToProblem();
        }

        response.SetVersion(organisation.Version);
        return TypedResults.Ok(OrganisationView.Of(organisation));
    }
}
