using Metropool.Http;
using Metropool.Internship.Internships;

namespace Metropool.Internship.Checklists;

/// <summary>What the participant arranges (R29).</summary>
internal static class ChecklistsApi
{
    public static IEndpointRouteBuilder MapChecklists(this IEndpointRouteBuilder routes)
    {
        var checklist = routes.MapGroup($"{InternshipsApi.Path}/{{id:guid}}/checklist").WithTags("Checklist")
            .RequireAuthorization(Policies.Person);

        checklist.MapGet("/", GetChecklist.HandleAsync)
            .WithName("GetChecklist").WithSummary("The checklist")
            .WithDescription("What the participant arranges: place, accommodation, workplace, transport, and what they added (R29). For the participant, dean, programme manager and project manager.");

        checklist.MapPut("/", KeepChecklist.HandleAsync)
            .WithName("KeepChecklist").WithSummary("Keep the checklist")
            .WithDescription("By the participant. Replaces the list; of the four that the programme names, one that is left out is open. Nothing is booked by it (R29).");

        return routes;
    }
}
