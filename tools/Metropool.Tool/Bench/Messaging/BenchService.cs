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

/// <summary>A service that consists of messaging alone: with the consumer, or without and so the publisher.</summary>
internal sealed class BenchService : IAsyncDisposable
{
    // As long as the state of a participation, which is the event that is published most.
    private static readonly string Description = new('x', 400);

    private readonly IHost _host;

    private BenchService(IHost host) => _host = host;

    /// <summary>Where handled events are noted; of the consumer alone.</summary>
    public Handled Handled => _host.Services.GetRequiredService<Handled>();

    /// <summary>Builds it and makes its tables and queues.</summary>
    public static async Task<BenchService> PrepareAsync(string name, string database, Uri broker, bool consumes, CancellationToken cancellationToken)
    {
        // A bus that has declared the topology is of no other use.
        await using (var migration = new BenchService(Build(name, database, broker, consumes)))
        {
            await migration.InScopeAsync(services => services.GetRequiredService<BenchDbContext>().Database.EnsureCreatedAsync(cancellationToken));
            await migration._host.Services.DeployTopologyAsync(cancellationToken);
        }

        return new(Build(name, database, broker, consumes));
    }

    /// <summary>Starts it; the consumer listens when this returns.</summary>
    public async Task StartAsync(bool andListen, CancellationToken cancellationToken)
    {
        await _host.StartAsync(cancellationToken);
        if (andListen)
        {
            await _host.Services.GetRequiredService<IBusControl>().WaitForHealthStatus(BusHealthStatus.Healthy, cancellationToken);
        }
    }

    /// <summary>Changes something and publishes it, in one transaction, as a request does.</summary>
    /// <returns>When it began, as a <see cref="Stopwatch"/> timestamp.</returns>
    public async Task<long> PublishAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var scope = _host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<BenchDbContext>();
        var began = Stopwatch.GetTimestamp();
        db.Add(new Stock { StockId = id, Version = 1, Description = Description });
        await scope.ServiceProvider.GetRequiredService<IPublishEndpoint>().Publish(new StockChanged { StockId = id, Version = 1, Description = Description }, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return began;
    }

    /// <summary>How many copies there are.</summary>
    public Task<int> CopiesAsync(CancellationToken cancellationToken) =>
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
        builder.Services.AddSingleton<Handled>();
        builder.Services.AddConsumeObserver(services => services.GetRequiredService<Handled>());
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

/// <summary>Notes when an event is handled: once all of the pipeline before the consumer has come back, the commit of inbox and copy with it.</summary>
internal sealed class Handled : IConsumeObserver
{
    private readonly ConcurrentDictionary<Guid, long> _at = new();
    private TaskCompletionSource _reached = new();
    private int _left;
    private int _faults;

    /// <summary>How many tries failed.</summary>
    public int Faults => _faults;

    /// <summary>When an event was handled, as a <see cref="Stopwatch"/> timestamp.</summary>
    public long At(Guid stockId) => _at[stockId];

    /// <summary>Forgets what was noted, and waits from now on for so many; between two measurements, when nothing is on its way.</summary>
    /// <returns>Ends when there are so many.</returns>
    public Task Expect(int count)
    {
        _at.Clear();
        _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _left = count;
        return _reached.Task;
    }

    public Task PreConsume<T>(ConsumeContext<T> context)
        where T : class => Task.CompletedTask;

    public Task PostConsume<T>(ConsumeContext<T> context)
        where T : class
    {
        // The first time counts: another copy changes nothing.
        if (context.Message is StockChanged changed && _at.TryAdd(changed.StockId, Stopwatch.GetTimestamp()) && Interlocked.Decrement(ref _left) == 0)
        {
            _reached.SetResult();
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
