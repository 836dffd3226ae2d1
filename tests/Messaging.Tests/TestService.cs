using MassTransit;
using Metropool.Messaging.Counting;
using Metropool.Messaging.Outbox;
using Metropool.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Metropool.Messaging.Tests;

/// <summary>A process of a service that consists of messaging alone. It has a name, a database and a broker.</summary>
internal sealed class TestService : IAsyncDisposable
{
    private readonly IHost _host;
    private bool _disposed;

    private TestService(IHost host) => _host = host;

    /// <summary>Builds it without starting it.</summary>
    /// <param name="name">The service's name.</param>
    /// <param name="database">Connection string.</param>
    /// <param name="broker">The address with the virtual host.</param>
    /// <param name="consumes">Whether it has the consumer of books.</param>
    /// <param name="settings">Other settings than the usual.</param>
    /// <param name="clock">Another clock than the system's.</param>
    public static TestService Build(string name, string database, Uri broker, bool consumes, MessagingSettings? settings, TimeProvider? clock = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = name });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["ConnectionStrings:broker"] = broker.ToString() });
        builder.Logging.AddConsole().SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddSingleton(settings ?? Quick);
        builder.Services.AddSingleton(clock ?? TimeProvider.System);
        builder.Services.AddDomainMetrics<BookMetrics>();
        builder.Services.AddSingleton<ConsumerBehaviour>();
        builder.Services.AddSingleton<EndpointBehaviour>();
        builder.Services.AddReceiveEndpointObserver(services => services.GetRequiredService<EndpointBehaviour>());
        builder.Services.AddDbContext<LibraryDbContext>(options => options.UseNpgsql(ServiceDatabase.ConnectionString(database)));
        builder.AddServiceMessaging<LibraryDbContext, HostApplicationBuilder>(name, typeof(TestService).Assembly, bus =>
        {
            if (consumes)
            {
                bus.AddConsumer<BookConsumer<LibraryDbContext>>().Endpoint(endpoint => endpoint.Name = QueueOf(name));
            }
        });
        return new(builder.Build());
    }

    /// <summary>Short pauses: what is tested is what happens, not how long it takes.</summary>
    public static MessagingSettings Quick { get; } = new()
    {
        PollInterval = TimeSpan.FromMilliseconds(200),
        MaxRetryDelay = TimeSpan.FromMilliseconds(200),
        MeasureInterval = TimeSpan.FromMilliseconds(100),
        ErrorQueueInterval = TimeSpan.FromMilliseconds(100),
        InitialRefusalDelay = TimeSpan.FromMilliseconds(10),
        RefusalsBeforeParking = 3,
        RetryDelays = [TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(20)],
    };

    /// <summary>The queue of a service's consumer.</summary>
    public static string QueueOf(string service) => $"{service}-book";

    public IServiceProvider Services => _host.Services;

    public ConsumerBehaviour Behaviour => Services.GetRequiredService<ConsumerBehaviour>();

    /// <summary>Starts it and waits until its consumers listen.</summary>
    public async Task<TestService> StartAsync()
    {
        await StartHostAsync();
        await Services.GetRequiredService<IBusControl>().WaitForHealthStatus(BusHealthStatus.Healthy, TestContext.Current.CancellationToken);
        return this;
    }

    /// <summary>Starts it, whether or not there is anything to connect to.</summary>
    public Task StartHostAsync() => _host.StartAsync(TestContext.Current.CancellationToken);

    public Task<HealthReport> HealthAsync() => Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();

    public Task MigrateAsync() => InScopeAsync(async services =>
    {
        var database = services.GetRequiredService<LibraryDbContext>().Database;
        database.SetCommandTimeout(TimeSpan.FromMinutes(2));
        await database.EnsureCreatedAsync();
        await Services.DeployTopologyAsync(TestContext.Current.CancellationToken);
        return true;
    });

    public async Task<T> InScopeAsync<T>(Func<IServiceProvider, Task<T>> work)
    {
        await using var scope = Services.CreateAsyncScope();
        return await work(scope.ServiceProvider);
    }

    public Task<T> InDatabaseAsync<T>(Func<LibraryDbContext, Task<T>> work) => InScopeAsync(services => work(services.GetRequiredService<LibraryDbContext>()));

    /// <summary>Executes statements in the service's database.</summary>
    public Task<int> ExecuteAsync(string sql) => InDatabaseAsync(db => db.Database.ExecuteSqlRawAsync(sql, TestContext.Current.CancellationToken));

    /// <summary>Publishes as a request would: through the outbox, with what the scope saves.</summary>
    public Task PublishAsync(params object[] events) => InScopeAsync(async services =>
    {
        foreach (var e in events)
        {
            await services.GetRequiredService<IPublishEndpoint>().Publish(e, e.GetType());
        }

        return await services.GetRequiredService<LibraryDbContext>().SaveChangesAsync();
    });

    /// <summary>The copy of a book, once it is as described.</summary>
    public Task<BookCopy> CopyAsync(Guid bookId, Func<BookCopy, bool> description, string what) => Eventually.ValueAsync(
        () => InDatabaseAsync(async db => await db.Copies.SingleOrDefaultAsync(copy => copy.BookId == bookId) is { } copy && description(copy) ? copy : null),
        what);

    /// <summary>Waits until the relay of some process has leased so many events.</summary>
    public Task LeasedAsync(int count) => Eventually.TrueAsync(
        () => InDatabaseAsync(async db => await db.Set<OutboxMessage>().CountAsync(message => message.LeasedUntil != null) == count), $"{count} leased events");

    /// <summary>Sends a batch, without the loop of the relay.</summary>
    /// <returns>The number of events.</returns>
    public Task<int> SendBatchAsync() => Services.GetRequiredService<OutboxRelay>().SendBatchAsync(TestContext.Current.CancellationToken);

    /// <summary>Waits until nothing is left to be sent.</summary>
    public Task OutboxIsEmptyAsync() => Eventually.TrueAsync(
        () => InDatabaseAsync(async db => !await db.Set<OutboxMessage>().AnyAsync()), "the outbox is empty");

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, true))
        {
            return;
        }

        await _host.StopAsync(CancellationToken.None);
        if (_host is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }
    }
}
