using System.ComponentModel.DataAnnotations;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Internship.Internships;
using Metropool.Internship.Placements;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metropool.Internship.Reports;

/// <summary>The participant keeps what they write.</summary>
internal static class WriteReport
{
    public static async Task<Results<Ok<ReportView>, ProblemHttpResult>> HandleAsync(
        Guid id, ReportRequest request, IfMatch ifMatch, Caller caller, InternshipDbContext db, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        if (await db.Internships.OwnedBy(caller).WithReport().FindAsync(id, cancellationToken) is not { } file)
        {
            return Access.NotFound.ToProblem();
        }

        if (ifMatch.Mismatch(ReportView.Of(file, null, new Reader { IsParticipant = true })) is { } mismatch)
        {
            return mismatch.ToProblem();
        }

        if (file.WriteReport(request.Research, request.Reflection, request.Confidential, clock.GetUtcNow()).IsRefused(out var refusal, out _))
        {
            return refusal.ToProblem();
        }

        await db.SaveChangesAsync(cancellationToken);
        var participation = await db.ParticipationOfAsync(file, cancellationToken);
        return TypedResults.Ok(ReportView.Of(file, file.ReportDueOnWithPauses(participation, clock.Today), new Reader { IsParticipant = true }));
    }
}

/// <summary>A report as it is being written (R30).</summary>
/// <param name="Research">Part 1: the research with its conclusions.</param>
/// <param name="Reflection">Part 2: the reflection on personal learning.</param>
/// <param name="Confidential">Whether only dean and programme manager read it. Holds at once, for what was handed in before as well.</param>
internal sealed record ReportRequest(
    [property: StringLength(ReportRequest.LongestPart), Multiline, MayBeEmpty] string Research = "",
    [property: StringLength(ReportRequest.LongestPart), Multiline, MayBeEmpty] string Reflection = "",
    bool Confidential = false)
{
    internal const int LongestPart = 200_000;
}
