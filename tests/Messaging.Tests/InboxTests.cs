using MassTransit;
using Metropool.Messaging.Inbox;
using Metropool.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metropool.Messaging.Tests;

public sealed class InboxTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Five_concurrent_copies_of_a_message_are_handled_once()
    {
        await using var world = await World.CreateAsync();
        await using var service = await world.RunAsync(settings: TestService.Quick with { Concurrency = 5 });
        var book = new BookChanged { BookId = Guid.CreateVersion7(), Version = 1, Title = "Vijf keer" };
        var message = Guid.CreateVersion7();

        var bus = service.Services.GetRequiredService<IBus>();
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => bus.Publish(book, context => context.MessageId = message, Cancellation)));

        await HandledAsync(service, world, upTo: 5);
        Assert.Equal(1, (await service.CopyAsync(book.BookId, _ => true, "the copy")).Applications);
        Assert.Equal(0u, await world.CountAsync("library-book_error"));
    }

    [Fact]
    public async Task Two_services_handle_the_same_message_each_once()
    {
        await using var world = await World.CreateAsync();
        await using var library = await world.RunAsync();
        await using var archive = await world.RunAsync("archive");
        var book = new BookChanged { BookId = Guid.CreateVersion7(), Version = 1, Title = "" };

        await library.PublishAsync(book);

        await library.CopyAsync(book.BookId, copy => copy.Applications == 1, "the library's copy");
        await archive.CopyAsync(book.BookId, copy => copy.Applications == 1, "the archive's copy");
    }

    [Fact]
    public async Task An_older_state_does_not_replace_a_newer_one()
    {
        await using var world = await World.CreateAsync();
        await using var service = await world.RunAsync();
        var book = Guid.CreateVersion7();

        await service.PublishAsync(new BookChanged { BookId = book, Version = 2, Title = "Nieuw" });
        await service.CopyAsync(book, copy => copy.Version == 2, "the newer state");
        await service.PublishAsync(new BookChanged { BookId = book, Version = 1, Title = "Oud" });

        var copy = await service.CopyAsync(book, copy => copy.Applications == 2, "both were handled");
        Assert.Equal((2, "Nieuw"), (copy.Version, copy.Title));
    }

    [Fact]
    public async Task Concurrent_states_of_an_aggregate_end_with_the_newest()
    {
        await using var world = await World.CreateAsync();
        await using var service = await world.RunAsync(settings: TestService.Quick with { Concurrency = 8 });
        var book = Guid.CreateVersion7();

        await service.PublishAsync(
            [.. Enumerable.Range(1, 40).Select(version => new BookChanged { BookId = book, Version = version, Title = $"Druk {version}" })]);

        var copy = await service.CopyAsync(book, copy => copy.Version == 40, "the newest state");
        Assert.Equal("Druk 40", copy.Title);
        await Eventually.TrueAsync(() => service.InDatabaseAsync(async db => await db.Set<InboxMessage>().CountAsync() == 40), "all 40 were handled");
        Assert.Equal(0u, await world.CountAsync("library-book_error"));
    }

    [Fact]
    public async Task Events_that_a_consumer_publishes_are_sent()
    {
        await using var world = await World.CreateAsync();
        await using var service = await world.RunAsync();
        var channel = await world.ChannelAsync();
        await channel.QueueDeclareAsync("catalogued", durable: true, exclusive: false, autoDelete: false, cancellationToken: Cancellation);
        await channel.QueueBindAsync("catalogued", "Metropool.Messaging.Tests:BookCatalogued", "", cancellationToken: Cancellation);

        await service.PublishAsync(new BookChanged { BookId = Guid.CreateVersion7(), Version = 7, Title = "" });

        Assert.Contains("\"version\":7", System.Text.Encoding.UTF8.GetString((await world.TakeAsync("catalogued")).Body.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inbox_rows_are_deleted_after_thirty_days()
    {
        await using var world = await World.CreateAsync();
        await world.MigrateAsync();
        await using var service = world.Build(settings: new MessagingSettings());
        var now = DateTimeOffset.UtcNow;
        await service.InDatabaseAsync(async db =>
        {
            InboxMessage Handled(TimeSpan ago) => new() { MessageId = Guid.CreateVersion7(), ConsumerId = Guid.Empty, ConsumedAt = now - ago };
            db.AddRange(Enumerable.Range(0, InboxCleanupJob.BatchSize + 500).Select(_ => Handled(TimeSpan.FromDays(30.01))));
            db.AddRange(Enumerable.Range(0, 3).Select(_ => Handled(TimeSpan.FromDays(29.9))));
            return await db.SaveChangesAsync(Cancellation);
        });

        Assert.Equal(
            InboxCleanupJob.BatchSize + 500, await service.InScopeAsync(services => services.GetRequiredService<InboxCleanupJob>().RunAsync(Cancellation)));

        Assert.Equal(3, await service.InDatabaseAsync(db => db.Set<InboxMessage>().CountAsync(Cancellation)));
    }

    /// <summary>Waits until the broker has nothing left of the queue's messages, delivered ones included.</summary>
    private static async Task HandledAsync(TestService service, World world, int upTo)
    {
        var sentinel = Guid.CreateVersion7();
        await service.PublishAsync(new BookChanged { BookId = sentinel, Version = 1, Title = "" });
        await service.CopyAsync(sentinel, _ => true, $"a message behind the {upTo}");
        await Eventually.TrueAsync(
            async () => (await world.ManageAsync("queues")).Any(queue => (string?)queue!["name"] == "library-book" && (int?)queue["messages"] == 0),
            "the queue is empty");
    }
}
