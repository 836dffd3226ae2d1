using Metropool.Http;

namespace Metropool.Assessment.Files;

/// <summary>The assessment files.</summary>
internal static class FilesApi
{
    public static IEndpointRouteBuilder MapFiles(this IEndpointRouteBuilder api)
    {
        var files = api.MapGroup("/assessments").WithTags("Assessment files").RequireAuthorization(Policies.Person);
        files.MapGet("/mine", GetMyFiles.HandleAsync).AnswersWholeList("One for each of the caller's participations.").WithName("GetMyAssessments")
            .WithSummary("My assessments")
            .WithDescription("The assessment files of the caller's own participations: usually one. It comes into being with the participation.");
        files.MapGet("/{id:guid}", GetFile.HandleAsync).WithName("GetAssessment")
            .WithSummary("How an assessment stands")
            .WithDescription("Dates and status, nothing that anybody wrote. For the participant, the dean, the programme manager and the project manager of the edition, and for a trainer who is booked for an interview with the participant. 404 for who has nothing to do with it.");
        files.MapGet("/", ListFiles.HandleAsync).WithName("ListAssessments").RequireAuthorization(Policies.Staff)
            .WithSummary("The assessments of an edition")
            .WithDescription("For dean, programme manager and project manager of the edition; a trainer sees the participants with whom they are booked for an interview that hasn't been held. 404 for who is not in the edition's team.");
        return api;
    }
}
