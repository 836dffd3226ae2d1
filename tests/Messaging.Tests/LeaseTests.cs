using System.Diagnostics.Metrics;
using Metropool.Messaging.Outbox;
using Metropool.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metropool.Messaging.Tests;

/// <summary>Processes of a service share its outbox by leases.</summary>
public sealed class LeaseTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task While_the_broker_hangs_no_transaction_is_open_and_no_row_is_locked()
    {
        await using var world = await World.CreateAsync();
        await using var service = await HangingAsync(world, events: 10);

        var unlocked = await service.InDatabaseAsync(db =>
            db.Database.SqlQuery<long>($"SELECT id AS \"Value\" FROM outbox_messages FOR UPDATE NOWAIT").ToListAsync(Cancellation));
        Assert.Equal(10, unlocked.Count);
        Assert.Equal(0, await service.InDatabaseAsync(db => db.Database.SqlQuery<int>(
            $"""
            SELECT count(*)::integer AS "Value" FROM pg_stat_activity
            WHERE datname = current_database() AND application_name LIKE '%messaging' AND state LIKE 'idle in transaction%'
            """).SingleAsync(Cancellation)));
    }

    [Fact]
    public async Task Another_process_sends_leased_events_when_the_lease_has_ended_and_not_before()
    {
        await using var world = await World.CreateAsync();
        await using var service = await HangingAsync(world, events: 10);
        await using var before = world.Build(isBehindDoor: false);
        await using var after = world.Build(isBehindDoor: false, clock: new LaterClock());

        Assert.Equal(0, await before.SendBatchAsync());
        Assert.Equal(10, await after.SendBatchAsync());

        Assert.False(await service.InDatabaseAsync(db => db.Set<OutboxMessage>().AnyAsync(Cancellation)));
    }

    [Fact]
    public async Task Another_process_sends_the_events_that_a_killed_process_had_leased()
    {
        await using var world = await World.CreateAsync();
        await world.MigrateAsync();
        using var victim = world.StartVictim(consumes: false);
        await victim.StartServiceAsync();
        await victim.PublishAsync(Guid.CreateVersion7());
        await Eventually.TrueAsync(async () => await world.CountAsync("library-book") == 1, "the relay is connected");
        world.Broker.Stall();
        await victim.PublishAsync(Guid.CreateVersion7());
        await using var before = world.Build(isBehindDoor: false);
        await before.LeasedAsync(1);

        await victim.KillAsync();

        Assert.Equal(0, await before.SendBatchAsync());
        await using var after = world.Build(isBehindDoor: false, clock: new LaterClock());
        Assert.Equal(1, await after.SendBatchAsync());
        Assert.Equal(2u, await world.CountAsync("library-book"));
    }

    [Fact]
    public async Task A_process_that_stops_releases_the_events_that_it_has_not_sent()
    {
        await using var world = await World.CreateAsync();
        await using (await HangingAsync(world, events: 10))
        {
            // Stopped while it waits for the broker.
        }

        await using var next = world.Build(isBehindDoor: false);
        Assert.Equal(10, await next.SendBatchAsync());
    }

    [Fact]
    public async Task An_event_that_another_process_has_leased_since_then_is_neither_postponed_nor_released()
    {
        await using var world = await World.CreateAsync();
        await world.MigrateAsync();
        await using var service = world.Build();
        await using var other = world.Build(clock: new LaterClock());
        await service.PublishAsync(Changed(), Changed());
        var (queue, otherQueue) = (service.Services.GetRequiredService<OutboxQueue>(), other.Services.GetRequiredService<OutboxQueue>());
        var lease = await queue.LeaseAsync(2, TimeSpan.FromSeconds(1), Cancellation);
        var otherLease = await otherQueue.LeaseAsync(2, TimeSpan.FromSeconds(1), Cancellation);

        await queue.CompleteAsync(lease, [], [new(lease.Messages[0], "refused", null)], Cancellation);

        Assert.Equal([2, 2], [lease.Messages.Count, otherLease.Messages.Count]);
        Assert.Empty((await otherQueue.LeaseAsync(2, TimeSpan.FromSeconds(1), Cancellation)).Messages);
        Assert.Equal([0, 0], await service.InDatabaseAsync(db => db.Set<OutboxMessage>().Select(message => message.Refusals).ToListAsync(Cancellation)));
    }

    [Fact]
    public async Task An_unexpected_exception_does_not_end_the_relay()
    {
        await using var world = await World.CreateAsync();
        await using var service = await world.RunAsync();
        var meters = service.Services.GetRequiredService<IMeterFactory>();
        var hasFailed = false;
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "metropool.outbox.delivered" && instrument.Meter.Scope == meters)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, _, _, _) => throw new InvalidOperationException(hasFailed ? "Again." : $"{hasFailed = true}"));
        listener.Start();

        await service.PublishAsync(Changed());
        await Eventually.TrueAsync(() => Task.FromResult(hasFailed), "the relay has failed");
        listener.Dispose();

        var book = Changed();
        await service.PublishAsync(book);
        await service.CopyAsync(book.BookId, _ => true, "the event after the failure");
    }

    /// <summary>A process whose relay waits for a broker that hangs.</summary>
    private static async Task<TestService> HangingAsync(World world, int events)
    {
        var service = await world.RunAsync();
        var first = Changed();
        await service.PublishAsync(first);
        await service.CopyAsync(first.BookId, _ => true, "the relay is connected");
        await service.OutboxIsEmptyAsync();

        world.Broker.Stall();
        await service.PublishAsync([.. Enumerable.Range(0, events).Select(_ => Changed())]);
        await service.LeasedAsync(events);
        return service;
    }

    private static BookChanged Changed() => new() { BookId = Guid.CreateVersion7(), Version = 1, Title = "" };
}
