using Metropool.Http;
using Metropool.Internship.Internships;

namespace Metropool.Internship.Placements;

/// <summary>Where a participant goes, and the dean's approval.</summary>
internal static class PlacementsApi
{
    public static IEndpointRouteBuilder MapPlacements(this IEndpointRouteBuilder routes)
    {
        var internship = routes.MapGroup($"{InternshipsApi.Path}/{{id:guid}}").WithTags("Placements");

        internship.MapPost("/placement", ProposePlacement.HandleAsync)
            .RequireAuthorization(Policies.Person)
            .WithName("ProposePlacement").WithSummary("Propose a placement")
            .WithDescription(
                """
                By the participant. At least four weeks and at least 160 hours are planned, counted without the public holidays of a Dutch host and without
                the days on which it is closed (R25). The host is none that you work or worked for: organisations are compared by their number in the
                trade register where both have one, else by name, without case, accents, punctuation, legal form and words such as "gemeente" (R26).
                Everything that is in the way is in `errors`; `code` is the first of it. Warnings in the answer need the dean's agreement.
                """);

        internship.MapPut("/placement", ChangePlacement.HandleAsync)
            .RequireAuthorization(Policies.Person)
            .WithName("ChangePlacement").WithSummary("Change the placement")
            .WithDescription(
                """
                By the participant. Changes what awaits the dean, or proposes something else instead of what was returned or approved. An approved placement
                stands until its change is approved too; days on which hours were logged stay in it.
                """);

        internship.MapPost("/approval", ApprovePlacement.HandleAsync)
            .RequireAuthorization(Policies.Staff)
            .WithName("ApprovePlacement").WithSummary("Approve the placement")
            .WithDescription(
                """
                By the dean of the edition, or their deputy, who names the placement that they read. Needs a motivation, learning goals on both learning lines, a research question (R28) and the
                participant's employment history (R26), and a dispensation with a reason for every warning (R25, R27). Everything that is missing is named at once.
                """);

        internship.MapPost("/placement/return", ReturnPlacement.HandleAsync)
            .RequireAuthorization(Policies.Staff)
            .WithName("ReturnPlacement").WithSummary("Give the placement back")
            .WithDescription("By the dean of the edition, or their deputy, saying what should be otherwise. The participant reads it and proposes again.");

        return routes;
    }
}
