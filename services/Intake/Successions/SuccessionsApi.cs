using Metropool.Http;

namespace Metropool.Intake.Successions;

internal static class SuccessionsApi
{
    public static IEndpointRouteBuilder MapIntakeSuccessions(this IEndpointRouteBuilder routes)
    {
        var employer = routes.MapGroup("/successions").WithTags("Successions").RequireAuthorization(Policies.Employer);
        employer.MapGet("", GetSuccessions.OfEmployerAsync)
            .WithName("ListSuccessions").WithSummary("List the places that are held for my organisation")
            .WithDescription("After a candidate of yours withdrew from a place, if the edition lets employers nominate a successor. Nominate one for the "
                + "held place. The successor is interviewed and decided on like every candidate.");
        employer.MapPost("/{id:guid}/waiver", ReleasePlace.ByEmployerAsync)
            .WithName("WaiveSuccession").WithSummary("Release a place that is held for my organisation")
            .WithDescription("It goes to the waiting list. An open nomination for it is withdrawn; after a nomination was accepted, the place is held for "
                + "that candidate.");

        var team = routes.MapGroup("/editions").WithTags("Successions").RequireAuthorization(Policies.Staff);
        team.MapGet("/{id:guid}/held-places", GetSuccessions.OfEditionAsync)
            .ReturnsUnpagedList("At most one for each place of the edition at a time, and few in all.")
            .WithName("ListHeldPlaces").WithSummary("List held places")
            .WithDescription("Also those that were filled or released. For the dean, the programme manager and the project manager of the edition.");
        team.MapPost("/{id:guid}/held-places/{successionId:guid}/release", ReleasePlace.ByTeamAsync)
            .WithName("ReleaseHeldPlace").WithSummary("Release a held place")
            .WithDescription("By the programme manager of the edition, with the reason. It goes to the waiting list. A nominated successor stays a "
                + "candidate like every other.");
        return routes;
    }
}
