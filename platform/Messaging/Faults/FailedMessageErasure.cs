using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Metropool.Messaging.Faults;

/// <summary>
/// Removes failed messages about erased people from the error queues of a service, once an hour (AVG, article 17). It is a separate job because it needs
/// the broker, and other upkeep doesn't.
/// </summary>
internal sealed class FailedMessageErasure<TDbContext>(
    IServiceScopeFactory scopes,
    Func<TDbContext, IQueryable<Guid>> erasedPeople,
    TimeProvider clock,
    ILogger<FailedMessageErasure<TDbContext>> logger) : BackgroundService
    where TDbContext : DbContext
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            try
            {
                await RunOnceAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogWarning(
                    "The error queues can't be searched for people who were erased; trying again in {Interval}: {Reason}", Interval, e.GetBaseException().Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TDbContext>();
        await scope.ServiceProvider.GetRequiredService<IMessageErasure>().DiscardFailedAsync(
            people => erasedPeople(db).Where(id => people.Contains(id)).ToHashSetAsync(cancellationToken), cancellationToken);
    }
}
