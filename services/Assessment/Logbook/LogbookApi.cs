using Metropool.Http;

namespace Metropool.Assessment.Logbook;

/// <summary>The personal logbook: a chapter for each module (R35).</summary>
internal static class LogbookApi
{
    public static IEndpointRouteBuilder MapLogbook(this IEndpointRouteBuilder api)
    {
        var logbook = api.MapGroup("/assessments/{id:guid}/logbook").WithTags("Logbook").RequireAuthorization(Policies.Person);
        logbook.MapGet("/", ReadLogbook.HandleAsync).WithName("GetLogbook")
            .WithSummary("The logbook")
            .WithDescription("Every chapter with its current text, if it is there. Read by the participant, the dean, the programme manager, and the trainer who is booked for an interview with the participant, until it was held and the trainer gave feedback, 14 days after it at most.");
        logbook.MapPut("/{moduleNumber:int}", HandInChapter.HandleAsync).WithName("HandInChapter")
            .WithSummary("Hand in a chapter")
            .WithDescription("By the participant, once the module is over (for module 5: the internship completed). It replaces what is there, unless an interview had that as input: then it is a new version.");
        logbook.MapGet("/{moduleNumber:int}/versions", ReadChapterVersions.HandleAsync).WithName("GetChapterVersions")
            .WithSummary("All versions of a chapter")
            .WithDescription("The writer's alone, and with each whether an interview froze it.");
        return api;
    }
}
