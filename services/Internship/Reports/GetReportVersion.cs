using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Internship.Reports;

internal static class GetReportVersion
{
    public static async Task<Results<Ok<ReportVersionDetail>, ProblemHttpResult>> HandleAsync(
        Guid id, int number, Caller caller, InternshipDbContext db, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        if (await db.ReaderAsync(id, caller, clock, cancellationToken) is not { } reader)
        {
            return Refusals.FileUnknown.ToProblem();
        }

        if (!reader.ReadsTexts)
        {
            return Refusals.ReportForbidden.ToProblem();
        }

        var found = await db.Reports.AsNoTracking().Where(report => report.InternshipId == id)
            .Select(report => new { report.Confidential, Version = report.Versions.FirstOrDefault(version => version.Number == number) })
            .SingleOrDefaultAsync(cancellationToken);
        return found?.Version is { } version
            ? TypedResults.Ok(ReportVersionDetail.Of(version, found.Confidential, reader))
            : Refusals.ReportVersionUnknown.ToProblem();
    }
}
