using Metropool.Http;
using Metropool.Internship.Internships;

namespace Metropool.Internship.Hours;

/// <summary>The time spent at the host organisation.</summary>
internal static class HoursApi
{
    public static IEndpointRouteBuilder MapHours(this IEndpointRouteBuilder routes)
    {
        var hours = routes.MapGroup($"{InternshipsApi.Path}/{{id:guid}}/hours").WithTags("Hours")
            .RequireAuthorization(Policies.Person);

        hours.MapGet("/", GetHours.HandleAsync)
            .WithName("GetHours").WithSummary("Get the logged hours")
            .WithDescription("For the participant, the dean and the programme manager: every day, and everything that is missing (R25).");

        hours.MapPost("/", LogHours.HandleAsync)
            .WithName("LogHours").WithSummary("Log hours")
            .WithDescription(
                """
                By the participant, for days in the approved periods up to today. A day has one entry: another request replaces it, until the internship is
                completed. It is completed automatically once hours, weeks and report are complete. Either all days are logged, or none.
                """);

        hours.MapDelete("/{date}", RemoveHours.HandleAsync)
            .WithName("RemoveHours").WithSummary("Remove a logged day")
            .WithDescription("By the participant, until the internship is completed.");

        return routes;
    }
}
