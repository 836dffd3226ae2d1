using Metropool.Http;

namespace Metropool.Scheduling.Editions;

/// <summary>The addresses of editions.</summary>
internal static class EditionsApi
{
    public static IEndpointRouteBuilder MapEditions(this IEndpointRouteBuilder routes)
    {
        var editions = routes.MapGroup("/editions").WithTags("Editions").RequireAuthorization(Policies.Person);

        editions.MapPost("", ImportEdition.HandleAsync)
            .RequireAuthorization(Policies.Staff)
            .Accepts<EditionContent>("application/json")
            .WithBodyLimit(ImportEdition.MaximumLength)
            .WithName("ImportEdition").WithSummary("Import an edition")
            .WithDescription("The body is an edition file. A bad one is refused with every fault and its place, and nothing is stored. One that contradicts itself is stored as it is: see its findings.");
        editions.MapGet("", GetEditions.ListAsync)
            .WithName("GetEditions").WithSummary("List editions").WithDescription("Staff see all of them, everybody else those that are open or released.");
        editions.MapGet("/{editionId:guid}", GetEditions.GetAsync)
            .WithName("GetEdition").WithSummary("Show an edition").WithDescription("With its modules and its team.");
        editions.MapGet("/{editionId:guid}/findings", GetEditions.FindingsAsync)
            .RequireAuthorization(Policies.Staff)
            .AnswersWholeList("What is found in one edition, of which the modules, days and dates are few.").WithName("GetFindings").WithSummary("List contradictions").WithDescription("What the edition contradicts itself in and what it leaves open. Nothing is guessed and nothing is repaired.");
        editions.MapGet("/{editionId:guid}/changes", GetEditions.ChangesAsync)
            .RequireAuthorization(Policies.Staff)
            .WithName("GetEditionChanges").WithSummary("List changes since the release").WithDescription("What changed with each version, and whom it touched.");
        editions.MapPost("/{editionId:guid}/team", AppointTeamMember.HandleAsync)
            .WithName("AppointTeamMember").WithSummary("Give a person a role in the team")
            .WithDescription(
                """
                The person has to be appointed as staff. By the dean or the programme manager of the edition; while it has neither, an administrator
                appoints the first of them. No one gives a role to themselves (R46).
                """);
        editions.MapPost("/{editionId:guid}/team/{memberId:guid}/end", AppointTeamMember.EndAsync)
            .WithName("EndTeamPart").WithSummary("End a role in the team")
            .WithDescription("With its last day, by the dean or the programme manager; in a draft, and of someone who left the staff, by an administrator too. "
                + "What was done in the role stays recorded.");
        editions.MapPost("/{editionId:guid}/opening", OpenEdition.HandleAsync)
            .RequireAuthorization(Policies.Staff)
            .WithName("OpenEdition").WithSummary("Open for applications").WithDescription("Intake days, dean and programme manager have to be known.");
        editions.MapPost("/{editionId:guid}/release", ReleaseEdition.HandleAsync)
            .RequireAuthorization(Policies.Staff)
            .WithName("ReleaseEdition").WithSummary("Release the programme").WithDescription("By the programme manager of the edition, in the version that they read. Open findings have to be acknowledged with a reason, which is kept.");
        editions.MapPost("/{editionId:guid}/cancellation", CancelEdition.HandleAsync)
            .RequireAuthorization(Policies.Staff)
            .WithName("CancelEdition").WithSummary("Cancel an edition").WithDescription("By dean or programme manager. What was to come leaves the calendars.");
        editions.MapPut("/{editionId:guid}/dates", ChangeEdition.SetDatesAsync)
            .RequireAuthorization(Policies.Staff)
            .WithName("CorrectDates").WithSummary("Correct the dates").WithDescription("By dean or programme manager. After the release it is a new version that says what changed.");
        editions.MapPut("/{editionId:guid}/settings", ChangeEdition.SetSettingsAsync)
            .RequireAuthorization(Policies.Staff)
            .WithName("SetEditionSettings").WithSummary("Set what the brochure leaves open").WithDescription("By dean or programme manager: what counts as missed, and the length of interviews.");
        return routes;
    }
}
