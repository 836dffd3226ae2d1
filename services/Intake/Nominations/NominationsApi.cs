using Metropool.Http;

namespace Metropool.Intake.Nominations;

internal static class NominationsApi
{
    public static IEndpointRouteBuilder MapIntakeNominations(this IEndpointRouteBuilder routes)
    {
        var candidate = routes.MapGroup("/nominations").WithTags("Nominations").RequireAuthorization(Policies.Person);
        candidate.MapPost("/acceptance", AnswerNomination.AcceptAsync).WithName("AcceptNomination").WithSummary("Take a nomination up")
            .WithDescription("With the code that was mailed. It becomes a draft of yours, with what your employer wrote, which you complete and hand in yourself; or it goes with the open application that you have for the edition, if that names the same employer.");
        candidate.MapPost("/refusal", AnswerNomination.DeclineAsync).WithName("DeclineNomination").WithSummary("Decline a nomination")
            .WithDescription("With the code that was mailed. The page that the link leads to does the same, without an account.");

        var employer = routes.MapGroup("/nominations").WithTags("Nominations").RequireAuthorization(Policies.Employer);
        employer.MapPost("", Nominate.HandleAsync).WithName("Nominate").WithSummary("Nominate a candidate")
            .WithDescription("For an edition that takes applications. A link is mailed to the candidate, who takes it up with an account of their own or declines. For a place that is held for you, name it: one nomination for it at a time.");
        employer.MapGet("", Nominate.ListAsync).WithName("ListNominations").WithSummary("Whom you nominated")
            .WithDescription("In the order of nominating. What became of an application isn't told: the candidate asks for your agreement, if they want it.");
        employer.MapGet("/{id:guid}", Nominate.GetAsync).WithName("GetNomination").WithSummary("Read a nomination").WithDescription("For another organisation there is no such nomination.");
        employer.MapPost("/{id:guid}/withdrawal", AnswerNomination.WithdrawAsync).WithName("WithdrawNomination").WithSummary("Take a nomination back")
            .WithDescription("While it isn't answered. The link that was mailed is dead.");
        return routes;
    }
}
