using Metropool.Messaging.Faults;
using Metropool.Testing;
using Microsoft.Extensions.DependencyInjection;
using RabbitMQ.Client;

namespace Metropool.Messaging.Tests;

/// <summary>What operations does with messages that no consumer could handle: another process than the one that serves.</summary>
public sealed class ErrorQueueTests
{
    private const string Queue = "library-book";
    private const string Errors = "library-book_error";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_failed_is_listed_with_its_reason_and_stays_where_it_is()
    {
        await using var world = await World.CreateAsync();
        await using var service = await world.RunAsync();
        var books = await FailAsync(world, service, 3);
        await using var operations = world.Build();

        var listed = await operations.Services.ListFailedAsync(Cancellation);

        Assert.Equal(3, listed.Count);
        Assert.All(listed, failed =>
        {
            Assert.Equal((Queue, nameof(BookChanged)), (failed.Queue, failed.Event));
            Assert.Contains("Dit boek is stuk.", failed.Reason, StringComparison.Ordinal);
            Assert.NotNull(failed.MessageId);
            Assert.Equal(TimeSpan.Zero, failed.FailedAt!.Value.Offset);
        });
        Assert.Equal(3, listed.Select(failed => failed.MessageId).Distinct().Count());
        await Eventually.TrueAsync(async () => await world.CountAsync(Errors) == books.Length, "all are back in the error queue");
    }

    [Fact]
    public async Task What_failed_is_replayed_and_handled_once_the_cause_is_mended()
    {
        await using var world = await World.CreateAsync();
        await using var service = await world.RunAsync();
        var books = await FailAsync(world, service, 20);
        await using var operations = world.Build();
        service.Behaviour.AfterSaving = (_, _) => Task.CompletedTask;

        Assert.Equal(books.Length, await operations.Services.ReplayFailedAsync(null, Cancellation));

        foreach (var book in books)
        {
            await service.CopyAsync(book, copy => copy.Applications == 1, "every book, handled once");
        }

        Assert.Empty(await operations.Services.ListFailedAsync(Cancellation));
        Assert.Equal(0, await operations.Services.ReplayFailedAsync(null, Cancellation));
    }

    [Fact]
    public async Task What_fails_again_returns_to_the_error_queue_with_the_new_reason_and_ends_the_replay()
    {
        await using var world = await World.CreateAsync();
        await using var service = await world.RunAsync();
        await FailAsync(world, service, 3);
        await using var operations = world.Build();
        service.Behaviour.AfterSaving = (_, _) => throw new InvalidOperationException("Nog steeds stuk.");

        Assert.Equal(3, await operations.Services.ReplayFailedAsync(null, Cancellation));

        var listed = await Eventually.ValueAsync(
            async () => await operations.Services.ListFailedAsync(Cancellation) is { Count: 3 } all ? all : null, "all three are back");
        Assert.All(listed, failed => Assert.Contains("Nog steeds stuk.", failed.Reason, StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_message_can_be_replayed_and_another_thrown_away()
    {
        await using var world = await World.CreateAsync();
        await using var service = await world.RunAsync();
        await FailAsync(world, service, 3);
        await using var operations = world.Build();
        service.Behaviour.AfterSaving = (_, _) => Task.CompletedTask;
        var listed = await operations.Services.ListFailedAsync(Cancellation);
        await CountedAsync(world, 3);

        Assert.Equal(1, await operations.Services.ReplayFailedAsync(listed[1].MessageId, Cancellation));
        Assert.Equal([listed[2]], await AsSoonAsAllAreBackAsync(() => operations.Services.DiscardFailedAsync(listed[2].MessageId!.Value, Cancellation)));

        Assert.Equal([listed[0]], await AsSoonAsAllAreBackAsync(() => operations.Services.ListFailedAsync(Cancellation)));
        Assert.Equal(0, await operations.Services.ReplayFailedAsync(Guid.NewGuid(), Cancellation));
        Assert.Empty(await operations.Services.DiscardFailedAsync(Guid.NewGuid(), Cancellation));
        await Eventually.TrueAsync(async () => await service.InDatabaseAsync(db => Task.FromResult(db.Copies.Count())) == 1, "the one that was replayed is handled");
    }

    [Fact]
    public async Task A_message_that_cannot_be_read_is_listed_and_replayed_with_the_others()
    {
        await using var world = await World.CreateAsync();
        await using var service = await world.RunAsync();
        var channel = await world.ChannelAsync();
        await channel.BasicPublishAsync(Queue, "", mandatory: false, new BasicProperties { ContentType = "application/vnd.masstransit+json" }, "{ nee"u8.ToArray(), Cancellation);
        await CountedAsync(world, 1);
        await using var operations = world.Build();

        var failed = Assert.Single(await operations.Services.ListFailedAsync(Cancellation));

        Assert.Equal((Queue, null), (failed.Queue, failed.Event));
        Assert.NotEmpty(failed.Reason);
        await Eventually.TrueAsync(async () => await operations.Services.ReplayFailedAsync(null, Cancellation) == 1, "it is replayed");
        await CountedAsync(world, 1);
    }

    [Fact]
    public async Task A_replay_that_is_interrupted_loses_nothing()
    {
        await using var world = await World.CreateAsync();
        var books = await FailedAndStoppedAsync(world, 50);
        await using var operations = world.Build();
        using var interrupted = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);

        var replay = operations.Services.ReplayFailedAsync(null, interrupted.Token);
        await Eventually.TrueAsync(async () => await world.CountAsync(Queue) > 0, "some are back in their queue");
        world.Broker.Close();
        await Assert.ThrowsAnyAsync<Exception>(() => replay);
        world.Broker.Open();

        await using var next = await world.Build().StartAsync();
        await Eventually.TrueAsync(
            async () => await operations.Services.ReplayFailedAsync(null, Cancellation) == 0 && await next.InDatabaseAsync(db => Task.FromResult(db.Copies.Count())) == books.Length, "every book is handled");
        Assert.All(await next.InDatabaseAsync(db => Task.FromResult(db.Copies.ToList())), copy => Assert.Equal(1, copy.Applications));
    }

    private static async Task<Guid[]> FailAsync(World world, TestService service, int count)
    {
        var books = Enumerable.Range(0, count).Select(_ => Guid.CreateVersion7()).ToArray();
        service.Behaviour.AfterSaving = (_, _) => throw new InvalidOperationException("Dit boek is stuk.");
        await service.PublishAsync([.. books.Select(book => new BookChanged { BookId = book, Version = 1, Title = "" })]);
        await CountedAsync(world, (uint)count);
        return books;
    }

    private static async Task<Guid[]> FailedAndStoppedAsync(World world, int count)
    {
        await using var service = await world.RunAsync();
        return await FailAsync(world, service, count);
    }

    private static Task CountedAsync(World world, uint count) => Eventually.TrueAsync(async () => await world.CountAsync(Errors) == count, $"{count} in the error queue");

    // The broker puts back what was looked at when the channel has closed, which is a moment after the command has ended.
    private static Task<IReadOnlyList<FailedMessage>> AsSoonAsAllAreBackAsync(Func<Task<IReadOnlyList<FailedMessage>>> ask) =>
        Eventually.ValueAsync(async () => await ask() is { Count: > 0 } found ? found : null, "the messages are back");
}
