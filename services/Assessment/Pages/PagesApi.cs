using Metropool.Http;

namespace Metropool.Assessment.Pages;

/// <summary>The learning plan, the challenge (R34) and the PHP (R37).</summary>
internal static class PagesApi
{
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
        pages.MapGet($"/{path}", GetPage.HandlerOf(kind))
            .WithName($"Get{name}").WithSummary($"Get {what}")
            .WithDescription(AssessmentApi.ReadersOfTexts);

        pages.MapGet($"/{path}/versions", GetPageVersions.HandlerOf(kind))
            .WithName($"List{name}Versions").WithSummary($"List all versions of {what}")
            .WithDescription("For the participant only.");

        if (kind == PageKind.Php)
        {
            pages.MapPut($"/{path}", WritePage.WritePhpAsync)
                .WithName($"Write{name}").WithSummary($"Submit {what}")
                .WithDescription(
                    "By the participant. It replaces the current text, unless that was the input of the final interview: then it is a new version.");
        }
        else
        {
            pages.MapPut($"/{path}", WritePage.HandlerOf(kind))
                .WithName($"Write{name}").WithSummary($"Write {what}")
                .WithDescription(
                    "By the participant. Every text is kept as a version. At the end, keepGoing says how the participant keeps applying what was learnt.");
        }
    }
}
