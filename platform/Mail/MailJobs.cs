using Metropool.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Mail;

/// <summary>Measures outgoing mail.</summary>
internal sealed class MailMonitorJob<TDbContext>(TDbContext db, MailMetrics metrics) : IJob
    where TDbContext : DbContext
{
    public static string Name => "measure outgoing mail";

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        using var untraced = JobTraces.Suppress();
        var mails = db.Set<OutgoingMail>();
        var pending = await mails.Pending().CountAsync(cancellationToken);
        metrics.State = new(pending, await mails.Parked().CountAsync(cancellationToken), await mails.Pending().MinAsync(mail => mail.DueAt, cancellationToken));
        return pending;
    }
}

/// <summary>Deletes what is left of messages that were given up a week ago.</summary>
internal sealed class MailCleanupJob<TDbContext>(TDbContext db, TimeProvider clock) : IJob
    where TDbContext : DbContext
{
    private static readonly TimeSpan Retention = TimeSpan.FromDays(7);

    public static string Name => "delete mail that was given up";

    public Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var before = clock.GetUtcNow() - Retention;
        return db.Set<OutgoingMail>().Where(mail => mail.Text == null && mail.ParkedAt < before).ExecuteDeleteAsync(cancellationToken);
    }
}
