using MassTransit;
using Metropool.Contracts.Intake;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Intake.Agreements;
using Metropool.Intake.Applications;
using Metropool.Intake.Offers;
using Metropool.Intake.Replicas;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Editions;

/// <summary>Ends the applications of a cancelled edition, and notifies the candidates.</summary>
internal sealed class EditionCancellation(
    IntakeDbContext db, IPublishEndpoint publish, PlaceAllocator allocator, AgreementMails mails, ProgrammeClock clock)
{
    /// <summary>Lapses the open applications, in the caller's transaction.</summary>
    /// <param name="edition">The cancelled edition.</param>
    /// <param name="notifyAdmitted">Whether admitted candidates, whose admission stays for now, are notified too: once, with the cancellation.</param>
    /// <param name="cancellationToken"></param>
    public async Task LapseApplicationsAsync(Edition edition, bool notifyAdmitted, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await allocator.OfferAvailablePlacesAsync(edition.Id, cancellationToken);
        var ids = await db.Applications.Where(a => a.EditionId == edition.Id && !Application.Closed.Contains(a.Status))
            .Select(a => a.Id).ToListAsync(cancellationToken);
        foreach (var application in await db.LockApplicationsAsync(ids, cancellationToken))
        {
            var lapsed = application.Lapse(now);
            if (lapsed)
            {
                await mails.WithdrawAsync(application, cancellationToken);
            }

            if (lapsed && application.SubmittedAt is not null)
            {
                await publish.Publish(application.State(ApplicationChange.Updated), cancellationToken);
            }

            if (lapsed || notifyAdmitted)
            {
                await publish.NotifyCandidateAsync(application.PersonId, Notice.Lapsed(edition.Name), now, cancellationToken);
            }
        }

        await db.SaveChangesAsync(cancellationToken);
    }
}
