using System.ComponentModel;
using MassTransit;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Applications;

internal sealed record ConfirmJudgementRequest
{
    [Description("The judgement that was read. If it was written anew since, nothing is confirmed.")]
    public required Guid JudgementId { get; init; }
}

internal static class ConfirmJudgement
{
    public static async Task<Results<Ok<ApplicationDetail>, ProblemHttpResult>> HandleAsync(
        Guid id, ConfirmJudgementRequest request, Caller caller, IntakeDbContext db, IPublishEndpoint publish, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        if (await db.DecidedBy(caller, clock.Today).Include(a => a.Judgements).SingleOrDefaultAsync(a => a.Id == id, cancellationToken) is not { } application)
        {
            return Refusals.ApplicationUnknown.ToProblem();
        }

        var edition = await db.Editions.SingleAsync(e => e.Id == application.EditionId, cancellationToken);
        var parts = edition.DecidingPartsOf(caller, clock.Today);
        if (application.ConfirmJudgement(parts, request.JudgementId, edition, clock.GetUtcNow(), clock.Today).IsRefused(out var refusal, out var changed))
        {
            return refusal.ToProblem();
        }

        await publish.Publish(changed, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Ok(await db.DetailAsync(application, clock.Today, cancellationToken));
    }
}
