using Metropool.Messaging.Faults;
using Metropool.Testing;
using Microsoft.EntityFrameworkCore;
using RabbitMQ.Client;

namespace Metropool.Messaging.Tests;

/// <summary>The commands for messages that no consumer could handle. They run in another process than the service.</summary>
public sealed partial class ErrorQueueTests
{
    private const string Queue = "library-book";
    private const string Errors = "library-book_error";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Failed_messages_are_listed_with_their_reason_and_stay_in_the_error_queue()
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
            Assert.True(Guid.TryParse(failed.Id, out _), failed.Id);
            Assert.Equal(TimeSpan.Zero, failed.FailedAt!.Value.Offset);
        });
        Assert.Equal(3, listed.Select(failed => failed.Id).Distinct().Count());
        await Eventually.TrueAsync(async () => await world.CountAsync(Errors) == books.Length, "all are back in the error queue");
    }

    [Fact]
    public async Task Failed_messages_are_replayed_and_handled_after_the_cause_is_removed()
    {
        await using var world = await World.CreateAsync();
        await using var service = await world.RunAsync();
        var books = await FailAsync(world, service, 20);
        await using var operations = world.Build();
        service.Behaviour.AfterSaving = (_, _) => Task.CompletedTask;

        Assert.Equal(books.Length, (await operations.Services.ReplayFailedAsync(null, Cancellation)).Count);

        foreach (var book in books)
        {
            await service.CopyAsync(book, copy => copy.Applications == 1, "every book, handled once");
        }

        Assert.Empty(await operations.Services.ListFailedAsync(Cancellation));
        Assert.Empty(await operations.Services.ReplayFailedAsync(null, Cancellation));
    }

    [Fact]
    public async Task Messages_that_fail_again_return_to_the_error_queue_with_the_new_reason()
    {
        await using var world = await World.CreateAsync();
        await using var service = await world.RunAsync();
        await FailAsync(world, service, 3);
        await using var operations = world.Build();
        service.Behaviour.AfterSaving = (_, _) => throw new InvalidOperationException("Nog steeds stuk.");

        Assert.Equal(3, (await operations.Services.ReplayFailedAsync(null, Cancellation)).Count);

        var listed = await Eventually.ValueAsync(
            async () => await operations.Services.ListFailedAsync(Cancellation) is { Count: 3 } all ? all : null, "all three are back");
        Assert.All(listed, failed => Assert.Contains("Nog steeds stuk.", failed.Reason, StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_message_can_be_replayed_and_another_discarded()
    {
        await using var world = await World.CreateAsync();
        await using var service = await world.RunAsync();
        await FailAsync(world, service, 3);
        await using var operations = world.Build();
        service.Behaviour.AfterSaving = (_, _) => Task.CompletedTask;
        var listed = await operations.Services.ListFailedAsync(Cancellation);
        await WaitForCountAsync(world, 3);

        Assert.Equal([listed[1]], await operations.Services.ReplayFailedAsync(listed[1].Id, Cancellation));
        Assert.Equal([listed[2]], await WhenRequeuedAsync(() => operations.Services.DiscardFailedAsync(listed[2].Id, Cancellation)));

        Assert.Equal([listed[0]], await WhenRequeuedAsync(() => operations.Services.ListFailedAsync(Cancellation)));
        Assert.Empty(await operations.Services.ReplayFailedAsync($"{Guid.NewGuid()}", Cancellation));
        Assert.Empty(await operations.Services.DiscardFailedAsync($"{Guid.NewGuid()}", Cancellation));
        await Eventually.TrueAsync(
            async () => await service.InDatabaseAsync(db => Task.FromResult(db.Copies.Count())) == 1, "the one that was replayed is handled");
    }

    [Fact]
    public async Task A_message_that_cannot_be_read_is_listed_and_replayed_with_the_others()
    {
        await using var world = await World.CreateAsync();
        await using var service = await world.RunAsync();
        var channel = await world.ChannelAsync();
        await channel.BasicPublishAsync(
            Queue, "", mandatory: false, new BasicProperties { ContentType = "application/vnd.masstransit+json" }, "{ nee"u8.ToArray(), Cancellation);
        await WaitForCountAsync(world, 1);
        await using var operations = world.Build();

        var failed = Assert.Single(await operations.Services.ListFailedAsync(Cancellation));

        Assert.Equal((Queue, null), (failed.Queue, failed.Event));
        Assert.NotEmpty(failed.Reason);
        await Eventually.TrueAsync(async () => (await operations.Services.ReplayFailedAsync(null, Cancellation)).Count == 1, "it is replayed");
        await WaitForCountAsync(world, 1);
    }

    [Fact]
    public async Task A_message_without_an_id_is_replayed_and_discarded_by_a_digest_of_its_body()
    {
        await using var world = await World.CreateAsync();
        await world.MigrateAsync();
        await using var operations = world.Build();
        var channel = await world.ChannelAsync();
        foreach (var body in new[] { "{ nee", "{ nee", "iets anders" })
        {
            await channel.BasicPublishAsync("", Errors, mandatory: true, new BasicProperties(), System.Text.Encoding.UTF8.GetBytes(body), Cancellation);
        }

        await channel.BasicPublishAsync("", Errors, mandatory: true, new BasicProperties { MessageId = "geen guid" }, "nog iets"u8.ToArray(), Cancellation);
        await WaitForCountAsync(world, 4);

        var listed = await operations.Services.ListFailedAsync(Cancellation);
        Assert.All(listed, failed => Assert.Matches("^sha256-[0-9a-f]{16}$", failed.Id));
        Assert.Equal(3, listed.Select(failed => failed.Id).Distinct().Count());
        Assert.Equal(listed[0], listed[1]);

        Assert.Equal([listed[3]], await WhenRequeuedAsync(() => operations.Services.DiscardFailedAsync(listed[3].Id, Cancellation)));
        await WaitForCountAsync(world, 3);
        Assert.Equal([listed[2]], await WhenRequeuedAsync(() => operations.Services.ReplayFailedAsync(listed[2].Id, Cancellation)));
        await WaitForCountAsync(world, 2);
        Assert.Equal(1u, await world.CountAsync(Queue));

        // The same body is the same message, however many copies of it are in the queue.
        Assert.Equal([listed[0], listed[1]], await WhenRequeuedAsync(() => operations.Services.DiscardFailedAsync(listed[0].Id, Cancellation)));
        await WaitForCountAsync(world, 0);
    }

    [Theory]
    [InlineData("0199AAAA-0000-7000-8000-00000000000A", "0199aaaa-0000-7000-8000-00000000000a")]
    [InlineData("{0199aaaa-0000-7000-8000-00000000000a}", "0199aaaa-0000-7000-8000-00000000000a")]
    [InlineData("SHA256-0123456789ABCDEF", "sha256-0123456789abcdef")]
    [InlineData("sha256-0123", null)]
    [InlineData("-", null)]
    [InlineData("everything", null)]
    [InlineData("", null)]
    public void An_id_is_that_of_a_message_or_a_digest(string text, string? id) =>
        Assert.Equal(id, FailedMessage.TryParseId(text, out var parsed) ? parsed : null);

    [Fact]
    public async Task A_replay_that_is_interrupted_loses_no_message()
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
            async () => (await operations.Services.ReplayFailedAsync(null, Cancellation)).Count == 0
                && await next.InDatabaseAsync(db => db.Copies.CountAsync(Cancellation)) == books.Length,
            "every book is handled");
        Assert.All(await next.InDatabaseAsync(db => Task.FromResult(db.Copies.ToList())), copy => Assert.Equal(1, copy.Applications));
    }

    private static async Task<Guid[]> FailAsync(World world, TestService service, int count)
    {
        var books = Enumerable.Range(0, count).Select(_ => Guid.CreateVersion7()).ToArray();
        service.Behaviour.AfterSaving = (_, _) => throw new InvalidOperationException("Dit boek is stuk.");
        await service.PublishAsync([.. books.Select(book => new BookChanged { BookId = book, Version = 1, Title = "" })]);
        await WaitForCountAsync(world, (uint)count);
        return books;
    }

    private static async Task<Guid[]> FailedAndStoppedAsync(World world, int count)
    {
        await using var service = await world.RunAsync();
        return await FailAsync(world, service, count);
    }

    private static Task WaitForCountAsync(World world, uint count) => Eventually.TrueAsync(
        async () => await world.CountAsync(Errors) == count, $"{count} in the error queue");

    // The broker requeues the messages that a command read when its channel is closed, which is after the end of the command.
    private static Task<IReadOnlyList<FailedMessage>> WhenRequeuedAsync(Func<Task<IReadOnlyList<FailedMessage>>> ask) =>
        Eventually.ValueAsync(async () => await ask() is { Count: > 0 } found ? found : null, "the messages are back");
}
