using Metropool.Http;

namespace Metropool.Intake.Agreements;

internal static class AgreementsApi
{
    public static IEndpointRouteBuilder MapIntakeAgreements(this IEndpointRouteBuilder routes)
    {
        var candidate = routes.MapGroup("/applications").WithTags("Agreements").RequireAuthorization(Policies.Person);
        candidate.MapPost("/{id:guid}/agreement-requests", AskAgreement.HandleAsync).WithName("AskAgreement").WithSummary("Ask your employer for its agreement")
            .WithDescription("From handing in until admission; the employer sees nothing before you ask. Where it has an account here it answers through this API, and no address is taken; where it has none, a link is mailed to the address that you name, with which somebody answers once. "
                + "Asking again while it isn't answered sends another link, and the one before is dead.");
        candidate.MapPost("/{id:guid}/agreement-requests/withdrawal", WithdrawAgreement.HandleAsync).WithName("WithdrawAgreement").WithSummary("Take back what you asked your employer")
            .WithDescription("While it isn't answered. The employer sees nothing of it any more.");

        var team = routes.MapGroup("/applications").WithTags("Agreements").RequireAuthorization(Policies.Staff);
        team.MapGet("/{id:guid}/invoice", GetInvoice.HandleAsync).WithName("GetInvoice").WithSummary("Whom to send the invoice")
            .WithDescription("What the employer gave when it agreed. For the programme manager of the edition.");

        var employer = routes.MapGroup("/agreements").WithTags("Agreements").RequireAuthorization(Policies.Employer);
        employer.MapGet("", ListAgreements.HandleAsync).WithName("ListAgreements").WithSummary("What your people asked you")
            .WithDescription("In the order of asking. Of candidates whose last known employer you are; what was taken back is not there any more.");
        employer.MapGet("/{id:guid}", GetAgreement.HandleAsync).WithName("GetAgreement").WithSummary("Read what is asked")
            .WithDescription("What you would agree to, and where the application stands. Nothing that the candidate wrote or that was judged. For another organisation there is no such agreement.");
        employer.MapPost("/{id:guid}/grant", GrantAgreement.HandleAsync).WithName("GrantAgreement").WithSummary("Agree")
            .WithDescription("To the time and to the price, with what is needed for the invoice. The price and the terms of this moment are kept: a candidate isn't admitted on worse ones.");
        employer.MapPost("/{id:guid}/refusal", RefuseAgreement.HandleAsync).WithName("RefuseAgreement").WithSummary("Refuse")
            .WithDescription("With the reason. The candidate may ask anew.");
        return routes;
    }
}
