using System.Diagnostics;
using MassTransit;
using Metropool.Hosting.ProgrammeTime;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Offers;

/// <summary>
/// What follows from time alone: an offer that wasn't answered in time expires, and the place is offered to who is next. A pass does whatever is due, however long ago;
/// several replicas may pass at the same time, one edition after the other.
/// </summary>
internal sealed class OfferPass(IntakeDbContext db, IPublishEndpoint publish, ProgrammeClock clock)
{
    /// <summary>Does all that is due.</summary>
    /// <returns>In how many editions something was due.</returns>
    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        List<Guid> due;
        // Asked again and again, for nobody: an activity that isn't recorded keeps it, and the SQL in it, out of the traces. What is then done is seen.
        using (new Activity("offer pass").Start())
        {
            due = await db.Offers.Where(offer => offer.State == OfferState.Open && offer.Until <= now).Select(offer => offer.EditionId).Distinct().ToListAsync(cancellationToken);
        }

        foreach (var editionId in due)
        {
            // Another replica may have done it by the time the lock is had: everything is asked again under it.
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            await db.OfferFreePlacesAsync(editionId, publish, clock, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            db.ChangeTracker.Clear();
        }

        return due.Count;
    }
}

/// <summary>Passes again and again. It sleeps by the system's clock and asks programme time, which may jump by months.</summary>
internal sealed class OfferPassLoop(IServiceScopeFactory scopes, IntakeSettings settings, IHostEnvironment environment, ILogger<OfferPassLoop> logger) : BackgroundService
{
    private static readonly TimeSpan DevelopmentInterval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var interval = environment.IsDevelopment() && settings.PassInterval > DevelopmentInterval ? DevelopmentInterval : settings.PassInterval;
        using var timer = new PeriodicTimer(interval);
        var failing = false;
        do
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<OfferPass>().RunOnceAsync(stoppingToken);
                failing = false;
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // Once, and not with every try: the database may be away for long.
                logger.Log(failing ? LogLevel.Debug : LogLevel.Error, e, "The pass over the offers failed; trying again in {Interval}.", interval);
                failing = true;
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
