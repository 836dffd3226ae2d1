using System.Collections.Concurrent;
using System.Diagnostics;
using MassTransit;
using Metropool.Contracts;
using Metropool.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Metropool.Tool.Bench.Messaging;

/// <summary>A service with messaging only: the publisher, or with a consumer.</summary>
internal sealed class BenchService : IAsyncDisposable
{
    // About as long as ParticipationChanged, the most frequent event.
    private static readonly string Description = new('x', 400);

    private readonly IHost _host;

    private BenchService(IHost host) => _host = host;

    /// <summary>The events that the consumer has handled.</summary>
    public HandledEvents HandledEvents => _host.Services.GetRequiredService<HandledEvents>();

    /// <summary>Builds the service and creates its tables and queues.</summary>
    public static async Task<BenchService> PrepareAsync(string name, string database, Uri broker, bool consumes, CancellationToken cancellationToken)
    {
        // The bus that declares the topology can't be used for anything else.
        await using (var migration = new BenchService(Build(name, database, broker, consumes)))
        {
            await migration.InScopeAsync(services => services.GetRequiredService<BenchDbContext>().Database.EnsureCreatedAsync(cancellationToken));
            await migration._host.Services.DeployTopologyAsync(cancellationToken);
        }

        return new(Build(name, database, broker, consumes));
    }

    /// <summary>Starts the service.</summary>
    /// <param name="waitForBus">Whether to wait until the bus is connected and the consumer receives events.</param>
    /// <param name="cancellationToken"></param>
    public async Task StartAsync(bool waitForBus, CancellationToken cancellationToken)
    {
        await _host.StartAsync(cancellationToken);
        if (waitForBus)
        {
            await _host.Services.GetRequiredService<IBusControl>().WaitForHealthStatus(BusHealthStatus.Healthy, cancellationToken);
        }
    }

    /// <summary>Adds an aggregate and publishes its event in one transaction, as a request does.</summary>
    /// <returns>The <see cref="Stopwatch"/> timestamp of the start.</returns>
    public async Task<long> PublishAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var scope = _host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<BenchDbContext>();
        var started = Stopwatch.GetTimestamp();
        db.Add(new Stock { StockId = id, Version = 1, Description = Description });
        var state = new StockChanged { StockId = id, Version = 1, Description = Description };
        await scope.ServiceProvider.GetRequiredService<IPublishEndpoint>().Publish(state, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return started;
    }

    /// <summary>Counts the aggregates or replicas.</summary>
    public Task<int> CountAsync(CancellationToken cancellationToken) =>
        InScopeAsync(services => services.GetRequiredService<BenchDbContext>().Stock.CountAsync(cancellationToken));

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        await ((IAsyncDisposable)_host).DisposeAsync();
    }

    private async Task<T> InScopeAsync<T>(Func<IServiceProvider, Task<T>> work)
    {
        await using var scope = _host.Services.CreateAsyncScope();
        return await work(scope.ServiceProvider);
    }

    private static IHost Build(string name, string database, Uri broker, bool consumes)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = name });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["ConnectionStrings:broker"] = broker.ToString() });
        builder.Logging.AddConsole().SetMinimumLevel(LogLevel.Error);
        builder.Services.AddSingleton<HandledEvents>();
        builder.Services.AddConsumeObserver(services => services.GetRequiredService<HandledEvents>());
        builder.Services.AddDbContext<BenchDbContext>(options => options.UseNpgsql(ServiceDatabase.ConnectionString(database)));
        builder.AddServiceMessaging<BenchDbContext, HostApplicationBuilder>(name, typeof(IIntegrationEvent).Assembly, bus =>
        {
            if (consumes)
            {
                bus.AddConsumer<StockConsumer<BenchDbContext>>().Endpoint(endpoint => endpoint.Name = $"{name}-stock");
            }
        });
        return builder.Build();
    }
}

/// <summary>Records when events are handled: after the whole consume pipeline, including the commit of inbox and replica.</summary>
internal sealed class HandledEvents : IConsumeObserver
{
    private readonly ConcurrentDictionary<Guid, long> _handledAt = new();
    private TaskCompletionSource _allHandled = new();
    private int _remaining;
    private int _faults;

    /// <summary>The number of failed attempts.</summary>
    public int Faults => _faults;

    /// <summary>The <see cref="Stopwatch"/> timestamp at which an event was handled.</summary>
    public long HandledAt(Guid stockId) => _handledAt[stockId];

    /// <summary>Clears the recorded events and starts counting. Call it between measurements, when no event is in transit.</summary>
    /// <returns>A task that completes when the number of events is reached.</returns>
    public Task WaitForAsync(int count)
    {
        _handledAt.Clear();
        _allHandled = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _remaining = count;
        return _allHandled.Task;
    }

    public Task PreConsume<T>(ConsumeContext<T> context)
        where T : class => Task.CompletedTask;

    public Task PostConsume<T>(ConsumeContext<T> context)
        where T : class
    {
        // Duplicates don't count.
        if (context.Message is StockChanged state && _handledAt.TryAdd(state.StockId, Stopwatch.GetTimestamp()) && Interlocked.Decrement(ref _remaining) == 0)
        {
            _allHandled.SetResult();
        }

        return Task.CompletedTask;
    }

    public Task ConsumeFault<T>(ConsumeContext<T> context, Exception exception)
        where T : class
    {
        Interlocked.Increment(ref _faults);
        return Task.CompletedTask;
    }
}
