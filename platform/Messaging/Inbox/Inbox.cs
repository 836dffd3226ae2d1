using MassTransit;
using MassTransit.Middleware;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Messaging.Inbox;

/// <summary>Handles a message in one transaction per consumer: records it in the inbox, runs the consumer, saves the published events, and commits.</summary>
internal sealed class Inbox<TDbContext>(TDbContext db, TimeProvider clock, IServiceProvider provider) : IOutboxContextFactory<TDbContext>
    where TDbContext : DbContext
{
    public async Task Send<T>(ConsumeContext<T> context, OutboxConsumeOptions options, IPipe<OutboxConsumeContext<T>> next)
        where T : class
    {
        // A message that is replayed from the error queue keeps its original id.
        var messageId = context.GetOriginalMessageId()
            ?? throw new MessageException(typeof(T), "A message without an id can't be recognised when it is delivered twice.");

        // The transaction is rolled back as a whole; savepoints would cost two round trips at every save.
        db.Database.AutoSavepointsEnabled = false;
        await using var transaction = await db.Database.BeginTransactionAsync(context.CancellationToken);

        // Waits for a concurrent transaction that handles a copy of the message, and then inserts nothing.
        var inserted = await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO inbox_messages (message_id, consumer_id, consumed_at) VALUES ({messageId}, {options.ConsumerId}, {clock.GetUtcNow()})
            ON CONFLICT DO NOTHING
            """,
            context.CancellationToken);
        await next.Send(new InboxConsumeContext<T>(context, options, provider, db, clock, handledBefore: inserted == 0));
        await transaction.CommitAsync(context.CancellationToken);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("inbox");
}
