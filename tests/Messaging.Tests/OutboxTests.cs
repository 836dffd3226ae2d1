using MassTransit;
using Metropool.Messaging.Outbox;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metropool.Messaging.Tests;

public sealed class OutboxTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Events_that_are_saved_are_sent()
    {
        await using var world = await World.CreateAsync();
        await using var service = await world.RunAsync();
        var book = new BookChanged { BookId = Guid.CreateVersion7(), Version = 1, Title = "De stad" };

        await service.PublishAsync(book);

        var copy = await service.CopyAsync(book.BookId, _ => true, "the copy");
        Assert.Equal("De stad", copy.Title);
        await service.OutboxIsEmptyAsync();
    }

    [Fact]
    public async Task Events_that_are_not_saved_are_not_sent()
    {
        await using var world = await World.CreateAsync();
        await using var service = await world.RunAsync();
        var (unsaved, saved) = (Guid.CreateVersion7(), Guid.CreateVersion7());

        await service.InScopeAsync(async services =>
        {
            await services.GetRequiredService<IPublishEndpoint>().Publish(new BookChanged { BookId = unsaved, Version = 1, Title = "Nooit" }, Cancellation);
            return true;
        });
        await service.PublishAsync(new BookChanged { BookId = saved, Version = 1, Title = "Wel" });

        await service.CopyAsync(saved, _ => true, "the event that was saved later");
        await service.OutboxIsEmptyAsync();
        Assert.False(await service.InDatabaseAsync(db => db.Copies.AnyAsync(copy => copy.BookId == unsaved)));
    }

    [Fact]
    public async Task Events_of_a_rolled_back_transaction_are_not_sent()
    {
        await using var world = await World.CreateAsync();
        await using var service = await world.RunAsync();
        var (rolledBack, committed) = (Guid.CreateVersion7(), Guid.CreateVersion7());

        foreach (var book in new[] { rolledBack, committed })
        {
            await service.InScopeAsync(async services =>
            {
                var db = services.GetRequiredService<LibraryDbContext>();
                await using var transaction = await db.Database.BeginTransactionAsync(Cancellation);
                await services.GetRequiredService<IPublishEndpoint>().Publish(new BookChanged { BookId = book, Version = 1, Title = "" }, Cancellation);
                await db.SaveChangesAsync(Cancellation);
                if (book == committed)
                {
                    await transaction.CommitAsync(Cancellation);
                }

                return true;
            });
        }

        await service.CopyAsync(committed, _ => true, "the event that was committed");
        Assert.False(await service.InDatabaseAsync(db => db.Copies.AnyAsync(copy => copy.BookId == rolledBack)));
    }

    [Fact]
    public async Task The_relay_wakes_when_the_transaction_is_committed()
    {
        await using var world = await World.CreateAsync();
        await world.MigrateAsync();
        await using var service = world.Build();
        var signal = service.Services.GetRequiredService<OutboxSignal>();

        await service.InScopeAsync(async services =>
        {
            var db = services.GetRequiredService<LibraryDbContext>();
            await using (var transaction = await db.Database.BeginTransactionAsync(Cancellation))
            {
                await services.GetRequiredService<IPublishEndpoint>().Publish(
                    new BookChanged { BookId = Guid.CreateVersion7(), Version = 1, Title = "" }, Cancellation);
                await db.SaveChangesAsync(Cancellation);
                Assert.False(signal.IsSet);
                await transaction.CommitAsync(Cancellation);
            }

            Assert.True(signal.IsSet);
            return true;
        });
    }

    [Fact]
    public async Task A_commit_without_events_does_not_wake_the_relay()
    {
        await using var world = await World.CreateAsync();
        await world.MigrateAsync();
        await using var service = world.Build();

        await service.InDatabaseAsync(async db =>
        {
            db.Add(new BookCopy { BookId = Guid.CreateVersion7() });
            return await db.SaveChangesAsync(Cancellation);
        });

        Assert.False(service.Services.GetRequiredService<OutboxSignal>().IsSet);
    }

    [Fact]
    public async Task Several_processes_of_a_service_send_the_events_of_their_outbox()
    {
        await using var world = await World.CreateAsync();
        await world.MigrateAsync();
        await using var first = world.Build(settings: TestService.Quick with { BatchSize = 10 });
        var books = Enumerable.Range(0, 100).Select(_ => Guid.CreateVersion7()).ToArray();
        await first.PublishAsync([.. books.Select(book => new BookChanged { BookId = book, Version = 1, Title = "" })]);

        await using var second = world.Build(settings: TestService.Quick with { BatchSize = 10 });
        await Task.WhenAll(first.StartAsync(), second.StartAsync());

        foreach (var book in books)
        {
            await first.CopyAsync(book, copy => copy.Applications == 1, "every book, applied once");
        }

        await first.OutboxIsEmptyAsync();
    }

    [Fact]
    public async Task A_message_with_a_delay_or_expiry_is_refused()
    {
        await using var world = await World.CreateAsync();
        await using var service = world.Build();

        await service.InScopeAsync(async services =>
        {
            var publish = services.GetRequiredService<IPublishEndpoint>();
            var book = new BookChanged { BookId = Guid.CreateVersion7(), Version = 1, Title = "" };
            await Assert.ThrowsAsync<NotSupportedException>(() => publish.Publish(book, context => context.TimeToLive = TimeSpan.FromSeconds(1), Cancellation));
            await Assert.ThrowsAsync<NotSupportedException>(() => publish.Publish(book, context => context.Delay = TimeSpan.FromSeconds(1), Cancellation));
            return true;
        });
    }
}
