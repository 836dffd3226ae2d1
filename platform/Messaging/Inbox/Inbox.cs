using MassTransit;
using MassTransit.Middleware;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Messaging.Inbox;

/// <summary>One transaction for each message and consumer: note it in the inbox, handle it, keep what it publishes, commit.</summary>
internal sealed class Inbox<TDbContext>(TDbContext db, TimeProvider clock, IServiceProvider provider) : IOutboxContextFactory<TDbContext>
    where TDbContext : DbContext
{
    public async Task Send<T>(ConsumeContext<T> context, OutboxConsumeOptions options, IPipe<OutboxConsumeContext<T>> next)
        where T : class
    {
        // The id that it had when it was first sent: one that is replayed from the error queue keeps it.
        var messageId = context.GetOriginalMessageId() ?? throw new MessageException(typeof(T), "A message without an id can't be handled once.");

        // All or nothing is what the transaction is for; savepoints would cost two round trips with every save.
        db.Database.AutoSavepointsEnabled = false;
        await using var transaction = await db.Database.BeginTransactionAsync(context.CancellationToken);

        // A copy that is being handled elsewhere at this moment holds the key: this waits for it, and then finds it taken.
        var noted = await db.Database.ExecuteSqlAsync(
            $"INSERT INTO inbox_messages (message_id, consumer_id, consumed_at) VALUES ({messageId}, {options.ConsumerId}, {clock.GetUtcNow()}) ON CONFLICT DO NOTHING",
            context.CancellationToken);
        await next.Send(new InboxConsumeContext<T>(context, options, provider, db, clock, handledBefore: noted == 0));
        await transaction.CommitAsync(context.CancellationToken);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("inbox");
}
