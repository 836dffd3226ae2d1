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
            .WithName("GetReport").WithSummary("Get the report")
            .WithDescription(
                """
                The participant can read all of it; the dean and the programme manager can read the submitted versions. Unless it is confidential, the rest of
                the education team can read part 1, and a trainer who is booked for an interview with the participant can also read part 2, until the
                interview is held and for at most 14 days after it (R30, R46).
                """);

        report.MapPut("/", WriteReport.HandleAsync)
            .RequireAuthorization(Policies.Person)
            .WithName("WriteReport").WithSummary("Write the report")
            .WithDescription(
                "By the participant. Saves the draft of both parts and whether the report is confidential. Only the participant can read a draft.");

        report.MapPost("/submission", SubmitReport.HandleAsync)
            .RequireAuthorization(Policies.Person)
            .WithName("SubmitReport").WithSummary("Submit the report")
            .WithDescription(
                """
                By the participant. Both parts are needed (R30). After the due date it is accepted, and marked as late. Another submission, for example after
                comments, makes a new version. It completes the internship if the hours are complete.
                """);

        report.MapGet("/versions/{number:int}", GetReportVersion.HandleAsync)
            .RequireAuthorization(Policies.Person)
            .WithName("GetReportVersion").WithSummary("Get a version of the report")
            .WithDescription("For the participant, the dean and the programme manager.");

        report.MapPost("/extension", ExtendReport.HandleAsync)
            .RequireAuthorization(Policies.Staff)
            .WithName("ExtendReport").WithSummary("Extend the due date of the report")
            .WithDescription("By the dean or the programme manager, with a reason that is kept.");

        report.MapPost("/comments", CommentOnReport.HandleAsync)
            .RequireAuthorization(Policies.Staff)
            .WithName("CommentOnReport").WithSummary("Comment on the report")
            .WithDescription("By the dean or the programme manager, on the latest submitted version. The participant can read it.");

        return routes;
    }
}
