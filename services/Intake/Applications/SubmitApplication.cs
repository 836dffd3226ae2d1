using MassTransit;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Intake.Organisations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Applications;

internal static class SubmitApplication
{
    public static async Task<Results<Ok<ApplicationDetail>, ProblemHttpResult>> HandleAsync(
        Guid id,
        Caller caller,
        IntakeDbContext db,
        IPublishEndpoint publish,
        EmployerMatcher matcher,
        ProgrammeClock clock,
        CancellationToken cancellationToken)
    {
        if (await db.Applications.OwnedBy(caller).WithParts().SingleOrDefaultAsync(a => a.Id == id, cancellationToken) is not { } application)
        {
            return Refusals.ApplicationUnknown.ToProblem();
        }

        var edition = await db.Editions.SingleAsync(e => e.Id == application.EditionId, cancellationToken);
        // The organisation may have been registered since the draft was written.
        await matcher.ConnectByNameAsync(application, notify: false, cancellationToken);
        if (application.Submit(edition, clock.GetUtcNow()).IsRefused(out var refusal, out var submitted))
        {
            return refusal.ToProblem();
        }

        await publish.Publish(submitted, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Ok(await db.DetailAsync(application, clock.Today, cancellationToken));
    }
}
