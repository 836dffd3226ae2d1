using System.ComponentModel.DataAnnotations;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Internship.Internships;
using Metropool.Internship.Placements;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metropool.Internship.Reports;

/// <summary>Dean or programme manager comment on what was handed in.</summary>
internal static class CommentOnReport
{
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        Guid id, CommentRequest request, Caller caller, InternshipDbContext db, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        if ((await db.ActsAsAsync(id, caller, clock, Access.Leads, cancellationToken)).IsRefused(out var refusal, out var member))
        {
            return refusal.ToProblem();
        }

        var file = (await db.Internships.WithReport().FindAsync(id, cancellationToken))!;
        if (file.CommentOnReport(request.Text.Trim(), DecidedBy.Of(member), clock.GetUtcNow()).IsRefused(out refusal, out _))
        {
            return refusal.ToProblem();
        }

        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.NoContent();
    }
}

/// <summary>A comment on a report.</summary>
/// <param name="Text">What dean or programme manager want to say. Everything written about a participant can be asked for by them (R46); this is shown to them.</param>
internal sealed record CommentRequest([property: Required, StringLength(10_000), Multiline] string Text);
