using Metropool.Http;

namespace Metropool.Intake.PersonalData;

internal static class PersonalDataApi
{
    public static IEndpointRouteBuilder MapPersonalData(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/personal-data", GetPersonalData.HandleAsync).AnswersFile().WithTags("Personal data").RequireAuthorization(Policies.Person)
            .WithName("GetPersonalData").WithSummary("All that is held on you")
            .WithDescription("One JSON document, to be saved: your applications with what you wrote, every judgement, decision and interview, and the history with who and why. What the other parts of Metropool hold is asked of them.");
        return routes;
    }
}
