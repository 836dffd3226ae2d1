using Metropool.Http;
using Metropool.Intake.Offers;
using Metropool.Intake.Retention;

namespace Metropool.Intake.Applications;

internal static class ApplicationsApi
{
    public static IEndpointRouteBuilder MapIntakeApplications(this IEndpointRouteBuilder routes)
    {
        var candidate = routes.MapGroup("/applications").WithTags("Applications").RequireAuthorization(Policies.Person);
        candidate.MapPost("", StartApplication.HandleAsync).WithName("StartApplication").WithSummary("Start an application")
            .WithDescription("A draft, which nobody but you can see. There is one open application per person and edition.");
        candidate.MapPut("/{id:guid}", ChangeApplication.HandleAsync).WithName("ChangeApplication").WithSummary("Change a draft")
            .WithDescription("Replaces all that the draft says.");
        candidate.MapPost("/{id:guid}/submission", SubmitApplication.HandleAsync).WithName("SubmitApplication").WithSummary("Hand an application in")
            .WithDescription("It must be complete: all that is missing is named at once. From then on the dean and the programme manager of the edition can read it, and it can't be changed.");
        candidate.MapPost("/{id:guid}/withdrawal", WithdrawApplication.HandleAsync).WithName("WithdrawApplication").WithSummary("Withdraw an application")
            .WithDescription("At any stage until the programme begins for you. A place that you had comes free.");
        candidate.MapPost("/{id:guid}/offer/acceptance", AnswerOffer.AcceptAsync).WithName("AcceptOffer").WithSummary("Accept the place that is offered")
            .WithDescription("Until the deadline of the offer. The price is fixed with it, as with any admission.");
        candidate.MapPost("/{id:guid}/offer/refusal", AnswerOffer.RefuseAsync).WithName("RefuseOffer").WithSummary("Refuse the place that is offered")
            .WithDescription("The place goes to who is next. You stay on the waiting list, and aren't offered another place; the dean or the programme manager can still admit you.");
        candidate.MapPost("/{id:guid}/move", MoveApplication.HandleAsync).WithName("MoveApplication").WithSummary("Go on in another edition")
            .WithDescription("Of an edition that was cancelled. All that you wrote goes along, and so does an interview whose judgement both members of the panel stand for; the dean and the programme manager there decide. An admission that you had ends with it.");
        candidate.MapPut("/{id:guid}/retention-consent", SetRetentionConsent.HandleAsync).WithName("SetRetentionConsent").WithSummary("Agree to being kept longer, or take it back")
            .WithDescription("An application that doesn't lead to a place is removed after some weeks. With your consent it is kept for a year, so that you needn't begin anew. The application says until when it is kept.");
        candidate.MapPost("/{id:guid}/employers", ChangeEmployer.HandleAsync).WithName("ChangeEmployer").WithSummary("Record a new employer")
            .WithDescription("After handing in and before the decision. The period with the employer before ends the day before.");
        candidate.MapPut("/{id:guid}/name", CorrectName.HandleAsync).WithName("CorrectName").WithSummary("Correct your name")
            .WithDescription("After handing in, and after admission as well until the certificate is there: how you are called, and the name for the certificate. Where the name of your account changes, the application shows that one; what you wrote stays.");
        candidate.MapGet("/mine", GetMyApplications.HandleAsync).AnswersWholeList("One open application per edition, and those of the caller that are over.").WithName("GetMyApplications").WithSummary("Your applications")
            .WithDescription("All of them, for any edition, oldest first.");
        candidate.MapGet("/{id:guid}", GetApplication.HandleAsync).WithName("GetApplication").WithSummary("Read an application")
            .WithDescription("For its candidate, and for the dean and the programme manager of its edition. For anybody else there is no such application.");
        candidate.MapGet("/{id:guid}/history", GetHistory.HandleAsync).WithName("GetApplicationHistory").WithSummary("The history of an application")
            .WithDescription("Every status, interview, judgement and decision, in the order in which they came, with who and why. For its candidate, and for the dean and the programme manager of its edition.");

        var team = routes.MapGroup("/applications").WithTags("Applications").RequireAuthorization(Policies.Staff);
        team.MapGet("", ListApplications.HandleAsync).WithName("ListApplications").WithSummary("The work list")
            .WithDescription("What awaits whom since when: names and states of what was handed in. Of the editions whose dean, programme manager or project manager you are.");
        team.MapPost("/searches", SearchApplications.HandleAsync).WithName("SearchApplications").WithSummary("Search the work list")
            .WithDescription("By name and employer, with the same filters. A name doesn't belong in an address, so it is posted.");
        team.MapGet("/counts", CountApplications.HandleAsync).WithName("CountApplications").WithSummary("How many applications stand where")
            .WithDescription("Of one edition: per status, and per what is awaited.");
        team.MapGet("/export", ExportApplications.HandleAsync).WithName("ExportApplications").WithSummary("The work list for a spreadsheet").Produces<string>(contentType: "text/csv")
            .WithDescription("CSV in UTF-8, separated by semicolons, times in Europe/Amsterdam. All of what the filters ask for.");
        team.MapPost("/{id:guid}/employer-connection", ConnectEmployer.HandleAsync)
            .WithName("ConnectEmployer").WithSummary("Connect an employer to its organisation")
            .WithDescription("By the programme manager of the edition, where the candidate typed another name than the organisation has. "
                + "The organisation then answers through the API, and sees what the candidate asked it. After the admission it is done in Scheduling.");
        team.MapPost("/{id:guid}/interview/held", RecordInterviewHeld.HandleAsync).WithName("RecordInterviewHeld").WithSummary("Record that the intake interview was held")
            .WithDescription("By the dean or the programme manager who sat in its panel, once the interview in the calendar has begun. Nobody in that panel has a conflict of interest.");
        team.MapPost("/{id:guid}/judgement", WriteJudgement.HandleAsync).WithName("WriteJudgement").WithSummary("Judge a candidate")
            .WithDescription("Learning wishes, motivation and capacities, all three, by the dean or the programme manager who sat in the panel. The terms of the edition say how. One note: until the other confirms it, either of them can write it anew. Separate and blind: each writes one, can write it anew and alone reads it until both are in. Where nobody of the panel can judge any more, who holds the part today does, or a deputy. The candidate can read it.");
        team.MapPost("/{id:guid}/judgement/confirmation", ConfirmJudgement.HandleAsync).WithName("ConfirmJudgement").WithSummary("Confirm a judgement")
            .WithDescription("By the other of dean and programme manager who sat in the panel. One alone is never enough. Separate judgements are not confirmed.");
        team.MapPost("/{id:guid}/conflicts-of-interest", DeclareConflict.HandleAsync).WithName("DeclareConflict").WithSummary("Declare a conflict of interest")
            .WithDescription("By the dean or the programme manager of the edition, of one of them or of a deputy, for this application. That person records no interview, judges, confirms and decides nothing of it any more; a judgement of theirs that doesn't stand yet counts no more; a deputy does it. No interview is booked with them in the panel.");
        team.MapDelete("/{id:guid}/conflicts-of-interest/{personId:guid}", TakeConflictBack.HandleAsync).WithName("TakeConflictBack").WithSummary("Take a conflict of interest back")
            .WithDescription("By another than who has it, as long as nobody judged or confirmed since. What they wrote before counts again.");
        team.MapPost("/{id:guid}/decision", DecideOnApplication.HandleAsync).WithName("DecideOnApplication").WithSummary("Decide on an application")
            .WithDescription("By the dean or the programme manager of the edition. Who is to be admitted while there is no place comes on the waiting list, in the order of the decisions. The price is fixed with the admission.");
        team.MapPost("/{id:guid}/decision/revision", ReviseDecision.HandleAsync).WithName("ReviseDecision").WithSummary("Revise a decision")
            .WithDescription("A rejection is reviewed by another person than who decided it, and can become an admission or a place on the waiting list. An admission can be taken back until the programme begins for the participant. The reason is kept, as is that of the decision before.");
        return routes;
    }
}
