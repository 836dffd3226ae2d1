using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Internship.Internships;
using Metropool.Internship.Placements;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Internship.Reports;

/// <summary>The report, as much of it as the reader may see (R30, R46).</summary>
internal static class GetReport
{
    public static async Task<Results<Ok<ReportView>, ProblemHttpResult>> HandleAsync(
        Guid id, Caller caller, InternshipDbContext db, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        if (await db.ReaderAsync(id, caller, clock, cancellationToken) is not { } reader)
        {
            return Access.NotFound.ToProblem();
        }

        var file = (await db.Internships.WithReport().AsNoTracking().FindAsync(id, cancellationToken))!;
        if (!reader.ReadsResearch(file.Report?.Confidential ?? false))
        {
            return NotForYou.ToProblem();
        }

        var participation = await db.ParticipationOfAsync(file, cancellationToken);
        return TypedResults.Ok(ReportView.Of(file, file.ReportDueOnWithPauses(participation, clock.Today), reader));
    }

    /// <summary>The refusal to show a report.</summary>
    public static Refusal NotForYou { get; } = Refusal.Forbidden(
        "internship.report-not-for-you", "This report is for its writer, the dean and the programme manager; one that isn't confidential also for the edition's education team.");
}
