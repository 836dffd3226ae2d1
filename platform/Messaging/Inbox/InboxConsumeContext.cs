using MassTransit;
using MassTransit.Middleware;
using MassTransit.Middleware.Outbox;
using Metropool.Messaging.Outbox;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Messaging.Inbox;

/// <summary>The context of a consumer. Events that it publishes are added to the outbox in its transaction.</summary>
internal sealed class InboxConsumeContext<T>(
    ConsumeContext<T> context, OutboxConsumeOptions options, IServiceProvider provider, DbContext db, TimeProvider clock, bool handledBefore)
    : OutboxConsumeContextProxy<T>(context, options, provider)
    where T : class
{
    public override bool ContinueProcessing { get; set; }

    public override bool IsMessageConsumed => handledBefore;

    // The relay sends the messages of the outbox, so there is nothing for the middleware to deliver.
    public override bool IsOutboxDelivered => handledBefore;

    public override int ReceiveCount => 1;

    public override long? LastSequenceNumber => null;

    // Saves what the consumer has changed and published since it last saved.
    public override Task SetConsumed() => db.SaveChangesAsync(CancellationToken);

    public override Task SetDelivered() => Task.CompletedTask;

    public override Task<List<OutboxMessageContext>> LoadOutboxMessages() => Task.FromResult<List<OutboxMessageContext>>([]);

    public override Task NotifyOutboxMessageDelivered(OutboxMessageContext message) => Task.CompletedTask;

    public override Task RemoveOutboxMessages() => Task.CompletedTask;

    public override Task AddSend<TSend>(SendContext<TSend> context)
    {
        db.Add(OutboxMessage.From(context, clock.GetUtcNow()));
        return Task.CompletedTask;
    }
}
