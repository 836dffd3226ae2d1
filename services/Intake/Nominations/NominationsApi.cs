using Metropool.Http;

namespace Metropool.Intake.Nominations;

internal static class NominationsApi
{
    public static IEndpointRouteBuilder MapIntakeNominations(this IEndpointRouteBuilder routes)
    {
        var candidate = routes.MapGroup("/nominations").WithTags("Nominations").RequireAuthorization(Policies.Person);
        candidate.MapPost("/acceptance", RespondToNomination.AcceptAsync).WithName("AcceptNomination").WithSummary("Accept a nomination")
            .WithDescription(
                "With the code that was mailed. It creates a draft of yours with what your employer wrote, which you complete and submit yourself. "
                + "If you have an open application for the edition that names the same employer, the nomination is linked to that one.");
        candidate.MapPost("/refusal", RespondToNomination.DeclineAsync).WithName("DeclineNomination").WithSummary("Decline a nomination")
            .WithDescription("With the code that was mailed. The page that the link opens does the same, without an account.");

        var employer = routes.MapGroup("/nominations").WithTags("Nominations").RequireAuthorization(Policies.Employer);
        employer.MapPost("", Nominate.HandleAsync).WithName("Nominate").WithSummary("Nominate a candidate")
            .WithDescription(
                "For an edition that is open for applications. A link is mailed to the candidate, who accepts with their own account, or declines. "
                + "To nominate for a place that is held for you, name that place. It can have one nomination at a time.");
        employer.MapGet("", ListNominations.HandleAsync).WithName("ListNominations").WithSummary("List my nominations")
            .WithDescription("Oldest first. You see the application only after the candidate requests your agreement.");
        employer.MapGet("/{id:guid}", GetNomination.HandleAsync).WithName("GetNomination").WithSummary("Get a nomination")
            .WithDescription("One of your organisation.");
        employer.MapPost("/{id:guid}/withdrawal", RespondToNomination.WithdrawAsync).WithName("WithdrawNomination").WithSummary("Withdraw a nomination")
            .WithDescription("While it has no response. The link that was mailed no longer works.");
        return routes;
    }
}
