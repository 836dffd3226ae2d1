using MassTransit;
using Metropool.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Messaging.Tests;

/// <summary>The state of a book: what the tests publish and consume, so that messaging is tested without any real service.</summary>
public sealed record BookChanged : IIntegrationEvent
{
    public required Guid BookId { get; init; }

    /// <summary>The person who has borrowed it.</summary>
    public Guid? ReaderId { get; init; }

    public required long Version { get; init; }

    public DateTimeOffset OccurredAt { get; init; }

    public required string Title { get; init; }

    Guid IIntegrationEvent.AggregateId => BookId;

    Guid? IIntegrationEvent.DataSubjectId => ReaderId;
}

/// <summary>An event that no service of the tests consumes.</summary>
public sealed record BookLent : IIntegrationEvent
{
    public required Guid BookId { get; init; }

    public required long Version { get; init; }

    public DateTimeOffset OccurredAt { get; init; }

    Guid IIntegrationEvent.AggregateId => BookId;

    Guid? IIntegrationEvent.DataSubjectId => null;
}

/// <summary>The event that the consumer publishes.</summary>
public sealed record BookCatalogued : IIntegrationEvent
{
    public required Guid BookId { get; init; }

    public required long Version { get; init; }

    public DateTimeOffset OccurredAt { get; init; }

    Guid IIntegrationEvent.AggregateId => BookId;

    Guid? IIntegrationEvent.DataSubjectId => null;
}

/// <summary>The consumer's replica of a book.</summary>
internal sealed class BookCopy
{
    public required Guid BookId { get; init; }

    public long Version { get; private set; }

    public string Title { get; private set; } = "";

    /// <summary>How often a message changed it.</summary>
    public int Applications { get; private set; }

    public void Apply(BookChanged changed)
    {
        if (changed.Version > Version)
        {
            (Version, Title) = (changed.Version, changed.Title);
        }

        Applications++;
    }
}

/// <summary>The consumer's and publisher's database.</summary>
internal sealed class LibraryDbContext(DbContextOptions<LibraryDbContext> options) : DbContext(options)
{
    public DbSet<BookCopy> Copies => Set<BookCopy>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.AddMessaging();
        modelBuilder.Entity<BookCopy>(copy =>
        {
            copy.ToTable("book_copy");
            copy.HasKey(c => c.BookId);
            copy.Property(c => c.Version).IsConcurrencyToken();
        });
    }
}

/// <summary>
/// Applies the event, publishes another one, and then does what the test wants. Generic, so that it isn't found by its assembly, and a service can be without
/// it.
/// </summary>
internal sealed class BookConsumer<TDbContext>(TDbContext db, ConsumerBehaviour behaviour) : IConsumer<BookChanged>
    where TDbContext : DbContext
{
    public async Task Consume(ConsumeContext<BookChanged> context)
    {
        var book = context.Message;
        var copy = await db.Set<BookCopy>().SingleOrDefaultAsync(c => c.BookId == book.BookId, context.CancellationToken);
        if (copy is null)
        {
            db.Add(copy = new BookCopy { BookId = book.BookId });
        }

        copy.Apply(book);
        await context.Publish(new BookCatalogued { BookId = book.BookId, Version = book.Version });
        await db.SaveChangesAsync(context.CancellationToken);
        await behaviour.AfterSaving(book, context);
    }
}

/// <summary>What a test wants to happen in the consumer.</summary>
internal sealed class ConsumerBehaviour
{
    public Func<BookChanged, ConsumeContext, Task> AfterSaving { get; set; } = (_, _) => Task.CompletedTask;
}
