using Metropool.Http;
using Metropool.Internship.Internships;

namespace Metropool.Internship.Reports;

/// <summary>The internship report (R30).</summary>
internal static class ReportsApi
{
    public static IEndpointRouteBuilder MapReports(this IEndpointRouteBuilder routes)
    {
        var report = routes.MapGroup($"{InternshipsApi.Path}/{{id:guid}}/report").WithTags("Report");

        report.MapGet("/", GetReport.HandleAsync)
            .RequireAuthorization(Policies.Person)
            .WithName("GetReport").WithSummary("The report")
            .WithDescription(
                """
                The participant reads all of it, the dean and the programme manager what was handed in. Unless it is confidential, the other parts of the
                edition's education team read part 1, and the trainer booked for the participant part 2 as well, until that interview is held
                and 14 days after it at most (R30, R46).
                """);

        report.MapPut("/", WriteReport.HandleAsync)
            .RequireAuthorization(Policies.Person)
            .WithName("WriteReport").WithSummary("Write the report")
            .WithDescription("By the participant. Keeps both parts as they are being written, and whether the report is confidential; nobody else reads it before it is handed in.");

        report.MapPost("/submission", SubmitReport.HandleAsync)
            .RequireAuthorization(Policies.Person)
            .WithName("SubmitReport").WithSummary("Hand in the report")
            .WithDescription(
                """
                By the participant: both parts, or not at all (R30). After the day on which it is due it is still taken, and marked late.
                Handing in again, after comments for instance, makes a new version. With the hours done this completes the internship.
                """);

        report.MapGet("/versions/{number:int}", GetReportVersion.HandleAsync)
            .RequireAuthorization(Policies.Person)
            .WithName("GetReportVersion").WithSummary("An earlier version of the report")
            .WithDescription("For the participant, the dean and the programme manager.");

        report.MapPost("/extension", ExtendReport.HandleAsync)
            .RequireAuthorization(Policies.Staff)
            .WithName("ExtendReport").WithSummary("Give more time for the report")
            .WithDescription("By the dean or the programme manager, with a reason that is kept.");

        report.MapPost("/comments", CommentOnReport.HandleAsync)
            .RequireAuthorization(Policies.Staff)
            .WithName("CommentOnReport").WithSummary("Comment on the report")
            .WithDescription("By the dean or the programme manager, on what was handed in last. The participant reads it.");

        return routes;
    }
}
