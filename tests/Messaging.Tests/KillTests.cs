using Metropool.Testing;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Metropool.Messaging.Tests;

/// <summary>Whenever a process is killed, what it had committed arrives and is handled once, and what it had not committed was never there.</summary>
public sealed class KillTests
{
    private const string Queue = "library-book";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_between_publishing_and_committing_nothing_is_sent()
    {
        await using var world = await World.CreateAsync();
        await world.MigrateAsync();
        using var victim = world.StartVictim();
        var (lost, kept) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await victim.PublishWithoutCommitAsync(lost);

        await victim.KillAsync();

        await using var next = await world.Build().StartAsync();
        await next.PublishAsync(new BookChanged { BookId = kept, Version = 1, Title = "" });
        await next.CopyAsync(kept, _ => true, "the book of the next process");
        await next.OutboxIsEmptyAsync();
        Assert.False(await next.InDatabaseAsync(db => db.Copies.AnyAsync(copy => copy.BookId == lost)));
    }

    [Fact]
    public async Task Killed_between_committing_and_sending_the_next_process_sends_it()
    {
        await using var world = await World.CreateAsync();
        await world.MigrateAsync();
        using var victim = world.StartVictim();
        var book = Guid.CreateVersion7();
        await victim.PublishAsync(book);

        await victim.KillAsync();

        Assert.Equal(0u, await world.CountAsync(Queue));
        await using var next = await world.Build().StartAsync();
        await next.CopyAsync(book, copy => copy.Applications == 1, "the book of the killed process");
        await next.OutboxIsEmptyAsync();
    }

    [Fact]
    public async Task Killed_between_sending_and_noting_that_it_is_sent_twice_and_handled_once()
    {
        await using var world = await World.CreateAsync();
        await world.MigrateAsync();
        using var victim = world.StartVictim(consumes: false);
        var book = Guid.CreateVersion7();
        await victim.PublishAsync(book);
        await using (await LockOutboxAsync(world))
        {
            await victim.StartServiceAsync();
            await Eventually.TrueAsync(async () => await world.CountAsync(Queue) == 1, "it is sent");
            await victim.KillAsync();
        }

        await using (var relaying = await world.Build(consumes: false).StartAsync())
        {
            await relaying.OutboxIsEmptyAsync();
        }

        Assert.Equal(2u, await world.CountAsync(Queue));
        await using var next = await world.Build().StartAsync();
        await Eventually.TrueAsync(async () => await world.CountAsync(Queue) == 0, "both are taken");
        var copy = await next.CopyAsync(book, _ => true, "the book");
        Assert.Equal(1, copy.Applications);
    }

    [Fact]
    public async Task Of_two_processes_one_is_killed_while_both_handle_and_the_other_handles_everything_once()
    {
        await using var world = await World.CreateAsync();
        await world.MigrateAsync();
        using var victim = world.StartVictim();
        await victim.StartServiceAsync();
        await using var other = await world.Build().StartAsync();
        var books = Enumerable.Range(0, 100).Select(_ => Guid.CreateVersion7()).ToArray();

        await other.PublishAsync([.. books.Select(book => new BookChanged { BookId = book, Version = 1, Title = "" })]);
        await victim.IsHandlingAsync();
        await victim.KillAsync();

        foreach (var book in books)
        {
            await other.CopyAsync(book, copy => copy.Applications == 1, "every book, handled once");
        }

        await other.OutboxIsEmptyAsync();
    }

    /// <summary>While it is held, messages can be taken from the outbox and sent, and not removed.</summary>
    private static async Task<NpgsqlConnection> LockOutboxAsync(World world)
    {
        await using var service = world.Build();
        var connection = new NpgsqlConnection(await service.InDatabaseAsync(db => Task.FromResult(db.Database.GetConnectionString())));
        await connection.OpenAsync(Cancellation);
        var transaction = await connection.BeginTransactionAsync(Cancellation);
        await using var command = new NpgsqlCommand("LOCK TABLE outbox_messages IN SHARE MODE", connection, transaction);
        await command.ExecuteNonQueryAsync(Cancellation);
        return connection;
    }
}
