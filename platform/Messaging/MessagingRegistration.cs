using System.Reflection;
using MassTransit;
using MassTransit.Configuration;
using MassTransit.DependencyInjection;
using MassTransit.Metadata;
using MassTransit.Middleware;
using Metropool.Contracts;
using Metropool.Messaging.Counting;
using Metropool.Messaging.Faults;
using Metropool.Messaging.Inbox;
using Metropool.Messaging.Outbox;
using Metropool.Messaging.Serialization;
using Metropool.Messaging.Topology;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Metropool.Messaging;

/// <summary>MassTransit on RabbitMQ, with an outbox and an inbox in the service's own database.</summary>
public static class MessagingRegistration
{
    /// <summary>
    /// Everything published in a scope goes out with the changes that <typeparamref name="TDbContext"/> saves, or not at all;
    /// every consumer of <paramref name="consumers"/> handles a message once.
    /// The broker is <c>ConnectionStrings:broker</c>, an <c>amqp://</c> address; the database that of <typeparamref name="TDbContext"/>.
    /// </summary>
    /// <param name="builder">The application.</param>
    /// <param name="service">The name of the service; the first part of its queues' names.</param>
    /// <param name="consumers">Where the consumers are.</param>
    /// <param name="configure">Further consumers.</param>
    public static TBuilder AddServiceMessaging<TDbContext, TBuilder>(
        this TBuilder builder, string service, Assembly consumers, Action<IBusRegistrationConfigurator>? configure = null)
        where TDbContext : DbContext
        where TBuilder : IHostApplicationBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);

        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(new MessagingSettings());
        services.AddSingleton(provider => new BrokerAddress(provider.GetRequiredService<IConfiguration>().GetConnectionString("broker"), service));
        services.AddSingleton(provider => new MessagingDatabase(ConnectionStringOf<TDbContext>(provider), service));
        services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();

            // Requests are answered without the broker: the outbox keeps their events.
            bus.ConfigureHealthCheckOptions(check => check.MinimalFailureStatus = HealthStatus.Degraded);
            bus.SetEndpointNameFormatter(new KebabCaseEndpointNameFormatter(service, false));
            // The types and not the assembly: of an assembly MassTransit takes the public ones, and consumers are internal.
            bus.AddConsumers([.. consumers.GetTypes().Where(type => !type.ContainsGenericParameters && RegistrationMetadata.IsConsumerOrDefinition(type))]);
            configure?.Invoke(bus);
            bus.ReplaceScoped<IScopedBusContextProvider<IBus>, OutboxBusContext<TDbContext>>();
            bus.AddConfigureEndpointsCallback(ConfigureEndpoint<TDbContext>);
            bus.UsingRabbitMq((context, rabbit) =>
            {
                rabbit.Host(context.GetRequiredService<BrokerAddress>().Uri);
                rabbit.ConfigureJsonSerializerOptions(EventJson.Configure);
                rabbit.DeployTopologyOnly = context.GetRequiredService<BrokerTopology>().IsDeploying;
                rabbit.Publish<IIntegrationEvent>(topology => topology.Exclude = true);
                rabbit.ConnectBusObserver(context.GetRequiredService<RetryBusObserver>());
                EventTypes.Of(consumers).ForEach(type => ((IRabbitMqPublishTopologyConfigurator)rabbit.PublishTopology).GetMessageTopology(type));
                rabbit.ConfigureEndpoints(context);
            });
        });

        AddOutbox<TDbContext>(services);
        AddInbox<TDbContext>(services);
        services.AddSingleton<EventExchanges>();
        services.AddSingleton<ServiceQueues>();
        services.AddSingleton(new EventReader(consumers));
        services.AddSingleton<ErrorQueues>();
        services.AddSingleton<ErrorQueueMetrics>();
        services.AddSingleton<ErrorQueueMonitor>();
        services.AddHostedService(provider => provider.GetRequiredService<ErrorQueueMonitor>());
        services.AddHealthChecks().Add(new("error-queues", provider => provider.GetRequiredService<ErrorQueueMonitor>(), failureStatus: null, tags: null));
        services.AddScoped<IMessageErasure, MessageErasure<TDbContext>>();
        services.AddSingleton<BrokerTopology>();
        return builder;
    }

    /// <summary>Adds the job that removes failed messages about people who were erased.</summary>
    /// <param name="services">The services.</param>
    /// <param name="erasedPeople">The ids of the people who were erased.</param>
    public static void AddFailedMessageErasure<TDbContext>(this IServiceCollection services, Func<TDbContext, IQueryable<Guid>> erasedPeople)
        where TDbContext : DbContext =>
        services.AddHostedService(provider => ActivatorUtilities.CreateInstance<FailedMessageErasure<TDbContext>>(provider, erasedPeople));

    private static void AddOutbox<TDbContext>(IServiceCollection services)
        where TDbContext : DbContext
    {
        services.AddSingleton<OutboxSignal>();
        services.AddScoped<OutboxSession>();
        services.AddScoped<CommittedCounts>();
        services.ConfigureDbContext<TDbContext>((provider, options) => options.AddInterceptors(provider.GetRequiredService<OutboxSession>(), provider.GetRequiredService<CommittedCounts>()));
        services.AddSingleton<OutboxMetrics>();
        services.AddSingleton<OutboxStore>();
        services.AddSingleton<BrokerPublisher>();
        services.AddSingleton<OutboxRelay>();
        services.AddHostedService(provider => provider.GetRequiredService<OutboxRelay>());
        services.AddSingleton<OutboxMonitor>();
        services.AddHostedService(provider => provider.GetRequiredService<OutboxMonitor>());
        services.AddHealthChecks().Add(new("outbox", provider => provider.GetRequiredService<OutboxMonitor>(), failureStatus: null, tags: null));
    }

    private static void AddInbox<TDbContext>(IServiceCollection services)
        where TDbContext : DbContext
    {
        services.AddScoped<IOutboxContextFactory<TDbContext>, Inbox<TDbContext>>();
        services.AddSingleton<DatabaseProbe>();
        services.AddSingleton<RetryBusObserver>();
        services.AddSingleton<ConsumerRetry>();
        services.AddSingleton<InboxPurge>();
        services.AddHostedService(provider => provider.GetRequiredService<InboxPurge>());
    }

    private static void ConfigureEndpoint<TDbContext>(IRegistrationContext context, string queue, IReceiveEndpointConfigurator endpoint)
        where TDbContext : DbContext
    {
        var settings = context.GetRequiredService<MessagingSettings>();
        endpoint.PrefetchCount = settings.Prefetch;
        endpoint.ConcurrentMessageLimit = settings.Concurrency;

        // Nobody consumes faults: what failed is in the error queue, with its reason.
        endpoint.PublishFaults = false;
        if (endpoint is IRabbitMqReceiveEndpointConfigurator rabbit)
        {
            ServiceQueue.Configure(rabbit, queue);
            context.GetRequiredService<ServiceQueues>().Add(queue);
        }

        // A message that nobody here handles belongs with what failed, not in a third queue that nobody looks at.
        endpoint.ThrowOnSkippedMessages();
        endpoint.UseMessageRetry(retry => retry.SetRetryPolicy(_ => context.GetRequiredService<ConsumerRetry>()));
        endpoint.ConnectConsumerConfigurationObserver(new OutboxConsumePipeSpecificationObserver<TDbContext>(endpoint, context));
    }

    private static string? ConnectionStringOf<TDbContext>(IServiceProvider provider)
        where TDbContext : DbContext
    {
        using var scope = provider.CreateScope();
        return scope.ServiceProvider.GetRequiredService<TDbContext>().Database.GetConnectionString();
    }
}
