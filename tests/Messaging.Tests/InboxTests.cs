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
    public async Task Five_copies_at_the_same_moment_are_handled_once()
    {
        await using var world = await World.CreateAsync();
        await using var service = await world.RunAsync(settings: TestService.Quick with { Concurrency = 5 });
        var book = new BookChanged { BookId = Guid.CreateVersion7(), Version = 1, Title = "Vijf keer" };
        var message = Guid.CreateVersion7();

        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => service.Services.GetRequiredService<IBus>().Publish(book, context => context.MessageId = message, Cancellation)));

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
    public async Task Newer_before_older_ends_right()
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
    public async Task Many_states_of_one_aggregate_at_the_same_moment_end_with_the_newest()
    {
        await using var world = await World.CreateAsync();
        await using var service = await world.RunAsync(settings: TestService.Quick with { Concurrency = 8 });
        var book = Guid.CreateVersion7();

        await service.PublishAsync([.. Enumerable.Range(1, 40).Select(version => new BookChanged { BookId = book, Version = version, Title = $"Druk {version}" })]);

        var copy = await service.CopyAsync(book, copy => copy.Version == 40, "the newest state");
        Assert.Equal("Druk 40", copy.Title);
        await Eventually.TrueAsync(() => service.InDatabaseAsync(async db => await db.Set<InboxMessage>().CountAsync() == 40), "all 40 were handled");
        Assert.Equal(0u, await world.CountAsync("library-book_error"));
    }

    [Fact]
    public async Task A_derived_event_reaches_a_consumer_of_the_base_once()
    {
        await using var world = await World.CreateAsync();
        await using var service = await world.RunAsync();
        var (lent, after) = (Guid.CreateVersion7(), Guid.CreateVersion7());

        await service.PublishAsync(new BookLent { BookId = lent, Version = 1, Title = "Uitgeleend" });
        await service.PublishAsync(new BookLent { BookId = after, Version = 1, Title = "" });

        await service.CopyAsync(after, _ => true, "a later one");
        await Eventually.TrueAsync(() => service.InDatabaseAsync(async db => await db.Set<InboxMessage>().CountAsync() == 2), "two messages, and not more");
        Assert.Equal(1, (await service.CopyAsync(lent, _ => true, "the copy")).Applications);
    }

    [Fact]
    public async Task What_a_consumer_publishes_goes_out_with_what_it_saves()
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
    public async Task The_inbox_forgets_after_thirty_days_and_not_before()
    {
        await using var world = await World.CreateAsync();
        await world.MigrateAsync();
        await using var service = world.Build(settings: new MessagingSettings());
        var now = DateTimeOffset.UtcNow;
        await service.InDatabaseAsync(async db =>
        {
            InboxMessage Handled(TimeSpan ago) => new() { MessageId = Guid.CreateVersion7(), ConsumerId = Guid.Empty, ConsumedAt = now - ago };
            db.AddRange(Enumerable.Range(0, InboxPurge.BatchSize + 500).Select(_ => Handled(TimeSpan.FromDays(30.01))));
            db.AddRange(Enumerable.Range(0, 3).Select(_ => Handled(TimeSpan.FromDays(29.9))));
            return await db.SaveChangesAsync(Cancellation);
        });

        Assert.Equal(InboxPurge.BatchSize + 500, await service.Services.GetRequiredService<InboxPurge>().PurgeAsync(Cancellation));

        Assert.Equal(3, await service.InDatabaseAsync(db => db.Set<InboxMessage>().CountAsync(Cancellation)));
    }

    /// <summary>Waits until the broker has nothing left of the queue's messages, delivered ones included.</summary>
    private static async Task HandledAsync(TestService service, World world, int upTo)
    {
        var sentinel = Guid.CreateVersion7();
        await service.PublishAsync(new BookChanged { BookId = sentinel, Version = 1, Title = "" });
        await service.CopyAsync(sentinel, _ => true, $"a message behind the {upTo}");
        await Eventually.TrueAsync(async () => (await world.ManageAsync("queues")).Any(queue => (string?)queue!["name"] == "library-book" && (int?)queue["messages"] == 0), "the queue is empty");
    }
}
