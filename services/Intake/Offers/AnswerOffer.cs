using MassTransit;
using Metropool.Hosting;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Intake.Applications;
using Metropool.Intake.Editions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Offers;

/// <summary>The candidate's answer to the place that is offered.</summary>
internal static class AnswerOffer
{
    public static Task<Results<Ok<ApplicationDetail>, ProblemHttpResult>> AcceptAsync(
        Guid id, Caller caller, IntakeDbContext db, IPublishEndpoint publish, ProgrammeClock clock, CancellationToken cancellationToken) =>
        AnswerAsync(id, caller, db, clock, async (application, offer, edition, terms) =>
        {
            if (application.AcceptOffer(offer, edition, terms, clock.GetUtcNow()).IsRefused(out var refusal, out var admitted))
            {
                return refusal;
            }

            // As the type that it is, and not as its base.
            await publish.Publish((object)admitted, cancellationToken);
            return null;
        }, cancellationToken);

    public static Task<Results<Ok<ApplicationDetail>, ProblemHttpResult>> RefuseAsync(
        Guid id, Caller caller, IntakeDbContext db, FreePlaces freePlaces, ProgrammeClock clock, CancellationToken cancellationToken) =>
        AnswerAsync(id, caller, db, clock, async (application, offer, edition, _) =>
        {
            if (application.DeclineOffer(offer, clock.GetUtcNow()) is { } refusal)
            {
                return refusal;
            }

            await freePlaces.OfferAsync(edition.Id, cancellationToken);
            return null;
        }, cancellationToken);

    private static async Task<Results<Ok<ApplicationDetail>, ProblemHttpResult>> AnswerAsync(
        Guid id, Caller caller, IntakeDbContext db, ProgrammeClock clock, Func<Application, PlaceOffer?, Edition, EditionTerms, Task<Refusal?>> answerAsync, CancellationToken cancellationToken)
    {
        var outcome = await db.InTransactionAsync<Application>(
            async token =>
            {
                var mine = db.Applications.OwnedBy(caller).Where(a => a.Id == id);
                if (await db.Editions.SingleOrDefaultAsync(e => mine.Any(a => a.EditionId == e.Id), token) is not { } edition)
                {
                    return Refusals.ApplicationUnknown;
                }

                // Read under the lock: the offer may expire, or the team decide, at this moment.
                var terms = await db.LockTermsAsync(edition.Id, token);
                var application = await mine.Include(a => a.Judgements).SingleAsync(token);
                var offer = await db.Offers.SingleOrDefaultAsync(o => o.ApplicationId == id && o.State == OfferState.Open, token);
                return await answerAsync(application, offer, edition, terms) is { } refusal ? refusal : application;
            },
            cancellationToken);
        return outcome.IsRefused(out var refused, out var answered)
            ? refused.ToProblem()
            : TypedResults.Ok(await db.DetailAsync(answered, clock.Today, cancellationToken));
    }
}
