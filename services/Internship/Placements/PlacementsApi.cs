using Metropool.Http;
using Metropool.Internship.Internships;

namespace Metropool.Internship.Placements;

/// <summary>The placements and their approval by the dean (R25 to R28).</summary>
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
                By the participant. At least four weeks and 160 hours have to be planned, without the public holidays of a Dutch host organisation and
                without the days on which it is closed (R25). The host organisation isn't a current or former employer. Organisations are compared by their
                number in the trade register if both have one, or else by name, without case, accents, punctuation, legal form and words such as
                "gemeente" (R26). All faults are in `errors`; `code` is the first one. The warnings in the answer need the dean's agreement.
                """);

        internship.MapPut("/placement", ChangePlacement.HandleAsync)
            .RequireAuthorization(Policies.Person)
            .WithName("ChangePlacement").WithSummary("Change the placement")
            .WithDescription(
                """
                By the participant. Replaces the proposal, or proposes another placement after one that was returned or approved. An approved placement is
                valid until the dean approves the change. Days with logged hours have to stay in the periods.
                """);

        internship.MapPost("/approval", ApprovePlacement.HandleAsync)
            .RequireAuthorization(Policies.Staff)
            .WithName("ApprovePlacement").WithSummary("Approve the placement")
            .WithDescription(
                """
                By the dean of the edition or a deputy, who names the placement that they read. It needs a motivation, learning goals on both learning lines,
                a research question (R28), the participant's employment history (R26), and a dispensation with a reason for every warning (R25, R27).
                All faults are named at once.
                """);

        internship.MapPost("/placement/return", ReturnPlacement.HandleAsync)
            .RequireAuthorization(Policies.Staff)
            .WithName("ReturnPlacement").WithSummary("Return the placement")
            .WithDescription("By the dean of the edition or a deputy, with the changes that they want. The participant can read them, and proposes again.");

        return routes;
    }
}
