using Metropool.Http;

namespace Metropool.Intake.Interests;

internal static class InterestsApi
{
    public static IEndpointRouteBuilder MapIntakeInterests(this IEndpointRouteBuilder routes)
    {
        var anonymous = routes.MapGroup("").WithTags("Interest").AllowAnonymous();
        anonymous.MapGet("/announced-editions", ListAnnouncedEditions.HandleAsync).ReturnsUnpagedList("A handful of editions are announced at a time.")
            .WithName("ListAnnouncedEditions").WithSummary("List editions that will open")
            .WithDescription("Editions that are announced by their programme managers and not open yet. A date may be a month or a year. Without login.");
        anonymous.MapPost("/editions/{id:guid}/interests", RegisterInterest.HandleAsync)
            .WithName("RegisterInterest").WithSummary("Request a mail when an edition opens")
            .WithDescription(
                "A link is mailed to the address to confirm it. An address that isn't confirmed within a week is deleted. Every mail has a link that deletes "
                + "the address at once. The response is the same for every address. Without login.");
        return routes;
    }
}
