using System.Reflection;
using MassTransit;
using MassTransit.Configuration;
using MassTransit.DependencyInjection;
using MassTransit.Metadata;
using MassTransit.Middleware;
using Metropool.Contracts;
using Metropool.Jobs;
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

/// <summary>Registers MassTransit on RabbitMQ, with an outbox and an inbox in the service's database.</summary>
public static class MessagingRegistration
{
    /// <summary>
    /// Adds messaging. Events that are published in a scope are sent if and only if <typeparamref name="TDbContext"/> saves them; every consumer in
    /// <paramref name="consumers"/> handles a message once. The broker is <c>ConnectionStrings:broker</c>, an <c>amqp://</c> address.
    /// </summary>
    /// <param name="builder">The application.</param>
    /// <param name="service">The name of the service, with which the names of its queues begin.</param>
    /// <param name="consumers">The assembly with the consumers.</param>
    /// <param name="configure">Adds other consumers.</param>
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

            // Requests don't need the broker, because the outbox stores their events.
            bus.ConfigureHealthCheckOptions(check => check.MinimalFailureStatus = HealthStatus.Degraded);
            bus.SetEndpointNameFormatter(new KebabCaseEndpointNameFormatter(service, false));
            // The types and not the assembly, of which MassTransit would use the public types only.
            bus.AddConsumers([.. consumers.GetTypes().Where(type => !type.ContainsGenericParameters && RegistrationMetadata.IsConsumerOrDefinition(type))]);
            configure?.Invoke(bus);
            bus.ReplaceScoped<IScopedBusContextProvider<IBus>, OutboxBusContext<TDbContext>>();
            bus.AddConfigureEndpointsCallback(ConfigureEndpoint<TDbContext>);
            bus.UsingRabbitMq((context, rabbit) =>
            {
                rabbit.Host(context.GetRequiredService<BrokerAddress>().Uri);
                rabbit.ConfigureJsonSerializerOptions(EventJson.Configure);
                rabbit.DeployTopologyOnly = context.GetRequiredService<BrokerTopology>().IsDeploying;
                rabbit.Publish<IIntegrationEvent>(common => common.Exclude = true);
                rabbit.ConnectBusObserver(context.GetRequiredService<RetryBusObserver>());
                var topology = (IRabbitMqPublishTopologyConfigurator)rabbit.PublishTopology;
                EventTypes.Of(consumers).ForEach(type => topology.GetMessageTopology(type));
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
        services.AddSingleton<ErrorQueueMonitorJob>();
        services.AddJob<ErrorQueueMonitorJob>(provider => provider.GetRequiredService<MessagingSettings>().ErrorQueueInterval);
        services.AddHealthChecks().AddCheck<ErrorQueueMonitorJob>("error-queues");
        services.AddScoped<IMessageErasure, MessageErasure<TDbContext>>();
        services.AddSingleton<BrokerTopology>();
        return builder;
    }

    /// <summary>Adds the job that deletes failed messages about erased people from the error queues.</summary>
    /// <param name="services">The services.</param>
    /// <param name="erasedPeople">Returns the ids of the erased people.</param>
    public static IServiceCollection AddFailedMessageErasure<TDbContext>(this IServiceCollection services, Func<TDbContext, IQueryable<Guid>> erasedPeople)
        where TDbContext : DbContext =>
        services.AddSingleton(new ErasedPeople<TDbContext>(erasedPeople)).AddJob<FailedMessageErasureJob<TDbContext>>(TimeSpan.FromHours(1));

    private static void AddOutbox<TDbContext>(IServiceCollection services)
        where TDbContext : DbContext
    {
        services.AddSingleton<OutboxSignal>();
        services.AddScoped<OutboxCommitInterceptor>();
        services.AddScoped<MetricsInterceptor>();
        services.ConfigureDbContext<TDbContext>((provider, options) => options.AddInterceptors(
            provider.GetRequiredService<OutboxCommitInterceptor>(), provider.GetRequiredService<MetricsInterceptor>()));
        services.AddSingleton<OutboxMetrics>();
        services.AddSingleton<OutboxQueue>();
        services.AddSingleton<BrokerPublisher>();
        services.AddSingleton<OutboxRelay>();
        services.AddHostedService(provider => provider.GetRequiredService<OutboxRelay>());
        services.AddJob<OutboxMonitorJob>(provider => provider.GetRequiredService<MessagingSettings>().MeasureInterval);
        services.AddHealthChecks().AddCheck<OutboxHealthCheck>("outbox");
    }

    private static void AddInbox<TDbContext>(IServiceCollection services)
        where TDbContext : DbContext
    {
        services.AddScoped<IOutboxContextFactory<TDbContext>, Inbox<TDbContext>>();
        services.AddSingleton<DatabaseProbe>();
        services.AddSingleton<RetryBusObserver>();
        services.AddSingleton<ConsumerRetry>();
        services.AddJob<InboxCleanupJob>(provider => provider.GetRequiredService<MessagingSettings>().CleanupInterval);
    }

    private static void ConfigureEndpoint<TDbContext>(IRegistrationContext context, string queue, IReceiveEndpointConfigurator endpoint)
        where TDbContext : DbContext
    {
        var settings = context.GetRequiredService<MessagingSettings>();
        endpoint.PrefetchCount = settings.Prefetch;
        endpoint.ConcurrentMessageLimit = settings.Concurrency;

        // A failed message is in the error queue, with its reason; faults have no consumer.
        endpoint.PublishFaults = false;
        if (endpoint is IRabbitMqReceiveEndpointConfigurator rabbit)
        {
            ServiceQueue.Configure(rabbit, queue);
            context.GetRequiredService<ServiceQueues>().Add(queue);
        }

        // A message without a consumer goes to the error queue instead of a third queue.
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
