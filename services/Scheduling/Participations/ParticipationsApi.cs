using Metropool.Http;
using Metropool.Scheduling.Attendance;

namespace Metropool.Scheduling.Participations;

/// <summary>The endpoints of participations and their attendance.</summary>
internal static class ParticipationsApi
{
    public static IEndpointRouteBuilder MapParticipations(this IEndpointRouteBuilder routes)
    {
        var participations = routes.MapGroup("/participations").WithTags("Participations").RequireAuthorization(Policies.Person);
        participations.MapGet("", GetParticipations.ListAsync)
            .RequireAuthorization(Policies.Staff)
            .WithName("ListParticipations").WithSummary("List the participations of an edition").WithDescription("For its team.");
        participations.MapGet("/mine", GetParticipations.MineAsync)
            .ReturnsUnpagedList("The caller's own participations: usually one.")
            .WithName("ListMyParticipations").WithSummary("List my participations").WithDescription("The participations of the caller.");
        participations.MapGet("/{participationId:guid}", GetParticipations.GetAsync)
            .WithName("GetParticipation").WithSummary("Get a participation").WithDescription("For the participant and the team.");
        participations.MapPost("/{participationId:guid}/pause", ChangeParticipation.PauseAsync)
            .RequireAuthorization(Policies.Staff)
            .WithName("PauseParticipation").WithSummary("Pause a participation")
            .WithDescription("From today on, by dean or programme manager. A pause has dates and never a reason.");
        participations.MapPost("/{participationId:guid}/resume", ChangeParticipation.ResumeAsync)
            .RequireAuthorization(Policies.Staff)
            .WithName("ResumeParticipation").WithSummary("Resume a participation").WithDescription("From today on, by dean or programme manager.");
        participations.MapPost("/{participationId:guid}/end", EndParticipation.HandleAsync)
            .RequireAuthorization(Policies.Staff)
            .WithName("EndParticipation").WithSummary("End a participation")
            .WithDescription("By the dean. If the attendance obligation can no longer be met, the participant must have been heard.");
        participations.MapPost("/{participationId:guid}/transfer", TransferParticipation.HandleAsync)
            .RequireAuthorization(Policies.Staff)
            .WithName("TransferParticipation").WithSummary("Request the transfer of a participation to a later edition")
            .WithDescription(
                """
                By dean or programme manager. The participation is transferred when Intake has granted a place, usually within a second; until then, and if
                there is no place, the participation has a transferRequest. Modules that were met are carried over, and name their edition.
                """);
        participations.MapPost("/{participationId:guid}/transfer/withdrawal", TransferParticipation.WithdrawAsync)
            .RequireAuthorization(Policies.Staff)
            .WithName("WithdrawTransfer").WithSummary("Withdraw the request of a transfer")
            .WithDescription("By dean or programme manager, while it waits for a place.");
        MapEmployers(routes, participations);
        MapAttendance(routes, participations);
        return routes;
    }

    private static void MapEmployers(IEndpointRouteBuilder routes, RouteGroupBuilder participations)
    {
        participations.MapPost("/{participationId:guid}/employers", ChangeParticipation.ChangeEmployerAsync)
            .RequireAuthorization(Policies.Staff)
            .WithName("ChangeEmployer").WithSummary("Change the employer of a participant")
            .WithDescription(
                """
                By dean, programme manager or project manager. From that day on the former employer sees nothing, and the new one sees nothing from before it.
                """);
        participations.MapPost("/{participationId:guid}/employer-connection", ChangeParticipation.ConnectEmployerAsync)
            .RequireAuthorization(Policies.Staff)
            .WithName("ConnectEmployer").WithSummary("Connect an employer to its organisation")
            .WithDescription(
                """
                By dean, programme manager or project manager, if the employer is known by name only. The organisation then sees the participation.
                """);

        var employer = routes.MapGroup("/employer/participations").WithTags("Employers").RequireAuthorization(Policies.Employer);
        employer.MapGet("", GetEmployerParticipations.ListAsync)
            .WithName("ListEmployerParticipations").WithSummary("List the participations of an employer's employees")
            .WithDescription(
                "Status, dates, and attendance as met, not met or not yet; only while the organisation employs them, and nothing from before.");
        employer.MapGet("/{participationId:guid}", GetEmployerParticipations.GetAsync)
            .WithName("GetEmployerParticipation").WithSummary("Get the participation of an employer's employee")
            .WithDescription("The same as in the list. Participations of other organisations are not found.");
    }

    private static void MapAttendance(IEndpointRouteBuilder routes, RouteGroupBuilder participations)
    {
        participations.MapGet("/{participationId:guid}/attendance", GetParticipationAttendance.HandleAsync)
            .WithName("GetParticipationAttendance").WithSummary("Get the attendance of a participant, by day")
            .WithDescription("For the participant and the team. Only the participant, dean and programme manager see details of absences.");
        participations.MapPost("/{participationId:guid}/absences", RequestAbsence.HandleAsync)
            .WithName("RequestAbsence").WithSummary("Request an absence")
            .WithDescription("By the participant, or by dean or programme manager for them. Module 1 can't be missed.");

        var absences = routes.MapGroup("/absences/{absenceId:guid}").WithTags("Attendance").RequireAuthorization(Policies.Staff);
        absences.MapPost("/decision", DecideAbsence.HandleAsync)
            .WithName("DecideAbsence").WithSummary("Decide on an absence")
            .WithDescription("By dean or programme manager. An approval requires a catch-up assignment.");
        absences.MapPost("/catch-up/completion", DecideAbsence.CompleteCatchUpAsync)
            .WithName("CompleteCatchUp").WithSummary("Record that a catch-up assignment was completed")
            .WithDescription("By dean or programme manager. It compensates the absence.");

        var edition = routes.MapGroup("/editions/{editionId:guid}").WithTags("Attendance").RequireAuthorization(Policies.Staff);
        edition.MapGet("/absences", DecideAbsence.ListAsync)
            .WithName("ListAbsences").WithSummary("List absences").WithDescription("For dean and programme manager.");
        edition.MapGet("/proposals", Proposals.ListAsync)
            .WithName("ListProposals").WithSummary("List proposals and warnings")
            .WithDescription("Proposals of the service to dean and programme manager. The service decides nothing about a person.");
        routes.MapPost("/proposals/{proposalId:guid}/closing", Proposals.CloseAsync)
            .RequireAuthorization(Policies.Staff).WithTags("Attendance")
            .WithName("CloseProposal").WithSummary("Close a proposal or warning")
            .WithDescription(
                """
                By dean or programme manager, with a reason that is kept. Closing a calendar conflict adds the module days that are free by then to the
                calendar.
                """);
    }
}
