using MassTransit;
using Metropool.Contracts;
using Metropool.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Tool.Bench.Messaging;

/// <summary>The event that is measured: the state of something, as every event of the platform.</summary>
internal sealed record StockChanged : IIntegrationEvent
{
    public required Guid StockId { get; init; }

    public required long Version { get; init; }

    public DateTimeOffset OccurredAt { get; init; }

    public required string Description { get; init; }

    Guid IIntegrationEvent.AggregateId => StockId;

    Guid? IIntegrationEvent.DataSubjectId => null;
}

/// <summary>What the publisher changes, and the copy that the consumer keeps of it.</summary>
internal sealed class Stock
{
    public required Guid StockId { get; init; }

    public long Version { get; set; }

    public string Description { get; set; } = "";
}

/// <summary>The database of the publisher, and that of the consumer: an ordinary <see cref="DbContext"/>, as in every service.</summary>
internal sealed class BenchDbContext(DbContextOptions<BenchDbContext> options) : DbContext(options)
{
    public DbSet<Stock> Stock => Set<Stock>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.AddMessaging();
        modelBuilder.Entity<Stock>(stock =>
        {
            stock.ToTable("stock");
            stock.HasKey(s => s.StockId);
            stock.Property(s => s.Version).IsConcurrencyToken();
        });
    }
}

/// <summary>Does what the platform's consumers do: looks up its copy, and makes or changes it where the event isn't older. Generic, so that nothing else takes it for one of the tool's own.</summary>
internal sealed class StockConsumer<TDbContext>(TDbContext db) : IConsumer<StockChanged>
    where TDbContext : DbContext
{
    public async Task Consume(ConsumeContext<StockChanged> context)
    {
        var changed = context.Message;
        var copy = await db.Set<Stock>().SingleOrDefaultAsync(stock => stock.StockId == changed.StockId, context.CancellationToken);
        if (copy is null)
        {
            db.Add(copy = new Stock { StockId = changed.StockId });
        }

        if (changed.Version > copy.Version)
        {
            (copy.Version, copy.Description) = (changed.Version, changed.Description);
        }

        await db.SaveChangesAsync(context.CancellationToken);
    }
}
