using Metropool.Http;
using Metropool.Intake.Retention;

namespace Metropool.Intake.Editions;

internal static class EditionsApi
{
    public static IEndpointRouteBuilder MapIntakeEditions(this IEndpointRouteBuilder routes)
    {
        var people = routes.MapGroup("/editions").WithTags("Editions").RequireAuthorization(Policies.Person);
        people.MapGet("", ListEditions.HandleAsync)
            .ReturnsUnpagedList("A handful of editions take applications at a time.")
            .WithName("ListEditions").WithSummary("List editions that are open for application")
            .WithDescription("With their intake days and their price. Dates may be known to the month or the year only.");

        var employer = routes.MapGroup("/employer").WithTags("Editions").RequireAuthorization(Policies.Employer);
        employer.MapGet("/editions", ListEmployerEditions.HandleAsync)
            .ReturnsUnpagedList("A handful of editions are open or announced at a time.")
            .WithName("ListEmployerEditions").WithSummary("List editions with nominations")
            .WithDescription("Open editions, with the price and the terms that you would agree to, and announced ones. For contacts and clients of "
                + "employers.");

        MapForTeam(routes.MapGroup("/editions").WithTags("Editions").RequireAuthorization(Policies.Staff));
        return routes;
    }

    private static void MapForTeam(RouteGroupBuilder team)
    {
        team.MapGet("/{id:guid}/terms", GetTerms.HandleAsync)
            .WithName("GetEditionTerms").WithSummary("Get the terms of an edition")
            .WithDescription("Capacity, price and cancellation terms, and the places. For the dean, the programme manager and the project manager of the "
                + "edition.");
        team.MapPut("/{id:guid}/terms", SetTerms.HandleAsync)
            .WithName("SetEditionTerms").WithSummary("Set the terms of an edition")
            .WithDescription("By its programme manager. The capacity can't be less than the number of places that are taken. Admitted candidates keep the "
                + "price and the terms of their admission.");
        team.MapGet("/{id:guid}/waiting-list", ListWaitingCandidates.HandleAsync)
            .ReturnsUnpagedList("The waiting list of one edition, whose candidates are bounded by the slots on its intake days.")
            .WithName("ListWaitingCandidates").WithSummary("List the waiting list of an edition")
            .WithDescription("In the order of the decisions, which never changes. For the dean, the programme manager and the project manager of the "
                + "edition.");
        team.MapGet("/{id:guid}/removed-applications", CountRemovedApplications.HandleAsync)
            .ReturnsUnpagedList("One line for each way in which an application can end.")
            .WithName("CountRemovedApplications").WithSummary("Count the removed applications")
            .WithDescription("After the retention period, or because the candidate was erased: only their number per result is kept. For the dean, the "
                + "programme manager and the project manager of the edition.");
    }
}
