using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Internship.Internships;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metropool.Internship.Reports;

internal static class SubmitReport
{
    public static async Task<Results<Ok<ReportDetail>, ProblemHttpResult>> HandleAsync(
        Guid id, Caller caller, InternshipStore store, InternshipDbContext db, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        var outcome = await store.ChangeAsync(
            id, caller, Texts.Report, (file, participation) => file.SubmitReport(participation, clock.GetUtcNow()), cancellationToken);
        return outcome.IsRefused(out var refusal, out var changed)
            ? refusal.ToProblem()
            : TypedResults.Ok(await ReportDetail.OfOwnAsync(changed, db, clock, cancellationToken));
    }
}
