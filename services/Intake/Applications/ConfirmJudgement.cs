using MassTransit;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Applications;

/// <summary>The confirmation of a judgement.</summary>
internal sealed record ConfirmJudgementRequest
{
    /// <summary>The judgement that was read. If it was replaced since, nothing is confirmed.</summary>
    public required Guid JudgementId { get; init; }
}

internal static class ConfirmJudgement
{
    public static async Task<Results<Ok<ApplicationDetail>, ProblemHttpResult>> HandleAsync(
        Guid id,
        ConfirmJudgementRequest request,
        Caller caller,
        IntakeDbContext db,
        IPublishEndpoint publish,
        ProgrammeClock clock,
        CancellationToken cancellationToken)
    {
        if (await db.ApplicationsDecidedBy(caller, clock.Today).WithParts().SingleOrDefaultAsync(a => a.Id == id, cancellationToken) is not { } application)
        {
            return Refusals.ApplicationUnknown.ToProblem();
        }

        var edition = await db.Editions.SingleAsync(e => e.Id == application.EditionId, cancellationToken);
        var roles = edition.DecidingRolesOf(caller, clock.Today);
        if (application.ConfirmJudgement(roles, request.JudgementId, edition, clock.GetUtcNow()).IsRefused(out var refusal, out var changed))
        {
            return refusal.ToProblem();
        }

        await publish.Publish(changed, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Ok(await db.DetailAsync(application, clock.Today, cancellationToken));
    }
}
