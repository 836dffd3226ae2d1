using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Internship.Internships;
using Metropool.Internship.Placements;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metropool.Internship.Reports;

/// <summary>A version of the report that was handed in.</summary>
internal static class GetReportVersion
{
    public static async Task<Results<Ok<ReportTextView>, ProblemHttpResult>> HandleAsync(
        Guid id, int number, Caller caller, InternshipDbContext db, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        if (await db.ReaderAsync(id, caller, clock, cancellationToken) is not { } reader)
        {
            return Access.NotFound.ToProblem();
        }

        if (!reader.ReadsTexts)
        {
            return GetReport.NotForYou.ToProblem();
        }

        var file = (await db.Internships.WithReport().FindAsync(id, cancellationToken))!;
        return file.Report?.Versions.FirstOrDefault(version => version.Number == number) is { } found
            ? TypedResults.Ok(ReportTextView.Of(found, file.Report.Confidential, reader))
            : Refusal.NotFound("internship.report-version-unknown", "The report has no such version.").ToProblem();
    }
}
