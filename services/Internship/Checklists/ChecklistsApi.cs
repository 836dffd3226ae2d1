using Metropool.Http;
using Metropool.Internship.Internships;

namespace Metropool.Internship.Checklists;

/// <summary>The things that the participant arranges (R29).</summary>
internal static class ChecklistsApi
{
    public static IEndpointRouteBuilder MapChecklists(this IEndpointRouteBuilder routes)
    {
        var checklist = routes.MapGroup($"{InternshipsApi.Path}/{{id:guid}}/checklist").WithTags("Checklist")
            .RequireAuthorization(Policies.Person);

        checklist.MapGet("/", ListChecklistItems.HandleAsync)
            .WithName("ListChecklistItems").WithSummary("List the items of the checklist")
            .WithDescription(
                """
                The things that the participant arranges: placement, accommodation, workplace, transport, and items of their own (R29).
                For the participant, the dean, the programme manager and the project manager.
                """);

        checklist.MapPut("/", ReplaceChecklist.HandleAsync)
            .WithName("ReplaceChecklist").WithSummary("Replace the checklist")
            .WithDescription("By the participant. Subjects of the programme that are left out have the state `open`. Nothing is booked because of it (R29).");

        return routes;
    }
}
