using Metropool.Http;

namespace Metropool.Intake.PersonalData;

internal static class PersonalDataApi
{
    public static IEndpointRouteBuilder MapPersonalData(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/personal-data", GetPersonalData.HandleAsync).ReturnsFile().WithTags("Personal data").RequireAuthorization(Policies.Person)
            .WithName("GetPersonalData").WithSummary("Download my personal data")
            .WithDescription(
                "One JSON document with your applications, every judgement, decision and interview, and the history with persons and reasons. "
                + "Each service of Metropool has a download of its own.");
        return routes;
    }
}
