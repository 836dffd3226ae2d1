using MassTransit;
using Metropool.Contracts.Intake;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Intake.Agreements;
using Metropool.Intake.Applications;
using Metropool.Intake.Offers;
using Metropool.Intake.Passes;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Editions;

/// <summary>Ends the applications of a cancelled edition: with the news of it, and by a pass those that were started at that very moment.</summary>
internal sealed class Lapses(IntakeDbContext db, IPublishEndpoint publish, FreePlaces freePlaces, AgreementMails mails, ProgrammeClock clock) : IPass
{
    public static string Over => "applications of cancelled editions";

    /// <summary>Lapses what is open there, and tells its candidates. In the caller's transaction.</summary>
    /// <param name="edition">The edition, which is cancelled.</param>
    /// <param name="isNews">Whether it is so from now on: then who was admitted hears of it too, once.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task LapseAsync(Edition edition, bool isNews, CancellationToken cancellationToken)
    {
        var at = clock.GetUtcNow();
        await freePlaces.OfferAsync(edition.Id, cancellationToken);
        var ids = await db.Applications.Where(a => a.EditionId == edition.Id && !Application.Closed.Contains(a.Status)).Select(a => a.Id).ToListAsync(cancellationToken);
        foreach (var application in await db.HoldAsync(ids, cancellationToken))
        {
            var lapsed = application.Lapse(at);
            if (lapsed)
            {
                await mails.WithdrawAsync(application, cancellationToken);
            }

            if (lapsed && application.SubmittedAt is not null)
            {
                await publish.Publish(application.State<ApplicationChanged>(), cancellationToken);
            }

            // Of who was admitted nothing changes yet.
            if (lapsed || isNews)
            {
                await publish.TellAsync(application.PersonId, Notice.Lapsed(edition.Name), at, cancellationToken);
            }
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        List<Edition> due;
        using (PassTraces.Untraced())
        {
            due = await db.Editions.Where(edition => edition.Status == EditionStatus.Cancelled
                && db.Applications.Any(a => a.EditionId == edition.Id && a.Status != ApplicationStatus.Admitted && !Application.Closed.Contains(a.Status))).ToListAsync(cancellationToken);
        }

        foreach (var edition in due)
        {
            await db.InTransactionAsync(token => LapseAsync(edition, isNews: false, token), cancellationToken);
        }

        return due.Count;
    }
}
