using MassTransit;
using Metropool.Contracts.Intake;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Intake.Editions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Applications;

internal static class ReviseDecision
{
    public static async Task<Results<Ok<DecisionMade>, ProblemHttpResult>> HandleAsync(
        Guid id, DecisionRequest request, IfMatch ifMatch, Caller caller, IntakeDbContext db, IPublishEndpoint publish, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        if (await db.DecidedBy(caller, clock.Today).Include(a => a.Judgements).SingleOrDefaultAsync(a => a.Id == id, cancellationToken) is not { } application)
        {
            return Refusals.ApplicationUnknown.ToProblem();
        }

        if (ifMatch.Mismatch(application.Version) is { } changed)
        {
            return changed.ToProblem();
        }

        var edition = await db.Editions.SingleAsync(e => e.Id == application.EditionId, cancellationToken);
        if (edition.DecidingPartsOf(caller, clock.Today).FirstOrDefault() is not { } by)
        {
            return Refusals.ApplicationUnknown.ToProblem();
        }

        // As every decision of the edition: one at a time (R15).
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var terms = await db.LockTermsAsync(edition.Id, cancellationToken);
        if (application.Status == ApplicationStatus.Rejected
            && await db.Applications.AnyAsync(a => a.PersonId == application.PersonId && a.EditionId == edition.Id && !Application.Closed.Contains(a.Status), cancellationToken))
        {
            return Refusals.AppliedAgain.ToProblem();
        }

        var places = await db.PlacesAsync(terms, application.WaitListNumber, cancellationToken);
        var participation = await db.Participations.FirstOrDefaultAsync(p => p.ApplicationId == id, cancellationToken);
        if (application.Revise(request, by, edition, terms, places, participation, clock.GetUtcNow(), clock.Today).IsRefused(out var refusal, out var decided))
        {
            return refusal.ToProblem();
        }

        // As the type that it is, and not as its base.
        await publish.Publish((object)decided, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Ok(DecisionMade.Of(application, await db.DetailAsync(application, clock.Today, cancellationToken)));
    }
}
