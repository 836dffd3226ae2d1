using Metropool.Http;

namespace Metropool.Assessment.Requirements;

/// <summary>"Waar sta ik?" (R39).</summary>
internal static class RequirementsApi
{
    public static IEndpointRouteBuilder MapRequirements(this IEndpointRouteBuilder api)
    {
        api.MapGet("/assessments/{id:guid}/requirements", GetRequirements.HandleAsync).WithName("GetRequirements").WithTags("Requirements").RequireAuthorization(Policies.Person)
            .WithSummary("Waar sta ik?")
            .WithDescription("What the certificate needs: each item met or not, since when, and what there is to do. Labels and sentences are in Dutch. For the participant, the dean, the programme manager and the project manager.");
        return api;
    }
}
