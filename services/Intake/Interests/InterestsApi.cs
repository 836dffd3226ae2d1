using Metropool.Http;

namespace Metropool.Intake.Interests;

internal static class InterestsApi
{
    public static IEndpointRouteBuilder MapIntakeInterests(this IEndpointRouteBuilder routes)
    {
        // Before somebody has an account.
        var anybody = routes.MapGroup("").WithTags("Interest").AllowAnonymous();
        anybody.MapGet("/announced-editions", ListAnnouncedEditions.HandleAsync).AnswersWholeList("A handful of editions are announced at a time.").WithName("ListAnnouncedEditions").WithSummary("Editions that will open")
            .WithDescription("Editions that can't be applied for yet, and that their programme managers have announced. Dates may be known to the month or the year only. Without login.");
        anybody.MapPost("/editions/{id:guid}/interests", LeaveInterest.HandleAsync).WithName("LeaveInterest").WithSummary("Ask to be told when an edition opens")
            .WithDescription("A link is mailed to the address, which confirms it; without that it is forgotten after a week. Every message has a link by which the address is forgotten at once. The answer is the same for every address. Without login.");
        return routes;
    }
}
