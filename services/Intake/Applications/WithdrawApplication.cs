using MassTransit;
using Metropool.Contracts.Intake;
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
        var mine = db.Applications.OwnedBy(caller).Where(a => a.Id == id);
        if (await db.Editions.SingleOrDefaultAsync(e => mine.Any(a => a.EditionId == e.Id), cancellationToken) is not { } edition)
        {
            return Refusals.ApplicationUnknown.ToProblem();
        }

        // Read under the lock: a place may be offered, or the team decide, at this moment.
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var terms = await db.LockTermsAsync(edition.Id, cancellationToken);
        var application = await mine.Include(a => a.Judgements).SingleAsync(cancellationToken);
        var participation = await db.Participations.FirstOrDefaultAsync(p => p.ApplicationId == id, cancellationToken);
        var (now, wasAdmitted) = (clock.GetUtcNow(), application.Status == ApplicationStatus.Admitted);
        var hadPlace = wasAdmitted || application.OfferUntil is not null || await db.PlacesHeldFor(id, now).AnyAsync(cancellationToken);
        var outcome = application.Withdraw(participation, edition, now, clock.Today);
        if (outcome.Refusal is { } refusal)
        {
            return refusal.ToProblem();
        }

        if (outcome.Value is { } withdrawn)
        {
            // As the type that it is, and not as its base.
            await publish.Publish((object)withdrawn, cancellationToken);
        }

        if (wasAdmitted && application.HoldPlace(edition, terms, settings.SuccessionDays, now, clock.Today) is { } succession)
        {
            db.Add(succession);
            await mails.AskAsync(succession, edition, $"Een van uw kandidaten neemt niet deel aan {edition.Name}.", now, cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
        await agreementMails.WithdrawAsync(application, cancellationToken);
        if (hadPlace)
        {
            await freePlaces.OfferAsync(edition.Id, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Ok(await db.DetailAsync(application, clock.Today, cancellationToken));
    }
}
