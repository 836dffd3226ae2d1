using Metropool.Http;

namespace Metropool.Scheduling.Interviews;

/// <summary>The addresses of interviews.</summary>
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
                By dean, programme manager or project manager. With its whole panel, when everyone is free; an intake interview on an intake day of the
                edition. Those who are elsewhere at that time are named. A seat opens what the participant wrote, so no one gives one to themselves;
                dean and programme manager, who read by role, sit in that role (R46).
                """);
        interviews.MapGet("", GetInterviews.ListAsync)
            .RequireAuthorization(Policies.Staff)
            .WithName("GetInterviews").WithSummary("List the interviews of an edition").WithDescription("All of them for dean, programme manager and project manager; for a trainer those in which they have a seat.");
        interviews.MapGet("/mine", GetInterviews.MineAsync)
            .WithName("GetMyInterviews").WithSummary("List my interviews").WithDescription("As candidate or participant, or in the panel.");
        interviews.MapGet("/slots", GetSlots.HandleAsync)
            .RequireAuthorization(Policies.Staff)
            .AnswersWholeList("The times of one day, or of the intake days of one edition.")
            .WithName("GetSlots").WithSummary("List times at which a panel is free")
            .WithDescription("On the intake days to come, or on a given day. "
                + "For dean, programme manager and project manager, without seats that they can't give to themselves.");
        interviews.MapGet("/{interviewId:guid}", GetInterviews.GetAsync)
            .WithName("GetInterview").WithSummary("Show an interview").WithDescription("For the candidate or participant, the panel, dean, programme manager and project manager.");
        interviews.MapPost("/{interviewId:guid}/move", ChangeInterview.MoveAsync)
            .RequireAuthorization(Policies.Staff)
            .WithName("MoveInterview").WithSummary("Move an interview").WithDescription("To another time or panel, by dean, programme manager or project manager; the same rules hold as for booking.");
        interviews.MapPost("/{interviewId:guid}/cancellation", ChangeInterview.CancelAsync)
            .RequireAuthorization(Policies.Staff)
            .WithName("CancelInterview").WithSummary("Cancel an interview").WithDescription("By dean, programme manager or project manager. Its time is free again.");
        interviews.MapPost("/{interviewId:guid}/missed", ChangeInterview.MissAsync)
            .RequireAuthorization(Policies.Staff)
            .WithName("MissInterview").WithSummary("Note that an interview was missed").WithDescription("Once it has begun, by its panel, dean, programme manager or project manager. Another one can be booked then.");
        return routes;
    }
}
