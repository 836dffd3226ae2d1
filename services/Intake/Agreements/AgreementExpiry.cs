using MassTransit;
using Metropool.Hosting;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Intake.Passes;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Agreements;

/// <summary>Closes what no employer answered in time.</summary>
internal sealed class AgreementExpiry(IntakeDbContext db, IPublishEndpoint publish, AgreementMails mails, ProgrammeClock clock) : IPass
{
    private const int BatchSize = 200;

    public static string Over => "the agreements";

    /// <summary>One pass.</summary>
    /// <returns>How many were closed.</returns>
    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var (count, last) = (0, Guid.Empty);
        while (true)
        {
            var due = await DueAsync(now, last, cancellationToken);
            if (due is [])
            {
                break;
            }

            foreach (var agreement in due)
            {
                count += await ExpireAsync(agreement.ApplicationId, now, cancellationToken) ? 1 : 0;
            }

            last = due[^1].Id;
        }

        return count;
    }

    private async Task<List<(Guid Id, Guid ApplicationId)>> DueAsync(DateTimeOffset now, Guid after, CancellationToken cancellationToken)
    {
        using var untraced = PassTraces.Untraced();
        var due = await db.Agreements.Where(a => a.Status == AgreementStatus.Asked && a.ExpiresAt <= now && a.Id > after)
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
        var application = await db.Applications.SingleAsync(a => a.Id == applicationId, cancellationToken);

        // It may have been answered since.
        var expired = application.ExpireAgreement(now);
        if (expired is not null)
        {
            var edition = await db.Editions.Where(e => e.Id == application.EditionId).Select(e => e.Name).SingleAsync(cancellationToken);
            await publish.Publish(expired, cancellationToken);
            await publish.TellAsync(application.PersonId, Notice.AgreementExpired(edition), now, cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
            await mails.WithdrawAsync(application, cancellationToken);
        }

        return expired is not null;
    }
}
