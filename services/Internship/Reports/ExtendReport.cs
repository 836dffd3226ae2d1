using System.ComponentModel.DataAnnotations;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Internship.Internships;
using Metropool.Internship.Placements;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metropool.Internship.Reports;

/// <summary>Dean or programme manager give more time for the report (R30).</summary>
internal static class ExtendReport
{
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        Guid id, ExtensionRequest request, Caller caller, InternshipDbContext db, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        if ((await db.ActsAsAsync(id, caller, clock, Access.Leads, cancellationToken)).IsRefused(out var refusal, out var member))
        {
            return refusal.ToProblem();
        }

        var file = (await db.Internships.Whole().FindAsync(id, cancellationToken))!;
        var participation = await db.ParticipationOfAsync(file, cancellationToken);
        if (file.ExtendReport(request.DueOn, request.Reason.Trim(), DecidedBy.Of(member), participation, clock.GetUtcNow()).IsRefused(out refusal, out _))
        {
            return refusal.ToProblem();
        }

        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.NoContent();
    }
}

/// <summary>More time for a report.</summary>
/// <param name="DueOn">The day on which it is due then.</param>
/// <param name="Reason">Why; it is kept, and the participant reads it.</param>
internal sealed record ExtensionRequest(DateOnly DueOn, [property: Required, StringLength(2000), Multiline] string Reason);
