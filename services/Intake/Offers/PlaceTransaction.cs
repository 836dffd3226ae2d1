using MassTransit;
using Metropool.Contracts.Intake;
using Metropool.Hosting;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Intake.Agreements;
using Metropool.Intake.Applications;
using Metropool.Intake.Editions;
using Metropool.Intake.Replicas;
using Metropool.Intake.Successions;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Offers;

/// <summary>The data for a decision about a place, read under the lock of the terms.</summary>
/// <param name="Application">The application.</param>
/// <param name="Edition">Its edition.</param>
/// <param name="Terms">The terms of the edition.</param>
/// <param name="Places">The places of the edition, as they count for this application.</param>
/// <param name="Offer">The open offer to this application, if there is one.</param>
/// <param name="Participation">The participation that the admission led to, if there is one already.</param>
/// <param name="Now">Programme time.</param>
internal sealed record DecisionContext(
    Application Application,
    Edition Edition,
    EditionTerms Terms,
    Places Places,
    PlaceOffer? Offer,
    Participation? Participation,
    DateTimeOffset Now);

/// <summary>The transaction of a decision about a place: by the team, or by the candidate who answers an offer or withdraws.</summary>
internal sealed class PlaceTransaction(
    IntakeDbContext db,
    IPublishEndpoint publish,
    PlaceAllocator allocator,
    AgreementMails agreementMails,
    SuccessionMails successionMails,
    IntakeSettings settings,
    ProgrammeClock clock)
{
    /// <summary>
    /// Locks the terms, loads the data, decides, and publishes, saves and offers what follows. An edition has one decision at a time, so that the places that
    /// are counted include those of the decision before (R15).
    /// </summary>
    /// <param name="id">The application.</param>
    /// <param name="visible">The applications that the caller can decide on.</param>
    /// <param name="notifyCandidate">Whether the candidate is notified, because the team decides.</param>
    /// <param name="decide">Applies the decision to the application. It returns the state to publish, if that changed, or a refusal, which rolls back.</param>
    /// <param name="cancellationToken"></param>
    public Task<Outcome<Application>> RunAsync(
        Guid id,
        IQueryable<Application> visible,
        bool notifyCandidate,
        Func<DecisionContext, Outcome<ApplicationChanged?>> decide,
        CancellationToken cancellationToken) =>
        db.InTransactionAsync<Application>(
            async token =>
            {
                if (await visible.Where(a => a.Id == id).Select(a => (Guid?)a.EditionId).SingleOrDefaultAsync(token) is not { } editionId)
                {
                    return Refusals.ApplicationUnknown;
                }

                var terms = await db.LockTermsAsync(editionId, token);
                var context = await LoadAsync(id, terms, token);
                var application = context.Application;
                var wasAdmitted = application.Status == ApplicationStatus.Admitted;
                var hadPlace = wasAdmitted || application.OfferUntil is not null || await db.PlacesHeldFor(id, context.Now).AnyAsync(token);
                var outcome = decide(context);
                if (outcome.Refusal is { } refusal)
                {
                    return refusal;
                }

                if (outcome.Value is { } changed)
                {
                    await publish.Publish(changed, token);
                }

                if (notifyCandidate)
                {
                    await publish.NotifyCandidateAsync(application.PersonId, Notice.Decided(context.Edition.Name), context.Now, token);
                }

                if (wasAdmitted && application.Status == ApplicationStatus.Withdrawn)
                {
                    await HoldPlaceAsync(context, token);
                }

                // Saved first, because mails are withdrawn and places counted by SQL, which doesn't see unsaved changes.
                await db.SaveChangesAsync(token);
                if (Application.Closed.Contains(application.Status))
                {
                    await agreementMails.WithdrawAsync(application, token);
                }

                if (hadPlace)
                {
                    await allocator.OfferAvailablePlacesAsync(editionId, token);
                }

                return application;
            },
            cancellationToken);

    private async Task<DecisionContext> LoadAsync(Guid id, EditionTerms terms, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var application = await db.Applications.WithParts().SingleAsync(a => a.Id == id, cancellationToken);
        return new DecisionContext(
            application,
            await db.Editions.SingleAsync(e => e.Id == terms.EditionId, cancellationToken),
            terms,
            await db.CountPlacesAsync(terms, application, now, cancellationToken),
            await db.Offers.SingleOrDefaultAsync(o => o.ApplicationId == id && o.State == OfferState.Open, cancellationToken),
            await db.Participations.FirstOrDefaultAsync(p => p.ApplicationId == id, cancellationToken),
            now);
    }

    // The employer of a candidate who withdrew from a place can nominate a successor.
    private async Task HoldPlaceAsync(DecisionContext context, CancellationToken cancellationToken)
    {
        var (application, edition, terms, now) = (context.Application, context.Edition, context.Terms, context.Now);
        if (application.HoldPlace(edition, terms, settings.SuccessionDays, now) is { } succession)
        {
            db.Add(succession);
            var reason = $"Een van uw kandidaten neemt niet deel aan {edition.Name}.";
            await successionMails.NotifyAsync(succession, edition, reason, now, cancellationToken);
        }
    }
}
