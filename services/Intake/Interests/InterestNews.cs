using Metropool.Contracts.Scheduling;
using Metropool.Hosting;
using Metropool.Intake.Editions;
using Metropool.Mail;
using Metropool.Mail.Links;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Interests;

/// <summary>Tells whoever is interested what became of an edition, and forgets them in time.</summary>
internal sealed class InterestNews(IntakeDbContext db, InterestMails mails, IntakeSettings settings, TimeProvider time)
{
    /// <summary>Tells everybody who confirmed, once. Saved by the caller, with the state of the edition.</summary>
    public async Task TellAsync(Edition edition, CancellationToken cancellationToken)
    {
        if (edition.Status == EditionStatus.Draft)
        {
            return;
        }

        foreach (var interest in await db.Interests.Where(i => i.EditionId == edition.Id && i.ConfirmedAt != null && i.ToldAt == null).ToListAsync(cancellationToken))
        {
            if (edition.Status == EditionStatus.Cancelled)
            {
                mails.Cancelled(interest, edition);
            }
            else
            {
                mails.Opened(interest, edition);
            }

            interest.Tell(time.GetUtcNow());
        }
    }

    /// <summary>Forgets who didn't confirm, who was told long enough ago, and who waits for too long. Twice does no harm.</summary>
    /// <returns>How many addresses.</returns>
    public async Task<int> ForgetAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (unconfirmed, told, waiting) = (now - Interest.ConfirmedWithin, now - settings.InterestKeptAfterNews, now - settings.InterestKept);
        return (await db.InTransactionAsync<int>(
            async token =>
            {
                var over = await db.Interests.Where(i => (i.ConfirmedAt == null && i.AskedAt < unconfirmed) || i.ToldAt < told || i.AskedAt < waiting).ToListAsync(token);
                await db.ForgetAsync(over, token);
                return over.Count;
            },
            cancellationToken)).Value;
    }
}

internal static class Forgetting
{
    /// <summary>Removes interests, with the links and the mail that is still on its way. In the caller's transaction.</summary>
    public static async Task ForgetAsync(this IntakeDbContext db, IReadOnlyCollection<Interest> interests, CancellationToken cancellationToken)
    {
        Guid[] ids = [.. interests.Select(interest => interest.Id)];
        await db.DiscardMailAboutAsync(ids, cancellationToken);
        await db.Set<MailedLink>().Where(link => ids.Contains(link.SubjectId)).ExecuteDeleteAsync(cancellationToken);
        await db.Interests.Where(i => ids.Contains(i.Id)).ExecuteDeleteAsync(cancellationToken);
    }
}
