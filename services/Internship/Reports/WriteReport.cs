using System.ComponentModel.DataAnnotations;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Internship.Internships;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metropool.Internship.Reports;

/// <summary>The draft of a report (R30).</summary>
/// <param name="Research">Part 1: the research with its conclusions.</param>
/// <param name="Reflection">Part 2: the reflection on personal learning.</param>
/// <param name="Confidential">Whether only the dean and the programme manager can read it. It takes effect at once, also for submitted versions.</param>
internal sealed record ReportRequest(
    [property: StringLength(ReportRequest.LongestPart), Multiline, MayBeEmpty] string Research = "",
    [property: StringLength(ReportRequest.LongestPart), Multiline, MayBeEmpty] string Reflection = "",
    bool Confidential = false)
{
    internal const int LongestPart = 200_000;
}

internal static class WriteReport
{
    public static async Task<Results<Ok<ReportDetail>, ProblemHttpResult>> HandleAsync(
        Guid id,
        ReportRequest request,
        IfMatch ifMatch,
        Caller caller,
        InternshipStore store,
        InternshipDbContext db,
        ProgrammeClock clock,
        CancellationToken cancellationToken)
    {
        var outcome = await store.ChangeAsync(
            id,
            caller,
            Texts.Report,
            (file, _) => ifMatch.Mismatch(ReportDetail.Of(file, null, new Reader { IsParticipant = true }))
                ?? file.WriteReport(request.Research, request.Reflection, request.Confidential, clock.GetUtcNow()),
            cancellationToken);
        return outcome.IsRefused(out var refusal, out var changed)
            ? refusal.ToProblem()
            : TypedResults.Ok(await ReportDetail.OfOwnAsync(changed, db, clock, cancellationToken));
    }
}
