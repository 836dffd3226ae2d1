using Metropool.Http;

namespace Metropool.Intake.Successions;

internal static class SuccessionsApi
{
    public static IEndpointRouteBuilder MapIntakeSuccessions(this IEndpointRouteBuilder routes)
    {
        var employer = routes.MapGroup("/successions").WithTags("Successions").RequireAuthorization(Policies.Employer);
        employer.MapGet("", GetSuccessions.OfEmployerAsync).WithName("ListSuccessions").WithSummary("Places that are held for you")
            .WithDescription("After a candidate of yours withdrew from a place, where the edition lets employers name a successor. Name one with a nomination. The successor is interviewed and decided on as everybody is.");
        employer.MapPost("/{id:guid}/waiver", ReleasePlace.ByEmployerAsync).WithName("WaiveSuccession").WithSummary("Give a place up that is held for you")
            .WithDescription("It goes to the waiting list. An open nomination for it is taken back; once somebody has taken one up, the place is held for them.");

        var team = routes.MapGroup("/editions").WithTags("Successions").RequireAuthorization(Policies.Staff);
        team.MapGet("/{id:guid}/held-places", GetSuccessions.OfEditionAsync).AnswersWholeList("At most one for each place of the edition at a time, and few in all.").WithName("GetHeldPlaces").WithSummary("Places that are held for employers")
            .WithDescription("Those that were as well, with what became of them. For the dean, the programme manager and the project manager of the edition.");
        team.MapPost("/{id:guid}/held-places/{successionId:guid}/release", ReleasePlace.ByTeamAsync).WithName("ReleaseHeldPlace").WithSummary("Hold a place no longer")
            .WithDescription("By the programme manager of the edition, with the reason. It goes to the waiting list. The successor, if one was named, may go on as any other candidate.");
        return routes;
    }
}
