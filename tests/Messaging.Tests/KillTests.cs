using Metropool.Testing;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Messaging.Tests;

/// <summary>Whenever a process is killed, events that it had committed arrive and are handled once, and the others never existed.</summary>
public sealed class KillTests
{
    private const string Queue = "library-book";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Events_of_a_process_that_is_killed_before_the_commit_are_not_sent()
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
    public async Task Events_of_a_process_that_is_killed_after_the_commit_are_sent_by_the_next_process()
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
    public async Task Events_of_a_process_that_is_killed_before_it_deletes_them_are_sent_twice_and_handled_once()
    {
        await using var world = await World.CreateAsync();
        await world.MigrateAsync();
        using var victim = world.StartVictim(consumes: false);
        var book = Guid.CreateVersion7();
        await victim.PublishAsync(book);
        await using var operations = world.Build();
        await operations.ExecuteAsync(
            """
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'refused'; END $$;
            CREATE TRIGGER refuse BEFORE DELETE ON outbox_messages FOR EACH ROW EXECUTE FUNCTION refuse();
            """);
        await victim.StartServiceAsync();
        await Eventually.TrueAsync(async () => await world.CountAsync(Queue) == 1, "it is sent");
        await victim.KillAsync();
        await operations.ExecuteAsync("DROP TRIGGER refuse ON outbox_messages");

        await using (var relaying = await world.Build(consumes: false, clock: new LaterClock()).StartAsync())
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
    public async Task Messages_of_a_process_that_is_killed_while_it_handles_them_are_handled_by_another_process()
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
}
