using Metropool.Hosting;
using Metropool.Intake.Interests;
using Metropool.Jobs;
using Metropool.Mail.Links;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Retention;

/// <summary>
/// Deletes, by system time, addresses of interested people, mailed links, and counts of mails that are kept long enough. What is kept by programme time
/// is deleted by <see cref="RetentionJob"/>.
/// </summary>
internal sealed class ExpiredDataCleanupJob(IntakeDbContext db, OneTimeLinks links, MailRequests requests, IntakeSettings settings, TimeProvider time) : IJob
{
    public static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    public static string Name => "delete old addresses and links";

    /// <returns>The number of addresses.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await links.DeleteExpiredAsync(now, cancellationToken);
        await requests.DeleteExpiredAsync(now, cancellationToken);
        var (unconfirmed, notified, waiting) = (now - Interest.ConfirmedWithin, now - settings.InterestKeptAfterNotification, now - settings.InterestKept);
        var deleted = await db.InTransactionAsync<int>(
            async token =>
            {
                var old = await db.Interests
                    .Where(i => (i.ConfirmedAt == null && i.RequestedAt < unconfirmed) || i.NotifiedAt < notified || i.RequestedAt < waiting)
                    .ToListAsync(token);
                await db.DeleteInterestsAsync(old, token);
                return old.Count;
            },
            cancellationToken);
        return deleted.Value;
    }
}
