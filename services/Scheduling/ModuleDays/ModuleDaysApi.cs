using Metropool.Http;
using Metropool.Scheduling.Attendance;

namespace Metropool.Scheduling.ModuleDays;

/// <summary>The addresses of module days.</summary>
internal static class ModuleDaysApi
{
    public static IEndpointRouteBuilder MapModuleDays(this IEndpointRouteBuilder routes)
    {
        var ofEdition = routes.MapGroup("/editions/{editionId:guid}/module-days").WithTags("Module days").RequireAuthorization(Policies.Person);
        ofEdition.MapGet("", ModuleDayQueries.ListAsync)
            .AnswersWholeList("The days of one edition: seven modules of a few days each.").WithName("GetModuleDays").WithSummary("List module days").WithDescription("In the order of time.");
        ofEdition.MapPost("", PlanModuleDay.HandleAsync)
            .RequireAuthorization(Policies.Staff)
            .WithName("PlanModuleDay").WithSummary("Plan a module day")
            .WithDescription("By dean, programme manager or project manager. It is entered in the calendars of participants and teachers; who is elsewhere at that time is named.");

        var days = routes.MapGroup("/module-days/{moduleDayId:guid}").WithTags("Module days").RequireAuthorization(Policies.Staff);
        routes.MapGet("/module-days/{moduleDayId:guid}", ModuleDayQueries.GetAsync)
            .RequireAuthorization(Policies.Person).WithTags("Module days")
            .WithName("GetModuleDay").WithSummary("Show a module day").WithDescription("To staff, and to everybody where the edition is open or released.");
        days.MapPut("", PlanModuleDay.ChangeAsync)
            .WithName("ChangeModuleDay").WithSummary("Move or change a module day").WithDescription("After the release a new version of the edition says what changed and whom it touches.");
        days.MapPost("/cancellation", PlanModuleDay.CancelAsync)
            .WithName("CancelModuleDay").WithSummary("Cancel a module day").WithDescription("Only before it begins.");
        days.MapGet("/attendance", RecordAttendance.GetAsync)
            .AnswersWholeList("The participants of one edition, whose number its capacity bounds.").WithName("GetDayAttendance").WithSummary("Show who attended a day").WithDescription("Everybody who is expected; attendance is null where it isn't recorded. Not recorded is not absent.");
        days.MapPost("/attendance", RecordAttendance.HandleAsync)
            .AnswersWholeList("The participants of one edition, whose number its capacity bounds.").WithName("RecordAttendance").WithSummary("Record who attended a day").WithDescription("By the team, once the day has begun. Sent again, it corrects what was recorded.");
        return routes;
    }
}
