using Metropool.Http;
using Metropool.Scheduling.Attendance;

namespace Metropool.Scheduling.Participations;

/// <summary>The addresses of participations.</summary>
internal static class ParticipationsApi
{
    public static IEndpointRouteBuilder MapParticipations(this IEndpointRouteBuilder routes)
    {
        var participations = routes.MapGroup("/participations").WithTags("Participations").RequireAuthorization(Policies.Person);
        participations.MapGet("", ParticipationQueries.ListAsync)
            .RequireAuthorization(Policies.Staff)
            .WithName("GetParticipations").WithSummary("List the participations of an edition").WithDescription("For its team.");
        participations.MapGet("/mine", ParticipationQueries.MineAsync)
            .AnswersWholeList("The caller's own: somebody takes part once, seldom twice.").WithName("GetMyParticipations").WithSummary("List my participations").WithDescription("Of the caller.");
        participations.MapGet("/{participationId:guid}", ParticipationQueries.GetAsync)
            .WithName("GetParticipation").WithSummary("Show a participation").WithDescription("To the participant and to the team.");
        participations.MapGet("/{participationId:guid}/attendance", AttendanceOverview.HandleAsync)
            .WithName("GetParticipationAttendance").WithSummary("Show attendance day by day")
            .WithDescription("To the participant and to the team. Why somebody was absent is shown to the participant, dean and programme manager alone.");
        participations.MapPost("/{participationId:guid}/absences", RequestAbsence.HandleAsync)
            .WithName("RequestAbsence").WithSummary("Ask to be absent").WithDescription("By the participant, or dean or programme manager for them. Module 1 cannot be missed.");
        participations.MapPost("/{participationId:guid}/pause", ChangeParticipation.PauseAsync)
            .RequireAuthorization(Policies.Staff)
            .WithName("PauseParticipation").WithSummary("Pause a participation").WithDescription("From today, by dean or programme manager: dates, never a reason.");
        participations.MapPost("/{participationId:guid}/resume", ChangeParticipation.ResumeAsync)
            .RequireAuthorization(Policies.Staff)
            .WithName("ResumeParticipation").WithSummary("Let a participation go on").WithDescription("From today, by dean or programme manager.");
        participations.MapPost("/{participationId:guid}/employers", ChangeParticipation.ChangeEmployerAsync)
            .RequireAuthorization(Policies.Staff)
            .WithName("ChangeEmployer").WithSummary("Note a change of employer")
            .WithDescription("By dean, programme manager or project manager. From that day on the former employer sees nothing, and the new one nothing from before.");
        participations.MapPost("/{participationId:guid}/employer-connection", ChangeParticipation.ConnectEmployerAsync)
            .RequireAuthorization(Policies.Staff)
            .WithName("ConnectEmployer").WithSummary("Connect an employer to its organisation")
            .WithDescription("By dean, programme manager or project manager, where the employer is known by name only. The organisation then sees the participation.");
        participations.MapPost("/{participationId:guid}/end", EndParticipation.HandleAsync)
            .RequireAuthorization(Policies.Staff)
            .WithName("EndParticipation").WithSummary("End a participation")
            .WithDescription("By the dean. Where the attendance obligation was broken, the participant has to have been heard.");
        participations.MapPost("/{participationId:guid}/transfer", TransferParticipation.HandleAsync)
            .RequireAuthorization(Policies.Staff)
            .WithName("TransferParticipation").WithSummary("Take a participation over to a later edition")
            .WithDescription("By dean or programme manager. It goes over once Intake has found a place there, mostly within a second; until then, and where there is none, it shows so as its transferRequest. What was met is carried over, and names its edition.");
        participations.MapPost("/{participationId:guid}/transfer/withdrawal", TransferParticipation.WithdrawAsync)
            .RequireAuthorization(Policies.Staff)
            .WithName("WithdrawTransfer").WithSummary("Take a transfer back").WithDescription("By dean or programme manager, while it awaits a place.");

        var employer = routes.MapGroup("/employer/participations").WithTags("Employers").RequireAuthorization(Policies.Employer);
        employer.MapGet("", EmployerView.ListAsync)
            .WithName("GetEmployerParticipations").WithSummary("List an employer's own people").WithDescription("Status, dates, and attendance as met, not met or not yet; only while it employs them, and nothing from before.");
        employer.MapGet("/{participationId:guid}", EmployerView.GetAsync)
            .WithName("GetEmployerParticipation").WithSummary("Get a participation of an employer's own people")
            .WithDescription("The same as in the list. For another organisation the participation is unknown.");

        var absences = routes.MapGroup("/absences/{absenceId:guid}").WithTags("Attendance").RequireAuthorization(Policies.Staff);
        absences.MapPost("/decision", DecideAbsence.HandleAsync)
            .WithName("DecideAbsence").WithSummary("Decide on an absence").WithDescription("By dean or programme manager. An approval comes with a catch-up assignment.");
        absences.MapPost("/catch-up/completion", DecideAbsence.CompleteCatchUpAsync)
            .WithName("CompleteCatchUp").WithSummary("Note that a catch-up assignment was done").WithDescription("By dean or programme manager: what was missed is made good.");

        var team = routes.MapGroup("/editions/{editionId:guid}").WithTags("Attendance").RequireAuthorization(Policies.Staff);
        team.MapGet("/absences", DecideAbsence.ListAsync)
            .WithName("GetAbsences").WithSummary("List absences").WithDescription("The work list of dean and programme manager.");
        team.MapGet("/proposals", Proposals.ListAsync)
            .WithName("GetProposals").WithSummary("List proposals and warnings").WithDescription("What the system saw and proposes to dean and programme manager; it decides nothing about a person.");
        routes.MapPost("/proposals/{proposalId:guid}/closing", Proposals.CloseAsync)
            .RequireAuthorization(Policies.Staff).WithTags("Attendance")
            .WithName("CloseProposal").WithSummary("Close a proposal or warning").WithDescription("By dean or programme manager, with a reason that is kept. With a calendar conflict the module days that are free by then are entered in the calendar.");
        return routes;
    }
}
