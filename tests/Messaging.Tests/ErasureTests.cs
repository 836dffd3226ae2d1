using Metropool.Messaging.Outbox;
using Metropool.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metropool.Messaging.Tests;

/// <summary>An erasure deletes messages by the data subject that each states; messages that only mention the person stay.</summary>
public sealed class ErasureTests
{
    private const string Errors = "library-book_error";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_unsent_event_about_an_erased_person_is_deleted_and_one_that_mentions_the_person_is_sent()
    {
        await using var world = await World.CreateAsync();
        await using var service = await world.RunAsync();
        var (erased, other) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var (about, mentioning, unrelated) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        world.Broker.Close();
        await service.PublishAsync(
            new BookChanged { BookId = about, ReaderId = erased, Version = 1, Title = "" },
            new BookChanged { BookId = mentioning, ReaderId = other, Version = 1, Title = $"Geleend van {erased}" },
            new BookChanged { BookId = unrelated, Version = 1, Title = $"{erased}" });

        Assert.Equal(1, await service.InScopeAsync(services => services.GetRequiredService<IMessageErasure>().DiscardUnsentAsync(erased, Cancellation)));

        Assert.Equal(
            [null, other],
            await service.InDatabaseAsync(db => db.Set<OutboxMessage>().OrderByDescending(m => m.Id).Select(m => m.DataSubjectId).ToListAsync(Cancellation)));
        world.Broker.Open();
        await service.CopyAsync(mentioning, _ => true, "the event about the other person");
        await service.CopyAsync(unrelated, _ => true, "the event about no one");
        Assert.False(await service.InDatabaseAsync(db => db.Copies.AnyAsync(copy => copy.BookId == about, Cancellation)));
    }

    [Fact]
    public async Task An_unsent_event_is_sent_if_the_transaction_of_the_erasure_is_rolled_back()
    {
        await using var world = await World.CreateAsync();
        await using var service = await world.RunAsync();
        var (person, book) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        world.Broker.Close();
        await service.PublishAsync(new BookChanged { BookId = book, ReaderId = person, Version = 1, Title = "" });

        await service.InScopeAsync(async services =>
        {
            await using var transaction = await services.GetRequiredService<LibraryDbContext>().Database.BeginTransactionAsync(Cancellation);
            return await services.GetRequiredService<IMessageErasure>().DiscardUnsentAsync(person, Cancellation);
        });

        world.Broker.Open();
        await service.CopyAsync(book, _ => true, "the event");
    }

    [Fact]
    public async Task An_event_that_is_being_sent_is_deleted_without_waiting_for_the_broker()
    {
        await using var world = await World.CreateAsync();
        await using var service = await world.RunAsync();
        var person = Guid.CreateVersion7();
        world.Broker.Stall();
        await service.PublishAsync(new BookChanged { BookId = Guid.CreateVersion7(), ReaderId = person, Version = 1, Title = "" });
        await service.LeasedAsync(1);

        Assert.Equal(1, await service.InScopeAsync(services => services.GetRequiredService<IMessageErasure>().DiscardUnsentAsync(person, Cancellation)));

        Assert.False(await service.InDatabaseAsync(db => db.Set<OutboxMessage>().AnyAsync(Cancellation)));
    }

    [Fact]
    public async Task A_failed_message_about_an_erased_person_is_deleted_from_the_error_queue_and_the_others_stay()
    {
        await using var world = await World.CreateAsync();
        await using var service = await world.RunAsync();
        var (erased, other) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        service.Behaviour.AfterSaving = (_, _) => throw new InvalidOperationException("Dit boek is stuk.");
        await service.PublishAsync(
            new BookChanged { BookId = Guid.CreateVersion7(), ReaderId = erased, Version = 1, Title = "" },
            new BookChanged { BookId = Guid.CreateVersion7(), ReaderId = erased, Version = 1, Title = "" },
            new BookChanged { BookId = Guid.CreateVersion7(), ReaderId = other, Version = 1, Title = $"{erased}" },
            new BookChanged { BookId = Guid.CreateVersion7(), Version = 1, Title = $"{erased}" });
        await Eventually.TrueAsync(async () => await world.CountAsync(Errors) == 4, "four failed");
        var asked = new List<IReadOnlyCollection<Guid>>();

        var discarded = await service.InScopeAsync(services => services.GetRequiredService<IMessageErasure>().DiscardFailedAsync(
            people =>
            {
                asked.Add(people);
                return Task.FromResult(new HashSet<Guid> { erased });
            },
            Cancellation));

        Assert.Equal(2, discarded);
        Assert.Equal(new[] { erased, other }.ToHashSet(), Assert.Single(asked).ToHashSet());
        await Eventually.TrueAsync(async () => await world.CountAsync(Errors) == 2, "two are left");
    }

    [Fact]
    public async Task Failed_messages_are_fetched_again_only_when_their_number_has_changed()
    {
        await using var world = await World.CreateAsync();
        await using var service = await world.RunAsync();
        service.Behaviour.AfterSaving = (_, _) => throw new InvalidOperationException("Dit boek is stuk.");
        await service.PublishAsync(new BookChanged { BookId = Guid.CreateVersion7(), ReaderId = Guid.CreateVersion7(), Version = 1, Title = "" });

        for (var i = 0; i < 3; i++)
        {
            // The broker doesn't count a message until it has put it back.
            await Eventually.TrueAsync(async () => await world.CountAsync(Errors) == 1, "one failed");
            Assert.Equal(0, await DiscardAsync());
        }

        await service.PublishAsync(new BookChanged { BookId = Guid.CreateVersion7(), ReaderId = Guid.CreateVersion7(), Version = 1, Title = "" });
        await Eventually.TrueAsync(async () => await world.CountAsync(Errors) == 2, "two failed");
        Assert.Equal(0, await DiscardAsync());

        // The broker counts each time that it was put back.
        Assert.Equal(2L, (await world.TakeAsync(Errors)).BasicProperties.Headers!["x-delivery-count"]);

        Task<int> DiscardAsync() => service.InScopeAsync(services =>
            services.GetRequiredService<IMessageErasure>().DiscardFailedAsync(_ => Task.FromResult(new HashSet<Guid>()), Cancellation));
    }

    [Fact]
    public async Task Without_failed_messages_no_one_is_looked_up()
    {
        await using var world = await World.CreateAsync();
        await using var service = await world.RunAsync();

        var discarded = await service.InScopeAsync(services => services.GetRequiredService<IMessageErasure>()
            .DiscardFailedAsync(_ => throw new InvalidOperationException("There is nothing to look up."), Cancellation));

        Assert.Equal(0, discarded);
    }
}
