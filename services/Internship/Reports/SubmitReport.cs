using MassTransit;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Internship.Internships;
using Metropool.Internship.Placements;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metropool.Internship.Reports;

/// <summary>The participant hands the report in (R30); Assessment learns of a completed internship by the event alone (R31).</summary>
internal static class SubmitReport
{
    public static async Task<Results<Ok<ReportView>, ProblemHttpResult>> HandleAsync(
        Guid id, Caller caller, InternshipDbContext db, ProgrammeClock clock, IPublishEndpoint publish, CancellationToken cancellationToken)
    {
        if (await db.Internships.OwnedBy(caller).WithReport().FindAsync(id, cancellationToken) is not { } file)
        {
            return Access.NotFound.ToProblem();
        }

        var participation = await db.ParticipationOfAsync(file, cancellationToken);
        if (file.SubmitReport(participation, clock.GetUtcNow()).IsRefused(out var refusal, out var state))
        {
            return refusal.ToProblem();
        }

        await publish.PublishState(state, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Ok(ReportView.Of(file, file.ReportDueOnWithPauses(participation, clock.Today), new Reader { IsParticipant = true }));
    }
}
