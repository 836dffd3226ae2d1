using MassTransit;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Mail.Links;
using Microsoft.EntityFrameworkCore;
using OpenTelemetry;

namespace Metropool.Intake.Agreements;

/// <summary>Closes what no employer answered in time, and clears away links that have ended.</summary>
internal sealed class AgreementExpiry(IntakeDbContext db, IPublishEndpoint publish, MailedLinks links, AskedMails asked, ProgrammeClock clock)
{
    private const int BatchSize = 200;

    /// <summary>One pass. It can run twice, and in two processes at once.</summary>
    /// <returns>How many were closed.</returns>
    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var (count, last) = (0, Guid.Empty);
        while (true)
        {
            var due = await db.Agreements.Where(a => a.Status == AgreementStatus.Asked && a.ExpiresAt <= now && a.Id > last)
                .OrderBy(a => a.Id).Take(BatchSize).Select(a => new { a.Id, a.ApplicationId }).ToListAsync(cancellationToken);
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

        await links.ClearAwayAsync(cancellationToken);
        await asked.ClearAwayAsync(cancellationToken);
        return count;
    }

    private async Task<bool> ExpireAsync(Guid applicationId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
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
            await transaction.CommitAsync(cancellationToken);
        }

        db.ChangeTracker.Clear();
        return expired is not null;
    }
}

/// <summary>Passes again and again. It sleeps by the system's clock and asks programme time, which may jump by months.</summary>
internal sealed class AgreementExpiryLoop(IServiceScopeFactory scopes, TimeProvider time, ILogger<AgreementExpiryLoop> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        var failing = false;
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                using var untraced = SuppressInstrumentationScope.Begin();
                await using var scope = scopes.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<AgreementExpiry>().RunOnceAsync(stoppingToken);
                failing = false;
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // Once, and not with every try: the database may be away for long.
                logger.Log(failing ? LogLevel.Debug : LogLevel.Error, e, "What no employer answered in time could not be closed; trying again in {Interval}.", Interval);
                failing = true;
            }
        }
    }
}
