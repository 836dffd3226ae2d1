using Metropool.Http;

namespace Metropool.Assessment.Pages;

/// <summary>The learning plan, the challenge (R34) and the PHP (R37).</summary>
internal static class PagesApi
{
    private const string Readers = "Read by the participant, the dean, the programme manager, and the trainer who is booked for an interview with the participant, until it was held and the trainer gave feedback, 14 days after it at most.";

    public static IEndpointRouteBuilder MapPages(this IEndpointRouteBuilder api)
    {
        var pages = api.MapGroup("/assessments/{id:guid}").WithTags("Learning plan, challenge, PHP").RequireAuthorization(Policies.Person);
        pages.MapPage(PageKind.LearningPlan, "learning-plan", "LearningPlan", "the learning plan");
        pages.MapPage(PageKind.Challenge, "challenge", "Challenge", "the challenge");
        pages.MapPage(PageKind.Php, "php", "Php", "the PHP");
        return api;
    }

    private static void MapPage(this RouteGroupBuilder pages, PageKind kind, string path, string name, string what)
    {
        pages.MapGet($"/{path}", ReadPage.HandlerOf(kind)).WithName($"Get{name}").WithSummary($"Read {what}").WithDescription(Readers);
        pages.MapGet($"/{path}/versions", ReadPageVersions.HandlerOf(kind)).WithName($"Get{name}Versions").WithSummary($"All versions of {what}").WithDescription("The writer's alone.");
        if (kind == PageKind.Php)
        {
            pages.MapPut($"/{path}", WritePage.WritePhpAsync).WithName($"Write{name}").WithSummary($"Hand in {what}")
                .WithDescription("By the participant. It replaces what is there, unless the final interview had that as its starting point: then it is a new version.");
        }
        else
        {
            pages.MapPut($"/{path}", WritePage.HandlerOf(kind)).WithName($"Write{name}").WithSummary($"Write {what}")
                .WithDescription("By the participant. Every text stays as a version, so that it comes back at the end; keepGoing then says how what was learnt is kept going.");
        }
    }
}
