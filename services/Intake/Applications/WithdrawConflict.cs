using MassTransit;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Applications;

internal static class WithdrawConflict
{
    public static async Task<Results<Ok<ApplicationDetail>, ProblemHttpResult>> HandleAsync(
        Guid id, Guid personId, Caller caller, IntakeDbContext db, IPublishEndpoint publish, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        if (await db.ApplicationsDecidedBy(caller, clock.Today).WithParts().SingleOrDefaultAsync(a => a.Id == id, cancellationToken) is not { } application)
        {
            return Refusals.ApplicationUnknown.ToProblem();
        }

        var edition = await db.Editions.SingleAsync(e => e.Id == application.EditionId, cancellationToken);
        if (edition.DecidingRolesOf(caller, clock.Today).FirstOrDefault() is not { } by)
        {
            return Refusals.ApplicationUnknown.ToProblem();
        }

        if (application.WithdrawConflict(personId, by, clock.GetUtcNow()).IsRefused(out var refusal, out var changed))
        {
            return refusal.ToProblem();
        }

        await publish.Publish(changed, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Ok(await db.DetailAsync(application, caller.RequiredPersonId(), clock.Today, cancellationToken));
    }
}
