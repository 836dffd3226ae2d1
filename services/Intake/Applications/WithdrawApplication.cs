using MassTransit;
using Metropool.Contracts.Intake;
using Metropool.Hosting;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Intake.Agreements;
using Metropool.Intake.Editions;
using Metropool.Intake.Offers;
using Metropool.Intake.Successions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Applications;

internal static class WithdrawApplication
{
    public static async Task<Results<Ok<ApplicationDetail>, ProblemHttpResult>> HandleAsync(
        Guid id,
        Caller caller,
        IntakeDbContext db,
        IPublishEndpoint publish,
        FreePlaces freePlaces,
        AgreementMails agreementMails,
        SuccessionMails mails,
        IntakeSettings settings,
        ProgrammeClock clock,
        CancellationToken cancellationToken)
    {
        var outcome = await db.InTransactionAsync<Application>(
            async token =>
            {
                var mine = db.Applications.OwnedBy(caller).Where(a => a.Id == id);
                if (await db.Editions.SingleOrDefaultAsync(e => mine.Any(a => a.EditionId == e.Id), token) is not { } edition)
                {
                    return Refusals.ApplicationUnknown;
                }

                // Read under the lock: a place may be offered, or the team decide, at this moment.
                var terms = await db.LockTermsAsync(edition.Id, token);
                var application = await mine.Include(a => a.Judgements).SingleAsync(token);
                var participation = await db.Participations.FirstOrDefaultAsync(p => p.ApplicationId == id, token);
                var (now, wasAdmitted) = (clock.GetUtcNow(), application.Status == ApplicationStatus.Admitted);
                var hadPlace = wasAdmitted || application.OfferUntil is not null || await db.PlacesHeldFor(id, now).AnyAsync(token);
                var outcome = application.Withdraw(participation, edition, now, clock.Today);
                if (outcome.Refusal is { } refusal)
                {
                    return refusal;
                }

                if (outcome.Value is { } withdrawn)
                {
                    // As the type that it is, and not as its base.
                    await publish.Publish((object)withdrawn, token);
                }

                if (wasAdmitted && application.HoldPlace(edition, terms, settings.SuccessionDays, now, clock.Today) is { } succession)
                {
                    db.Add(succession);
                    await mails.AskAsync(succession, edition, $"Een van uw kandidaten neemt niet deel aan {edition.Name}.", now, token);
                }

                await db.SaveChangesAsync(token);
                await agreementMails.WithdrawAsync(application, token);
                if (hadPlace)
                {
                    await freePlaces.OfferAsync(edition.Id, token);
                }

                return application;
            },
            cancellationToken);
        return outcome.IsRefused(out var refused, out var withdrawnFrom)
            ? refused.ToProblem()
            : TypedResults.Ok(await db.DetailAsync(withdrawnFrom, clock.Today, cancellationToken));
    }
}
