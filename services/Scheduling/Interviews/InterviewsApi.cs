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
            .WithDescription("By the team. With its whole panel, when everybody is free; an intake interview on an intake day of the edition. Who is elsewhere at that time is named.");
        interviews.MapGet("", GetInterviews.ListAsync)
            .RequireAuthorization(Policies.Staff)
            .WithName("GetInterviews").WithSummary("List the interviews of an edition").WithDescription("For its team.");
        interviews.MapGet("/mine", GetInterviews.MineAsync)
            .WithName("GetMyInterviews").WithSummary("List my interviews").WithDescription("As candidate or participant, or in the panel.");
        interviews.MapGet("/slots", GetSlots.HandleAsync)
            .RequireAuthorization(Policies.Staff)
            .AnswersWholeList("The times of one day, or of the intake days of one edition.").WithName("GetSlots").WithSummary("List times at which a panel is free").WithDescription("On the intake days to come, or on a given day.");
        interviews.MapGet("/{interviewId:guid}", GetInterviews.GetAsync)
            .WithName("GetInterview").WithSummary("Show an interview").WithDescription("To whom it is about and to the team.");
        interviews.MapPost("/{interviewId:guid}/move", ChangeInterview.MoveAsync)
            .RequireAuthorization(Policies.Staff)
            .WithName("MoveInterview").WithSummary("Move an interview").WithDescription("To another time or panel; the same rules hold as for booking.");
        interviews.MapPost("/{interviewId:guid}/cancellation", ChangeInterview.CancelAsync)
            .RequireAuthorization(Policies.Staff)
            .WithName("CancelInterview").WithSummary("Cancel an interview").WithDescription("Its time is free again.");
        interviews.MapPost("/{interviewId:guid}/missed", ChangeInterview.MissAsync)
            .RequireAuthorization(Policies.Staff)
            .WithName("MissInterview").WithSummary("Note that somebody did not come").WithDescription("Once it has begun. Another one can be booked then.");
        return routes;
    }
}
