using Metropool.Http;
using Metropool.Identity.Accounts;

namespace Metropool.Identity.Organisations;

/// <summary>Municipalities and other employers.</summary>
internal static class OrganisationsApi
{
    public static IEndpointRouteBuilder MapOrganisations(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/organisations").WithTags("Organisations");
        group.MapGet("", ListOrganisations.HandleAsync).RequireAuthorization(IdentityPolicies.StaffOrAdministrator)
            .WithName("ListOrganisations").WithSummary("List organisations").WithDescription("All organisations, by name.");
        group.MapPost("", RegisterOrganisation.HandleAsync).RequireAuthorization(Policies.Administrator)
            .WithName("RegisterOrganisation").WithSummary("Register an organisation").WithDescription("Makes an organisation known to every service.");
        return routes;
    }
}

/// <summary>An organisation as it is shown.</summary>
/// <param name="OrganisationId">Its id, in every service.</param>
/// <param name="Name">Its name.</param>
/// <param name="Oin">Organisation identification number of Dutch government.</param>
/// <param name="KvkNumber">Number in the register of the chambers of commerce.</param>
internal sealed record OrganisationView(Guid OrganisationId, string Name, string? Oin, string? KvkNumber);
