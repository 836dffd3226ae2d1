using MassTransit;
using Metropool.Contracts;
using Metropool.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Tool.Bench.Messaging;

/// <summary>The measured event. As every event of the platform, it carries the state of an aggregate.</summary>
internal sealed record StockChanged : IIntegrationEvent
{
    public required Guid StockId { get; init; }

    public required long Version { get; init; }

    public DateTimeOffset OccurredAt { get; init; }

    public required string Description { get; init; }

    Guid IIntegrationEvent.AggregateId => StockId;

    Guid? IIntegrationEvent.DataSubjectId => null;
}

/// <summary>The aggregate of the publisher, and its replica at the consumer.</summary>
internal sealed class Stock
{
    public required Guid StockId { get; init; }

    public long Version { get; set; }

    public string Description { get; set; } = "";
}

/// <summary>The <see cref="DbContext"/> of the publisher and of the consumer.</summary>
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

/// <summary>Updates the replica as the platform's consumers do. It is generic so that the registration of consumers by assembly doesn't find it.</summary>
internal sealed class StockConsumer<TDbContext>(TDbContext db) : IConsumer<StockChanged>
    where TDbContext : DbContext
{
    public async Task Consume(ConsumeContext<StockChanged> context)
    {
        var state = context.Message;
        var replica = await db.Set<Stock>().SingleOrDefaultAsync(stock => stock.StockId == state.StockId, context.CancellationToken);
        if (replica is null)
        {
            db.Add(replica = new Stock { StockId = state.StockId });
        }

        if (state.Version > replica.Version)
        {
            (replica.Version, replica.Description) = (state.Version, state.Description);
        }

        await db.SaveChangesAsync(context.CancellationToken);
    }
}
