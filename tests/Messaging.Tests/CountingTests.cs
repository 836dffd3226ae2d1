using System.Diagnostics.Metrics;
using MassTransit;
using Metropool.Messaging.Counting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metropool.Messaging.Tests;

/// <summary>What happened is counted when it is committed, and what did not happen isn't.</summary>
public sealed class CountingTests : IAsyncLifetime
{
    private readonly MeterListener _listener = new();
    private World _world = null!;
    private TestService _service = null!;
    private long _counted;

    public async ValueTask InitializeAsync()
    {
        _world = await World.CreateAsync();
        _service = await _world.RunAsync();
        var meters = _service.Services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == BookMetrics.Meter && instrument.Meter.Scope == meters)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, value, _, _) => Interlocked.Add(ref _counted, value));
        _listener.Start();
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _service.DisposeAsync();
        await _world.DisposeAsync();
    }

    [Fact]
    public async Task Events_of_a_save_are_counted()
    {
        await _service.PublishAsync(Changed(), Changed());

        Assert.Equal(2, Counted);
    }

    [Fact]
    public async Task Events_of_a_transaction_are_counted_at_the_commit()
    {
        await InScopeAsync(async (db, publish, counts, metrics) =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync(Cancellation);
            await publish.Publish(Changed(), Cancellation);
            counts.Add(metrics.Books);
            await db.SaveChangesAsync(Cancellation);
            Assert.Equal(0, Counted);

            await transaction.CommitAsync(Cancellation);
            Assert.Equal(2, Counted);
        });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Events_of_a_rolled_back_transaction_are_not_counted_and_those_of_the_next_one_are(bool explicitly)
    {
        await InScopeAsync(async (db, publish, counts, metrics) =>
        {
            await using (var lost = await db.Database.BeginTransactionAsync(Cancellation))
            {
                await publish.Publish(Changed(), Cancellation);
                counts.Add(metrics.Books);
                await db.SaveChangesAsync(Cancellation);
                if (explicitly)
                {
                    await lost.RollbackAsync(Cancellation);
                }
            }

            db.ChangeTracker.Clear();
            await using var transaction = await db.Database.BeginTransactionAsync(Cancellation);
            await publish.Publish(Changed(), Cancellation);
            await db.SaveChangesAsync(Cancellation);
            await transaction.CommitAsync(Cancellation);
        });

        Assert.Equal(1, Counted);
    }

    [Fact]
    public async Task A_save_that_fails_counts_nothing()
    {
        await InScopeAsync(async (db, publish, _, _) =>
        {
            var book = Guid.CreateVersion7();
            db.Copies.Add(new BookCopy { BookId = book });
            await db.SaveChangesAsync(Cancellation);
            db.ChangeTracker.Clear();
            await publish.Publish(Changed(), Cancellation);
            db.Copies.Add(new BookCopy { BookId = book });

            await Assert.ThrowsAsync<DbUpdateException>(() => db.SaveChangesAsync(Cancellation));
        });

        Assert.Equal(0, Counted);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private long Counted => Interlocked.Read(ref _counted);

    private Task<bool> InScopeAsync(
        Func<LibraryDbContext, IPublishEndpoint, MetricsInterceptor, BookMetrics, Task> work) => _service.InScopeAsync(async services =>
    {
        await work(
            services.GetRequiredService<LibraryDbContext>(),
            services.GetRequiredService<IPublishEndpoint>(),
            services.GetRequiredService<MetricsInterceptor>(),
            services.GetRequiredService<BookMetrics>());
        return true;
    });

    private static BookChanged Changed() => new() { BookId = Guid.CreateVersion7(), Version = 1, Title = "" };
}

/// <summary>What the tests' service counts.</summary>
internal sealed class BookMetrics : IDomainMetrics
{
    public const string Meter = "Metropool.Library";

    public BookMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(Meter);
        Books = meter.CreateCounter<long>("books");
        Events = [CountedEvent.Of<BookChanged>(_ => true, Books)];
    }

    public Counter<long> Books { get; }

    public IReadOnlyList<CountedEvent> Events { get; }
}
