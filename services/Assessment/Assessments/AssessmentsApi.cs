using Metropool.Http;

namespace Metropool.Assessment.Assessments;

/// <summary>The assessment files.</summary>
internal static class AssessmentsApi
{
    public static IEndpointRouteBuilder MapAssessments(this IEndpointRouteBuilder api)
    {
        var files = api.MapGroup("/assessments").WithTags("Assessment files").RequireAuthorization(Policies.Person);
        files.MapGet("/mine", ListMyAssessments.HandleAsync)
            .ReturnsUnpagedList("One for each of the caller's participations.")
            .WithName("ListMyAssessments").WithSummary("List my assessments")
            .WithDescription("The assessment files of the caller's own participations; usually there is one. It is created with the participation.");

        files.MapGet("/{id:guid}", GetAssessment.HandleAsync)
            .WithName("GetAssessment").WithSummary("Get an assessment")
            .WithDescription(
                """
                The status and the dates, without any text of the participant or a panel member. For the participant, the dean, the programme manager and the
                project manager of the edition, and for a trainer who is booked for an interview with the participant.
                """);

        files.MapGet("/", ListAssessments.HandleAsync)
            .RequireAuthorization(Policies.Staff)
            .WithName("ListAssessments").WithSummary("List the assessments of an edition")
            .WithDescription(
                """
                For the dean, the programme manager and the project manager of the edition. A trainer sees the participants with whom they are booked for an
                interview that hasn't been held yet.
                """);
        return api;
    }
}
