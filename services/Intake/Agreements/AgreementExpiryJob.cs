using MassTransit;
using Metropool.Hosting;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Intake.Applications;
using Metropool.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Agreements;

/// <summary>Expires requests for an agreement that got no response in time.</summary>
internal sealed class AgreementExpiryJob(IntakeDbContext db, IPublishEndpoint publish, AgreementMails mails, ProgrammeClock clock) : IJob
{
    private const int BatchSize = 200;

    public static string Name => "expire agreements";

    /// <inheritdoc/>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var (count, last) = (0, Guid.Empty);
        while (await DueAsync(now, last, cancellationToken) is { Count: > 0 } due)
        {
            foreach (var (_, applicationId) in due)
            {
                count += await ExpireAsync(applicationId, now, cancellationToken) ? 1 : 0;
            }

            last = due[^1].Id;
        }

        return count;
    }

    private async Task<List<(Guid Id, Guid ApplicationId)>> DueAsync(DateTimeOffset now, Guid after, CancellationToken cancellationToken)
    {
        using var suppressed = JobTraces.Suppress();
        var due = await db.Agreements.Where(a => a.Status == AgreementStatus.Requested && a.ExpiresAt <= now && a.Id > after)
            .OrderBy(a => a.Id).Take(BatchSize).Select(a => new { a.Id, a.ApplicationId }).ToListAsync(cancellationToken);
        return [.. due.Select(agreement => (agreement.Id, agreement.ApplicationId))];
    }

    private async Task<bool> ExpireAsync(Guid applicationId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var outcome = await db.InTransactionAsync<bool>(token => ExpireInTransactionAsync(applicationId, now, token), cancellationToken);
        db.ChangeTracker.Clear();
        return outcome.Value;
    }

    private async Task<Outcome<bool>> ExpireInTransactionAsync(Guid applicationId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await db.LockApplicationAsync(applicationId, cancellationToken);
        var application = await db.Applications.WithParts().SingleAsync(a => a.Id == applicationId, cancellationToken);

        // The employer may have responded since the search.
        if (application.ExpireAgreement(now) is not { } expired)
        {
            return false;
        }

        var edition = await db.Editions.Where(e => e.Id == application.EditionId).Select(e => e.Name).SingleAsync(cancellationToken);
        await publish.Publish(expired, cancellationToken);
        await publish.NotifyCandidateAsync(application.PersonId, Notice.AgreementExpired(edition), now, cancellationToken);

        // Saved first, because mails are withdrawn by SQL, which doesn't see unsaved changes.
        await db.SaveChangesAsync(cancellationToken);
        await mails.WithdrawAsync(application, cancellationToken);
        return true;
    }
}
