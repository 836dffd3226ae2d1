using Metropool.Contracts.Scheduling;
using Metropool.Intake.Replicas;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Interests;

/// <summary>Notifies the confirmed addresses of an edition that it is open or cancelled.</summary>
internal sealed class InterestNotifications(IntakeDbContext db, InterestMails mails, TimeProvider time)
{
    /// <summary>Notifies each address once. The caller saves, with the state of the edition.</summary>
    public async Task NotifyAsync(Edition edition, CancellationToken cancellationToken)
    {
        if (edition.Status == EditionStatus.Draft)
        {
            return;
        }

        var interests = await db.Interests
            .Where(i => i.EditionId == edition.Id && i.ConfirmedAt != null && i.NotifiedAt == null).ToListAsync(cancellationToken);
        foreach (var interest in interests)
        {
            if (edition.Status == EditionStatus.Cancelled)
            {
                mails.SendCancelled(interest, edition);
            }
            else
            {
                mails.SendOpened(interest, edition);
            }

            interest.MarkNotified(time.GetUtcNow());
        }
    }
}
