using Metropool.Http;
using Metropool.Intake.Offers;
using Metropool.Intake.Retention;

namespace Metropool.Intake.Applications;

internal static class ApplicationsApi
{
    public static IEndpointRouteBuilder MapIntakeApplications(this IEndpointRouteBuilder routes)
    {
        MapForCandidates(routes.MapGroup("/applications").WithTags("Applications").RequireAuthorization(Policies.Person));
        var team = routes.MapGroup("/applications").WithTags("Applications").RequireAuthorization(Policies.Staff);
        MapWorkList(team);
        MapJudgements(team);
        MapDecisions(team);
        return routes;
    }

    private static void MapForCandidates(RouteGroupBuilder candidate)
    {
        candidate.MapPost("", StartApplication.HandleAsync)
            .WithName("StartApplication").WithSummary("Start an application")
            .WithDescription("A draft, which is visible to you only. A person can have one open application per edition.");
        candidate.MapPut("/{id:guid}", ChangeApplication.HandleAsync)
            .WithName("ChangeApplication").WithSummary("Change a draft")
            .WithDescription("Replaces the whole content of the draft.");
        candidate.MapPost("/{id:guid}/submission", SubmitApplication.HandleAsync)
            .WithName("SubmitApplication").WithSummary("Submit an application")
            .WithDescription("It must be complete: everything that is missing is named at once. From then on the dean and the programme manager of the "
                + "edition can read it, and it can't be changed.");
        candidate.MapPost("/{id:guid}/withdrawal", WithdrawApplication.HandleAsync)
            .WithName("WithdrawApplication").WithSummary("Withdraw an application")
            .WithDescription("At any stage until the programme begins for you. A place that you had becomes available.");
        candidate.MapPost("/{id:guid}/offer/acceptance", AnswerOffer.AcceptAsync)
            .WithName("AcceptOffer").WithSummary("Accept an offered place")
            .WithDescription("Until the offer expires. It fixes the price, like every admission.");
        candidate.MapPost("/{id:guid}/offer/refusal", AnswerOffer.DeclineAsync)
            .WithName("RefuseOffer").WithSummary("Decline an offered place")
            .WithDescription("The place goes to the next candidate. You stay on the waiting list, but get no other offer; the dean or the programme "
                + "manager can still admit you.");
        candidate.MapPost("/{id:guid}/move", MoveApplication.HandleAsync)
            .WithName("MoveApplication").WithSummary("Move an application to another edition")
            .WithDescription("After the edition was cancelled. Everything that you wrote is copied, and so is the interview if its judgement is final; "
                + "otherwise the interview is held again. If you were admitted, you give up that admission.");
        candidate.MapPut("/{id:guid}/name", CorrectName.HandleAsync)
            .WithName("CorrectName").WithSummary("Correct my name")
            .WithDescription("After submission: for display, and for the certificate. Until the certificate is issued.");
        candidate.MapPut("/{id:guid}/retention-consent", SetRetentionConsent.HandleAsync)
            .WithName("SetRetentionConsent").WithSummary("Agree to a longer retention period")
            .WithDescription("For an application that is unsuccessful. You can withdraw your consent at any time.");
        candidate.MapPost("/{id:guid}/employers", ChangeEmployer.HandleAsync)
            .WithName("ChangeEmployer").WithSummary("Record a new employer")
            .WithDescription("Between submission and decision. The new employer must agree itself. After admission the employer belongs to the "
                + "participation.");
        candidate.MapGet("/mine", ListMyApplications.HandleAsync)
            .ReturnsUnpagedList("A person has a few applications at most.")
            .WithName("ListMyApplications").WithSummary("List my applications")
            .WithDescription("For all editions, oldest first.");
        candidate.MapGet("/{id:guid}", GetApplication.HandleAsync)
            .WithName("GetApplication").WithSummary("Get an application")
            .WithDescription("For its candidate, and for the dean and the programme manager of its edition.");
        candidate.MapGet("/{id:guid}/history", GetHistory.HandleAsync)
            .WithName("ListApplicationHistory").WithSummary("List the history of an application")
            .WithDescription("Every change of status, interview, judgement and decision, oldest first, with its actor and reason. For its candidate, and "
                + "for the dean and the programme manager of its edition.");
    }

    private static void MapWorkList(RouteGroupBuilder team)
    {
        team.MapGet("", ListApplications.HandleAsync)
            .WithName("ListApplications").WithSummary("List applications")
            .WithDescription("The submitted applications of the editions whose dean, programme manager or project manager you are: names, statuses and "
                + "next steps.");
        team.MapPost("/searches", SearchApplications.HandleAsync)
            .WithName("SearchApplications").WithSummary("Search applications")
            .WithDescription("By name and employer, with the same filters. It is a POST request, so that names don't appear in URLs.");
        team.MapGet("/counts", CountApplications.HandleAsync)
            .WithName("CountApplications").WithSummary("Count the applications of an edition")
            .WithDescription("Per status, and per next step.");
        team.MapGet("/export", ExportApplications.HandleAsync)
            .WithName("ExportApplications").WithSummary("Export applications as CSV").Produces<string>(contentType: "text/csv")
            .WithDescription("CSV in UTF-8, separated by semicolons, with times in Europe/Amsterdam. All applications that match the filters.");
        team.MapPost("/{id:guid}/employer-connection", ConnectEmployer.HandleAsync)
            .WithName("ConnectEmployer").WithSummary("Connect an employer to its organisation")
            .WithDescription("By the programme manager of the edition, if the candidate entered another name than the organisation has. From then on the "
                + "organisation responds through the API, and sees what the candidate requested of it. After the admission it is done in Scheduling.");
    }

    private static void MapJudgements(RouteGroupBuilder team)
    {
        team.MapPost("/{id:guid}/interview/held", RecordInterviewHeld.HandleAsync)
            .WithName("RecordInterviewHeld").WithSummary("Record that the intake interview was held")
            .WithDescription("By the dean or the programme manager on its panel, after the booked interview has begun. No panel member may have a "
                + "conflict of interest.");
        team.MapPost("/{id:guid}/judgement", WriteJudgement.HandleAsync)
            .WithName("WriteJudgement").WithSummary("Write a judgement")
            .WithDescription("On learning wishes, motivation and capacities, by the dean or the programme manager on the panel. The terms of the edition "
                + "determine how. One note: either of them can replace it until the other confirms it. Separate and blind: each writes one, can replace "
                + "it, and is the only reader until both are written. If no panel member can judge any longer, the current holder of the role does, or a "
                + "deputy. The candidate can read the judgement.");
        team.MapPost("/{id:guid}/judgement/confirmation", ConfirmJudgement.HandleAsync)
            .WithName("ConfirmJudgement").WithSummary("Confirm a judgement")
            .WithDescription("By the other of dean and programme manager on the panel. Separate judgements aren't confirmed.");
        team.MapPost("/{id:guid}/conflicts-of-interest", DeclareConflict.HandleAsync)
            .WithName("DeclareConflict").WithSummary("Declare a conflict of interest")
            .WithDescription("By the dean or the programme manager of the edition, for one of them or a deputy. That person can't act on this application "
                + "any longer, and a judgement of theirs that isn't final doesn't count; a deputy takes their place. No interview can be booked with them "
                + "on the panel.");
        team.MapDelete("/{id:guid}/conflicts-of-interest/{personId:guid}", WithdrawConflict.HandleAsync)
            .WithName("WithdrawConflict").WithSummary("Withdraw a conflict of interest")
            .WithDescription("By another person than the one with the conflict, unless a judgement was written or confirmed since. What they wrote before "
                + "counts again.");
    }

    private static void MapDecisions(RouteGroupBuilder team)
    {
        team.MapPost("/{id:guid}/decision", DecideOnApplication.HandleAsync)
            .WithName("DecideOnApplication").WithSummary("Decide on an application")
            .WithDescription("By the dean or the programme manager of the edition. A candidate who is to be admitted while no place is available comes on "
                + "the waiting list, in the order of the decisions. The admission fixes the price.");
        team.MapPost("/{id:guid}/decision/revision", ReviseDecision.HandleAsync)
            .WithName("ReviseDecision").WithSummary("Revise a decision")
            .WithDescription("A rejection is reviewed by another person than the one who decided, and can become an admission or a place on the waiting "
                + "list. An admission can be withdrawn until the programme begins for the participant. The reasons of both decisions are kept.");
    }
}
