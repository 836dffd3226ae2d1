using Metropool.Http;

namespace Metropool.Assessment.Interviews;

/// <summary>The development interviews (R36) and the final interview (R37, R38). Scheduling books them; this service records that they were held.</summary>
internal static class InterviewsApi
{
    public static IEndpointRouteBuilder MapInterviews(this IEndpointRouteBuilder api)
    {
        var interviews = api.MapGroup("/assessments/{id:guid}/interviews").WithTags("Interviews").RequireAuthorization(Policies.Person);
        interviews.MapGet("/", ListInterviews.HandleAsync)
            .ReturnsUnpagedList("Two development interviews and a final interview, and those that were cancelled or missed.")
            .WithName("ListInterviews").WithSummary("List the interviews and their feedback")
            .WithDescription($"The development interviews and the final interview, with their input and the feedback. {AssessmentApi.ReadersOfTexts}");

        interviews.MapPost("/{interviewId:guid}/held", RecordHeld.HandleAsync)
            .RequireAuthorization(Policies.Staff)
            .WithName("RecordInterviewHeld").WithSummary("Record that an interview was held")
            .WithDescription(
                """
                By a member of the booked panel, once the interview has begun. The logbook is frozen as it was at the beginning of the interview. The final
                interview needs the internship report and the PHP: assessment.final-interview-needs names the missing ones. The caller's feedback can be part
                of the request; the participant can read it.
                """);

        interviews.MapPost("/{interviewId:guid}/feedback", GiveFeedback.HandleAsync)
            .RequireAuthorization(Policies.Staff)
            .WithName("GiveFeedback").WithSummary("Give feedback on an interview")
            .WithDescription(
                """
                By each member of the panel, once; the participant can read it. The final interview counts for the certificate once the dean and the programme
                manager have both given feedback. There is no grade and no decision.
                """);
        return api;
    }
}
