using MassTransit;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Applications;

internal static class WithdrawApplication
{
    public static async Task<Results<Ok<ApplicationDetail>, ProblemHttpResult>> HandleAsync(
        Guid id, Caller caller, IntakeDbContext db, IPublishEndpoint publish, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        if (await db.Applications.OwnedBy(caller).Include(a => a.Judgements).SingleOrDefaultAsync(a => a.Id == id, cancellationToken) is not { } application)
        {
            return Refusals.ApplicationUnknown.ToProblem();
        }

        var participation = await db.Participations.FirstOrDefaultAsync(p => p.ApplicationId == id, cancellationToken);
        var edition = await db.Editions.SingleAsync(e => e.Id == application.EditionId, cancellationToken);
        var outcome = application.Withdraw(participation, edition, clock.GetUtcNow(), clock.Today);
        if (outcome.Refusal is { } refusal)
        {
            return refusal.ToProblem();
        }

        if (outcome.Value is { } withdrawn)
        {
            // As the type that it is, and not as its base.
            await publish.Publish((object)withdrawn, cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Ok(await db.DetailAsync(application, clock.Today, cancellationToken));
    }
}
