using Metropool.Http;

namespace Metropool.Assessment.Requirements;

/// <summary>The requirements of the certificate: "Waar sta ik?" (R39).</summary>
internal static class RequirementsApi
{
    public static IEndpointRouteBuilder MapRequirements(this IEndpointRouteBuilder api)
    {
        api.MapGet("/assessments/{id:guid}/requirements", ListRequirements.HandleAsync)
            .RequireAuthorization(Policies.Person)
            .WithTags("Requirements").WithName("ListRequirements").WithSummary("List the requirements and what is still to do")
            .WithDescription(
                """
                The requirements of the certificate: whether each is met, since when, and the next step of the participant. Labels and next steps are in Dutch.
                For the participant, the dean, the programme manager and the project manager.
                """);
        return api;
    }
}
