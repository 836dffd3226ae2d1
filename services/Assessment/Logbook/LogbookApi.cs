using Metropool.Http;

namespace Metropool.Assessment.Logbook;

/// <summary>The logbook: a chapter for each module (R35).</summary>
internal static class LogbookApi
{
    public static IEndpointRouteBuilder MapLogbook(this IEndpointRouteBuilder api)
    {
        var logbook = api.MapGroup("/assessments/{id:guid}/logbook").WithTags("Logbook").RequireAuthorization(Policies.Person);
        logbook.MapGet("/", GetLogbook.HandleAsync)
            .WithName("GetLogbook").WithSummary("Get the logbook")
            .WithDescription($"Every chapter with its current text. {AssessmentApi.ReadersOfTexts}");

        logbook.MapPut("/{moduleNumber:int}", SubmitChapter.HandleAsync)
            .WithName("SubmitChapter").WithSummary("Submit a chapter")
            .WithDescription(
                """
                By the participant, once the module has ended (for module 5: once the internship is completed). It replaces the current text, unless that was
                the input of an interview: then it is a new version.
                """);

        logbook.MapGet("/{moduleNumber:int}/versions", ListChapterVersions.HandleAsync)
            .WithName("ListChapterVersions").WithSummary("List all versions of a chapter")
            .WithDescription("For the participant only. Each version shows whether an interview froze it.");
        return api;
    }
}
