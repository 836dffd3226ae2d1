using Metropool.Http;
using Metropool.Scheduling.Attendance;

namespace Metropool.Scheduling.ModuleDays;

/// <summary>The endpoints of module days.</summary>
internal static class ModuleDaysApi
{
    public static IEndpointRouteBuilder MapModuleDays(this IEndpointRouteBuilder routes)
    {
        const string participants = "The participants of one edition, whose number is limited by its capacity.";
        var ofEdition = routes.MapGroup("/editions/{editionId:guid}/module-days").WithTags("Module days").RequireAuthorization(Policies.Person);
        ofEdition.MapGet("", GetModuleDays.ListAsync)
            .ReturnsUnpagedList("The days of one edition: seven modules of a few days each.")
            .WithName("ListModuleDays").WithSummary("List module days").WithDescription("By time.");
        ofEdition.MapPost("", PlanModuleDay.HandleAsync)
            .RequireAuthorization(Policies.Staff)
            .WithName("PlanModuleDay").WithSummary("Plan a module day")
            .WithDescription(
                """
                By dean, programme manager or project manager. It is added to the calendars of participants and teachers; the response lists the people who
                have another appointment.
                """);

        routes.MapGet("/module-days/{moduleDayId:guid}", GetModuleDays.GetAsync)
            .RequireAuthorization(Policies.Person).WithTags("Module days")
            .WithName("GetModuleDay").WithSummary("Get a module day").WithDescription("For staff; for others if the edition is open or released.");
        var days = routes.MapGroup("/module-days/{moduleDayId:guid}").WithTags("Module days").RequireAuthorization(Policies.Staff);
        days.MapPut("", PlanModuleDay.ChangeAsync)
            .WithName("ChangeModuleDay").WithSummary("Move or change a module day")
            .WithDescription("After the release the changes of the edition list it with the people affected.");
        days.MapPost("/cancellation", PlanModuleDay.CancelAsync)
            .WithName("CancelModuleDay").WithSummary("Cancel a module day").WithDescription("Only before it begins.");
        days.MapGet("/attendance", RecordAttendance.GetAsync)
            .ReturnsUnpagedList(participants)
            .WithName("ListDayAttendance").WithSummary("List the attendance of a day")
            .WithDescription("All expected participants. Attendance is null until it is recorded; that is not the same as absent.");
        days.MapPost("/attendance", RecordAttendance.HandleAsync)
            .ReturnsUnpagedList(participants)
            .WithName("RecordAttendance").WithSummary("Record the attendance of a day")
            .WithDescription("By the team, once the day has begun. Recording again corrects the attendance.");
        return routes;
    }
}
