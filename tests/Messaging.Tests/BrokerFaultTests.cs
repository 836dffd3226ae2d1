using Metropool.Messaging.Outbox;
using Metropool.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RabbitMQ.Client;

namespace Metropool.Messaging.Tests;

public sealed class BrokerFaultTests
{
    private static readonly MessagingSettings Impatient = TestService.Quick with { BrokerTimeout = TimeSpan.FromSeconds(1) };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task While_the_broker_is_unavailable_no_event_is_parked_and_afterwards_all_are_sent()
    {
        await using var world = await World.CreateAsync();
        await using var service = await world.RunAsync();
        var relay = service.Services.GetRequiredService<OutboxRelay>();
        world.Broker.Close();
        var books = await PublishSomeAsync(service);

        await Eventually.TrueAsync(() => Task.FromResult(relay.PausedBecause is not null), "the relay has noticed");
        await AttemptsAsync(relay, atLeast: 5);
        Assert.All(await OutboxAsync(service), message => Assert.Equal((0, false), (message.Refusals, message.DueAt is null)));

        world.Broker.Open();
        await AllArriveAsync(service, books);
        Assert.Null(relay.PausedBecause);
    }

    [Fact]
    public async Task While_the_broker_hangs_no_event_is_parked_or_stays_leased_and_afterwards_all_are_sent()
    {
        await using var world = await World.CreateAsync();
        await using var service = await world.RunAsync(settings: Impatient);
        var relay = service.Services.GetRequiredService<OutboxRelay>();
        world.Broker.Stall();
        var books = await PublishSomeAsync(service);

        await Eventually.TrueAsync(() => Task.FromResult(relay.PausedBecause is not null), "the relay has noticed");
        await AttemptsAsync(relay, atLeast: 2);
        Assert.All(await OutboxAsync(service), message => Assert.Equal((0, false, null), (message.Refusals, message.DueAt is null, message.LeasedUntil)));

        world.Broker.Open();
        await AllArriveAsync(service, books);
    }

    [Fact]
    public async Task Events_that_a_queue_refuses_are_parked_without_delaying_others()
    {
        await using var world = await World.CreateAsync();
        await using var service = await world.RunAsync();
        var channel = await world.ChannelAsync();
        var arguments = new Dictionary<string, object?> { ["x-max-length"] = 0, ["x-overflow"] = "reject-publish" };
        await channel.QueueDeclareAsync("full", durable: true, exclusive: false, autoDelete: false, arguments, cancellationToken: Cancellation);
        await channel.QueueBindAsync("full", "Metropool.Messaging.Tests:BookLent", "", cancellationToken: Cancellation);

        await service.PublishAsync(new BookLent { BookId = Guid.CreateVersion7(), Version = 1 });
        var books = await PublishSomeAsync(service);
        await AllArriveAsync(service, books, andOutboxIsEmpty: false);

        var parked = await ParkedAsync(service);
        Assert.Equal(("Metropool.Messaging.Tests:BookLent", 3), (parked.Exchange, parked.Refusals));
        Assert.NotNull(parked.LastRefusal);

        // It isn't tried again until it is released.
        await channel.QueueDeleteAsync("full", cancellationToken: Cancellation);
        await PublishAndArriveAsync(service);
        Assert.NotNull(await ParkedAsync(service));
        Assert.Equal(1, await service.Services.ReleaseParkedAsync(Cancellation));
        await service.OutboxIsEmptyAsync();
    }

    [Fact]
    public async Task An_event_for_which_the_broker_closes_the_channel_is_parked_without_delaying_others()
    {
        await using var world = await World.CreateAsync();
        await using var service = await world.RunAsync();
        var books = Enumerable.Range(0, 20).Select(_ => Guid.CreateVersion7()).ToArray();
        await service.InScopeAsync(async services =>
        {
            var db = services.GetRequiredService<LibraryDbContext>();
            var publish = services.GetRequiredService<MassTransit.IPublishEndpoint>();
            foreach (var book in books)
            {
                await publish.Publish(new BookChanged { BookId = book, Version = 1, Title = "" });
                if (book == books[10])
                {
                    db.Add(Poison());
                }
            }

            return await db.SaveChangesAsync();
        });

        await AllArriveAsync(service, books, andOutboxIsEmpty: false);

        var parked = await ParkedAsync(service);
        Assert.Equal(("no-such-exchange", 3), (parked.Exchange, parked.Refusals));
        Assert.Contains("NOT_FOUND", parked.LastRefusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exchanges_that_the_broker_has_lost_are_declared_again()
    {
        await using var world = await World.CreateAsync();
        await using var service = await world.RunAsync();
        await PublishAndArriveAsync(service);
        await (await world.ChannelAsync()).ExchangeDeleteAsync("Metropool.Messaging.Tests:BookCatalogued", cancellationToken: Cancellation);

        await PublishAndArriveAsync(service);

        Assert.Contains("Metropool.Messaging.Tests:BookCatalogued", await world.NamesAsync("exchanges"));
    }

    private static OutboxMessage Poison() => new()
    {
        MessageId = Guid.CreateVersion7(),
        Exchange = "no-such-exchange",
        ContentType = "application/json",
        Headers = "{}",
        Body = "{}",
        CreatedAt = DateTimeOffset.UtcNow,
        DueAt = DateTimeOffset.UtcNow,
    };

    private static async Task<Guid[]> PublishSomeAsync(TestService service)
    {
        var books = Enumerable.Range(0, 10).Select(_ => Guid.CreateVersion7()).ToArray();
        await service.PublishAsync([.. books.Select(book => new BookChanged { BookId = book, Version = 1, Title = "" })]);
        return books;
    }

    private static async Task PublishAndArriveAsync(TestService service)
    {
        var books = await PublishSomeAsync(service);
        await AllArriveAsync(service, books, andOutboxIsEmpty: false);
        await Eventually.TrueAsync(async () => !(await OutboxAsync(service)).Any(message => message.DueAt is not null), "only parked ones are left");
    }

    private static async Task AllArriveAsync(TestService service, Guid[] books, bool andOutboxIsEmpty = true)
    {
        foreach (var book in books)
        {
            await service.CopyAsync(book, _ => true, "every book");
        }

        if (andOutboxIsEmpty)
        {
            await service.OutboxIsEmptyAsync();
        }
    }

    private static Task<List<OutboxMessage>> OutboxAsync(TestService service) => service.InDatabaseAsync(
        db => db.Set<OutboxMessage>().AsNoTracking().ToListAsync());

    private static Task<OutboxMessage> ParkedAsync(TestService service) =>
        Eventually.ValueAsync(async () => (await OutboxAsync(service)).SingleOrDefault(message => message.DueAt is null), "a parked message");

    private static async Task AttemptsAsync(OutboxRelay relay, int atLeast)
    {
        var before = relay.Failures;
        // The client library waits up to 30 s for a broker that hangs before it gives up a connection.
        await Eventually.TrueAsync(() => Task.FromResult(relay.Failures >= before + atLeast), "further attempts", TimeSpan.FromMinutes(3));
    }
}
