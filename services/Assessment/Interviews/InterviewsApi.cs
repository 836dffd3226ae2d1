using Metropool.Http;

namespace Metropool.Assessment.Interviews;

/// <summary>The two development interviews (R36) and the final one (R37, R38). Scheduling books them; that they were held is recorded here.</summary>
internal static class InterviewsApi
{
    public static IEndpointRouteBuilder MapInterviews(this IEndpointRouteBuilder api)
    {
        var interviews = api.MapGroup("/assessments/{id:guid}/interviews").WithTags("Interviews").RequireAuthorization(Policies.Person);
        interviews.MapGet("/", ReadInterviews.HandleAsync).AnswersWholeList("Two development interviews and a final one, and those of them that were cancelled or missed.").WithName("GetInterviews")
            .WithSummary("The interviews and their feedback")
            .WithDescription("The development interviews and the final one, with what each had as input and what was said. Everything that is written about a participant is read by them. Read too by the dean, the programme manager, and the trainer who is booked for an interview with the participant, until it was held and the trainer gave feedback, 14 days after it at most.");
        interviews.MapPost("/{interviewId:guid}/held", RecordHeld.HandleAsync).WithName("RecordInterviewHeld").RequireAuthorization(Policies.Staff)
            .WithSummary("Record that an interview was held")
            .WithDescription("By one of the panel as it is booked, once the interview has begun. The logbook is frozen as it stood when the interview began. The final interview needs the internship report and the PHP: assessment.final-interview-needs names what is missing. Own feedback can be given along; the participant reads it.");
        interviews.MapPost("/{interviewId:guid}/feedback", GiveFeedback.HandleAsync).WithName("GiveFeedback").RequireAuthorization(Policies.Staff)
            .WithSummary("Give feedback on an interview")
            .WithDescription("By each of the panel, once; the participant reads it. The final interview counts for the certificate when dean and programme manager both gave theirs. There is no grade and no decision.");
        return api;
    }
}
