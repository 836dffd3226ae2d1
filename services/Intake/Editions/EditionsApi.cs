using Metropool.Http;
using Metropool.Intake.Retention;

namespace Metropool.Intake.Editions;

internal static class EditionsApi
{
    public static IEndpointRouteBuilder MapIntakeEditions(this IEndpointRouteBuilder routes)
    {
        var people = routes.MapGroup("/editions").WithTags("Editions").RequireAuthorization(Policies.Person);
        people.MapGet("", ListEditions.HandleAsync).AnswersWholeList("A handful of editions take applications at a time.").WithName("ListEditions").WithSummary("Editions open for application")
            .WithDescription("With their intake days and their price. Dates may be known to the month or the year only.");

        routes.MapGroup("/employer").WithTags("Editions").RequireAuthorization(Policies.Employer)
            .MapGet("/editions", ListEmployerEditions.HandleAsync).AnswersWholeList("A handful of editions are open or announced at a time.")
            .WithName("ListEmployerEditions").WithSummary("Editions to nominate for")
            .WithDescription("Open editions, with the price and the terms that you would agree to, and announced ones. For contacts and clients of employers.");

        var team = routes.MapGroup("/editions").WithTags("Editions").RequireAuthorization(Policies.Staff);
        team.MapGet("/{id:guid}/terms", GetTerms.HandleAsync).WithName("GetEditionTerms").WithSummary("The terms of an edition")
            .WithDescription("Capacity, price and what goes with them, and how the places stand. For the dean, the programme manager and the project manager of the edition.");
        team.MapPut("/{id:guid}/terms", SetTerms.HandleAsync).WithName("SetEditionTerms").WithSummary("Set the terms of an edition")
            .WithDescription("By its programme manager. The capacity can't go below the places that are given out; who was admitted keeps the price and the terms of that moment.");
        team.MapGet("/{id:guid}/waiting-list", GetWaitingList.HandleAsync).AnswersWholeList("The waiting list of one edition, whose candidates are bounded by the slots on its intake days.").WithName("GetWaitingList").WithSummary("The waiting list of an edition")
            .WithDescription("In the order of the decisions, which never changes. For the dean, the programme manager and the project manager of the edition.");
        team.MapGet("/{id:guid}/removed-applications", GetRemovedApplications.HandleAsync).AnswersWholeList("One line for each way in which an application can end.").WithName("GetRemovedApplications").WithSummary("How many applications were removed")
            .WithDescription("Applications that are kept no longer, and those of people who were erased: all that remains of them is how many ended how. For the dean, the programme manager and the project manager of the edition.");
        return routes;
    }
}
