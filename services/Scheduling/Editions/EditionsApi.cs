using Metropool.Http;

namespace Metropool.Scheduling.Editions;

/// <summary>The endpoints of editions.</summary>
internal static class EditionsApi
{
    public static IEndpointRouteBuilder MapEditions(this IEndpointRouteBuilder routes)
    {
        var editions = routes.MapGroup("/editions").WithTags("Editions").RequireAuthorization(Policies.Person);

        editions.MapPost("", ImportEdition.HandleAsync)
            .RequireAuthorization(Policies.Staff)
            .WithBodyLimit(ImportEdition.MaximumLength)
            .WithName("ImportEdition").WithSummary("Import an edition")
            .WithDescription(
                """
                The body is an edition file. An invalid file is refused with all faults and their places, and nothing is stored. A file that contradicts itself
                is stored as it is; the contradictions are findings.
                """);
        editions.MapGet("", GetEditions.ListAsync)
            .WithName("ListEditions").WithSummary("List editions").WithDescription("All editions for staff; for others those that are open or released.");
        editions.MapGet("/{editionId:guid}", GetEditions.GetAsync)
            .WithName("GetEdition").WithSummary("Get an edition").WithDescription("With its modules and its team.");
        editions.MapGet("/{editionId:guid}/findings", GetEditions.FindingsAsync)
            .RequireAuthorization(Policies.Staff)
            .ReturnsUnpagedList("The findings of one edition, which has few modules, days and dates.")
            .WithName("ListFindings").WithSummary("List contradictions and open questions")
            .WithDescription("The service doesn't guess or correct anything in an edition.");
        editions.MapGet("/{editionId:guid}/changes", GetEditions.ChangesAsync)
            .RequireAuthorization(Policies.Staff)
            .WithName("ListEditionChanges").WithSummary("List changes since the release")
            .WithDescription("Each change has a version, a description and the people affected.");
        MapTeam(editions);
        MapLifeCycle(editions);
        return routes;
    }

    private static void MapTeam(RouteGroupBuilder editions)
    {
        editions.MapPost("/{editionId:guid}/team", AppointTeamMember.HandleAsync)
            .WithName("AppointTeamMember").WithSummary("Give a person a role in the team")
            .WithDescription(
                """
                The person must be appointed as staff. By the dean or the programme manager of the edition; while it has neither, an administrator
                appoints the first of them. No one gives a role to themselves (R46).
                """);
        editions.MapPost("/{editionId:guid}/team/{memberId:guid}/end", AppointTeamMember.EndAsync)
            .WithName("EndTeamRole").WithSummary("End a role in the team")
            .WithDescription(
                """
                With its last day, by the dean or the programme manager. An administrator can also end roles in a draft, and the roles of former staff.
                """);
    }

    private static void MapLifeCycle(RouteGroupBuilder editions)
    {
        editions.MapPost("/{editionId:guid}/opening", OpenEdition.HandleAsync)
            .RequireAuthorization(Policies.Staff)
            .WithName("OpenEdition").WithSummary("Open an edition for applications")
            .WithDescription("It must have intake days, a dean and a programme manager.");
        editions.MapPost("/{editionId:guid}/release", ReleaseEdition.HandleAsync)
            .RequireAuthorization(Policies.Staff)
            .WithName("ReleaseEdition").WithSummary("Release the programme")
            .WithDescription("By the programme manager, in the version that they read. Open findings must be acknowledged with a reason.");
        editions.MapPost("/{editionId:guid}/cancellation", CancelEdition.HandleAsync)
            .RequireAuthorization(Policies.Staff)
            .WithName("CancelEdition").WithSummary("Cancel an edition")
            .WithDescription("By dean or programme manager. Future module days and interviews are removed from the calendars.");
        editions.MapPut("/{editionId:guid}/dates", ChangeEdition.SetDatesAsync)
            .RequireAuthorization(Policies.Staff)
            .WithName("CorrectDates").WithSummary("Correct the dates of an edition")
            .WithDescription("By dean or programme manager. After the release it is listed as a change.");
        editions.MapPut("/{editionId:guid}/settings", ChangeEdition.SetSettingsAsync)
            .RequireAuthorization(Policies.Staff)
            .WithName("SetEditionSettings").WithSummary("Set the settings of an edition")
            .WithDescription("By dean or programme manager: what counts as missed, and the length of interviews.");
    }
}
