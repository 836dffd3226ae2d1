using System.Text;
using MassTransit;
using Metropool.Messaging.Faults;
using Metropool.Messaging.Inbox;
using Metropool.Messaging.Outbox;
using Metropool.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RabbitMQ.Client;

namespace Metropool.Messaging.Tests;

public sealed class ConsumerFaultTests
{
    private const string Queue = "library-book";
    private const string Errors = "library-book_error";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_changes_of_a_failing_consumer_are_rolled_back_and_the_message_goes_to_the_error_queue_with_the_reason()
    {
        await using var world = await World.CreateAsync();
        await using var service = await world.RunAsync();
        var tries = 0;
        service.Behaviour.AfterSaving = (_, _) =>
        {
            Interlocked.Increment(ref tries);
            throw new InvalidOperationException("Dit boek is stuk.");
        };

        await SendAsync(service, Guid.CreateVersion7());

        var failed = await world.TakeAsync(Errors);
        Assert.Contains("Dit boek is stuk.", Header(failed, MessageHeaders.FaultMessage), StringComparison.Ordinal);
        Assert.Equal(1 + TestService.Quick.RetryDelays.Count, tries);
        Assert.Equal(0, await service.InDatabaseAsync(db => db.Copies.CountAsync(Cancellation)));
        Assert.Equal(0, await service.InDatabaseAsync(db => db.Set<OutboxMessage>().CountAsync(Cancellation)));
        Assert.Equal(0, await service.InDatabaseAsync(db => db.Set<InboxMessage>().CountAsync(Cancellation)));
    }

    [Fact]
    public async Task A_message_that_always_fails_does_not_block_others()
    {
        await using var world = await World.CreateAsync();
        await using var service = await world.RunAsync();
        var poison = Guid.CreateVersion7();
        var failing = new TaskCompletionSource();
        var released = new TaskCompletionSource();
        service.Behaviour.AfterSaving = async (book, _) =>
        {
            if (book.BookId == poison)
            {
                failing.TrySetResult();
                await released.Task;
                throw new InvalidOperationException("Gif.");
            }
        };

        await SendAsync(service, poison);
        await failing.Task;
        var others = Enumerable.Range(0, 20).Select(_ => Guid.CreateVersion7()).ToArray();
        await SendAsync(service, others);

        foreach (var book in others)
        {
            await service.CopyAsync(book, _ => true, "a book behind the poison");
        }

        released.SetResult();
        await world.TakeAsync(Errors);
    }

    [Fact]
    public async Task A_message_that_is_not_an_event_goes_to_the_error_queue()
    {
        await using var world = await World.CreateAsync();
        await using var service = await world.RunAsync();
        var channel = await world.ChannelAsync();

        await channel.BasicPublishAsync(
            Queue, "", mandatory: false, new BasicProperties { ContentType = "application/vnd.masstransit+json" }, "{ nee"u8.ToArray(), Cancellation);

        Assert.NotEmpty(Header(await world.TakeAsync(Errors), MessageHeaders.FaultMessage));
        var book = Guid.CreateVersion7();
        await SendAsync(service, book);
        await service.CopyAsync(book, _ => true, "the next one");
    }

    [Fact]
    public async Task A_message_that_is_replayed_from_the_error_queue_is_handled()
    {
        await using var world = await World.CreateAsync();
        await using var service = await world.RunAsync();
        var book = Guid.CreateVersion7();
        service.Behaviour.AfterSaving = (_, _) => throw new InvalidOperationException("Nog niet.");
        await SendAsync(service, book);
        var failed = await world.TakeAsync(Errors);
        service.Behaviour.AfterSaving = (_, _) => Task.CompletedTask;

        await (await world.ChannelAsync()).BasicPublishAsync(
            "", Queue, mandatory: true, new BasicProperties(failed.BasicProperties), failed.Body, Cancellation);

        await service.CopyAsync(book, copy => copy.Applications == 1, "the replayed message");
    }

    [Fact]
    public async Task While_the_database_is_unavailable_no_message_goes_to_the_error_queue()
    {
        await using var world = await World.CreateAsync();
        await using var service = await world.RunAsync();
        var books = await DuringOutageAsync(world.Postgres.Close, world, service);

        // Whatever the number of tries is: it was asked more often than a failing message is tried.
        await AskedAsync(service, atLeast: 5);
        world.Postgres.Open();

        await AllArriveAsync(service, books);
        Assert.Equal(0u, await world.CountAsync(Errors));
    }

    [Fact]
    public async Task While_the_database_hangs_no_message_goes_to_the_error_queue()
    {
        await using var world = await World.CreateAsync(commandTimeout: 2);
        await using var service = await world.RunAsync();
        var books = await DuringOutageAsync(world.Postgres.Stall, world, service);

        await AskedAsync(service, atLeast: 1);
        world.Postgres.Open();

        await AllArriveAsync(service, books);
        Assert.Equal(0u, await world.CountAsync(Errors));
    }

    [Fact]
    public async Task When_the_database_restarts_under_load_no_message_goes_to_the_error_queue()
    {
        await using var world = await World.CreateAsync();
        await using var service = await world.RunAsync();
        var books = Enumerable.Range(0, 200).Select(_ => Guid.CreateVersion7()).ToArray();
        await SendAsync(service, books);
        await service.CopyAsync(books[0], _ => true, "the first of many");

        world.Postgres.Close();
        world.Postgres.Open();

        // Asked over connections that were never cut: those of the service are its own to mend.
        await using var observer = world.Build();
        await AllArriveAsync(observer, books);
        Assert.Equal(0u, await world.CountAsync(Errors));
    }

    [Fact]
    public async Task A_service_that_stops_while_the_database_is_unavailable_leaves_its_messages_in_the_queue()
    {
        await using var world = await World.CreateAsync();
        var books = await InterruptedAsync(world);

        Assert.Equal(0u, await world.CountAsync(Errors));
        world.GivePostgresBack();
        await using var next = await world.Build().StartAsync();
        await AllArriveAsync(next, books);
    }

    private static async Task<Guid[]> InterruptedAsync(World world)
    {
        await using var service = await world.RunAsync();
        var books = await DuringOutageAsync(world.Postgres.Close, world, service);
        await AskedAsync(service, atLeast: 1);
        return books;
    }

    /// <summary>Takes the database away and then sends messages, not through the outbox, for that is in the database.</summary>
    private static async Task<Guid[]> DuringOutageAsync(Action takeAway, World world, TestService service)
    {
        var first = Guid.CreateVersion7();
        await SendAsync(service, first);
        await service.CopyAsync(first, _ => true, "the first book");

        takeAway();
        var books = Enumerable.Range(0, 10).Select(_ => Guid.CreateVersion7()).ToArray();
        await SendAsync(service, books);
        await Eventually.TrueAsync(() => Task.FromResult(service.Services.GetRequiredService<DatabaseProbe>().IsUnavailable), "a consumer has noticed");
        Assert.Equal(0u, await world.CountAsync(Errors));
        return books;
    }

    private static Task AskedAsync(TestService service, int atLeast)
    {
        var probe = service.Services.GetRequiredService<DatabaseProbe>();
        return Eventually.TrueAsync(() => Task.FromResult(probe.Failures >= atLeast), "the database was asked again");
    }

    private static async Task AllArriveAsync(TestService service, Guid[] books)
    {
        foreach (var book in books)
        {
            await service.CopyAsync(book, copy => copy.Applications == 1, "every book, handled once");
        }
    }

    private static Task SendAsync(TestService service, params Guid[] books)
    {
        var bus = service.Services.GetRequiredService<IBus>();
        return Task.WhenAll(books.Select(book => bus.Publish(new BookChanged { BookId = book, Version = 1, Title = "" }, Cancellation)));
    }

    private static string Header(BasicGetResult message, string name) =>
        message.BasicProperties.Headers?.TryGetValue(name, out var value) == true && value is byte[] text ? Encoding.UTF8.GetString(text) : "";
}
