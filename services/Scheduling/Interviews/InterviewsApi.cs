using Metropool.Http;

namespace Metropool.Scheduling.Interviews;

/// <summary>The endpoints of interviews.</summary>
internal static class InterviewsApi
{
    public static IEndpointRouteBuilder MapInterviews(this IEndpointRouteBuilder routes)
    {
        var interviews = routes.MapGroup("/interviews").WithTags("Interviews").RequireAuthorization(Policies.Person);
        interviews.MapPost("", BookInterview.HandleAsync)
            .RequireAuthorization(Policies.Staff)
            .WithName("BookInterview").WithSummary("Book an interview")
            .WithDescription(
                """
                By dean, programme manager or project manager, with a complete panel, if all attendees are free; an intake interview on an intake day of the
                edition. The response lists the people who have another appointment. A seat gives access to the participant's texts, so no one can give one to
                themselves; dean and programme manager, who have access by their role, can be on the panel in that role (R46).
                """);
        interviews.MapGet("", GetInterviews.ListAsync)
            .RequireAuthorization(Policies.Staff)
            .WithName("ListInterviews").WithSummary("List the interviews of an edition")
            .WithDescription("All interviews for dean, programme manager and project manager; for a trainer those on whose panel they are.");
        interviews.MapGet("/mine", GetInterviews.MineAsync)
            .WithName("ListMyInterviews").WithSummary("List my interviews").WithDescription("As candidate or participant, or on the panel.");
        interviews.MapGet("/slots", ListSlots.HandleAsync)
            .RequireAuthorization(Policies.Staff)
            .ReturnsUnpagedList("The slots of one day, or of the intake days of one edition.")
            .WithName("ListSlots").WithSummary("List times at which a panel is free")
            .WithDescription(
                """
                On the future intake days, or on a given day. For dean, programme manager and project manager, without seats that they can't give to themselves.
                """);
        interviews.MapGet("/{interviewId:guid}", GetInterviews.GetAsync)
            .WithName("GetInterview").WithSummary("Get an interview")
            .WithDescription("For the candidate or participant, the panel, dean, programme manager and project manager.");
        interviews.MapPost("/{interviewId:guid}/move", ChangeInterview.MoveAsync)
            .RequireAuthorization(Policies.Staff)
            .WithName("MoveInterview").WithSummary("Move an interview")
            .WithDescription("To another time or panel, by dean, programme manager or project manager. The rules are the same as for booking.");
        interviews.MapPost("/{interviewId:guid}/cancellation", ChangeInterview.CancelAsync)
            .RequireAuthorization(Policies.Staff)
            .WithName("CancelInterview").WithSummary("Cancel an interview")
            .WithDescription("By dean, programme manager or project manager. It is removed from the calendars.");
        interviews.MapPost("/{interviewId:guid}/missed", ChangeInterview.MissAsync)
            .RequireAuthorization(Policies.Staff)
            .WithName("MissInterview").WithSummary("Record that an interview was missed")
            .WithDescription("After its start, by its panel, dean, programme manager or project manager. Another interview can then be booked.");
        return routes;
    }
}
