using MassTransit;
using MassTransit.Clients;
using MassTransit.DependencyInjection;
using MassTransit.Middleware;
using MassTransit.Middleware.Outbox;
using MassTransit.Transports;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Messaging.Outbox;

/// <summary>
/// Implements <see cref="IPublishEndpoint"/> and <see cref="ISendEndpointProvider"/> in scopes other than those of consumers: a published event is added to
/// <typeparamref name="TDbContext"/>, and saved with the other changes.
/// </summary>
internal sealed class OutboxBusContext<TDbContext>(
    IBus bus,
    TDbContext db,
    TimeProvider clock,
    Bind<IBus, IClientFactory> clients,
    Bind<IBus, IScopedConsumeContextProvider> consuming,
    IServiceProvider provider)
    : IScopedBusContextProvider<IBus>, ScopedBusContext, OutboxSendContext
    where TDbContext : DbContext
{
    // In a consumer's scope the consume context is the endpoint, which sets the conversation id and adds to the same outbox.
    public ScopedBusContext Context => consuming.Value.HasContext
        ? new ConsumeContextScopedBusContext(consuming.Value.GetContext(), clients.Value)
        : this;

    public ISendEndpointProvider SendEndpointProvider => new OutboxSendEndpointProvider(this, bus);

    public IPublishEndpoint PublishEndpoint => new PublishEndpoint(new OutboxPublishEndpointProvider(this, bus));

    public IScopedClientFactory ClientFactory => new ScopedClientFactory(new ClientFactory(new ScopedClientFactoryContext(clients.Value, provider)), null);

    public Task AddSend<T>(SendContext<T> context)
        where T : class
    {
        db.Add(OutboxMessage.From(context, clock.GetUtcNow()));
        return Task.CompletedTask;
    }

    public object? GetService(Type serviceType) => provider.GetService(serviceType);
}
