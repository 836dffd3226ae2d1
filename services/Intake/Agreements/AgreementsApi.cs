using Metropool.Http;

namespace Metropool.Intake.Agreements;

internal static class AgreementsApi
{
    public static IEndpointRouteBuilder MapIntakeAgreements(this IEndpointRouteBuilder routes)
    {
        var candidate = routes.MapGroup("/applications").WithTags("Agreements").RequireAuthorization(Policies.Person);
        candidate.MapPost("/{id:guid}/agreement-requests", RequestAgreement.HandleAsync)
            .WithName("RequestAgreement").WithSummary("Request my employer's agreement")
            .WithDescription(
                "From submission until admission. The employer sees nothing before you request it. An employer with an account responds through this API, "
                + "and you give no address. For an employer without an account you give the address of a contact, who gets a link that accepts one response. "
                + "While the request is open you can repeat it: that sends a new link and ends the old one.");
        candidate.MapPost("/{id:guid}/agreement-requests/withdrawal", WithdrawAgreement.HandleAsync)
            .WithName("WithdrawAgreement").WithSummary("Withdraw the request for my employer's agreement")
            .WithDescription("While it has no response. The employer can no longer see it.");

        var team = routes.MapGroup("/applications").WithTags("Agreements").RequireAuthorization(Policies.Staff);
        team.MapGet("/{id:guid}/invoice", GetInvoice.HandleAsync).WithName("GetInvoice").WithSummary("Get the invoice details")
            .WithDescription("As the employer gave them with its agreement. For the programme manager of the edition.");

        var employer = routes.MapGroup("/agreements").WithTags("Agreements").RequireAuthorization(Policies.Employer);
        employer.MapGet("", ListAgreements.HandleAsync).WithName("ListAgreements").WithSummary("List the agreements that were requested from my organisation")
            .WithDescription("Oldest first. Only of candidates whose last known employer you are, and without withdrawn requests.");
        employer.MapGet("/{id:guid}", GetAgreement.HandleAsync).WithName("GetAgreement").WithSummary("Get an agreement")
            .WithDescription("What you would agree to, and the state of the application. It contains no text of the candidate and no judgement.");
        employer.MapPost("/{id:guid}/grant", GrantAgreement.HandleAsync).WithName("GrantAgreement").WithSummary("Grant an agreement")
            .WithDescription(
                "You agree to the time and the price, and provide the invoice details. The current price and terms are recorded: "
                + "the candidate can't be admitted on worse ones.");
        employer.MapPost("/{id:guid}/refusal", RefuseAgreement.HandleAsync).WithName("RefuseAgreement").WithSummary("Refuse an agreement")
            .WithDescription("With the reason. The candidate can request your agreement again.");
        return routes;
    }
}
