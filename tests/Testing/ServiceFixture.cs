using MassTransit;
using Metropool.Contracts;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Testing.Conformance;
using Metropool.Testing.Servers;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Xunit;

namespace Metropool.Testing;

/// <summary>
/// An assembly fixture that runs a service with its own database and virtual host on real PostgreSQL and RabbitMQ servers.
/// Only the authentication (see <see cref="TestCaller"/>) and programme time (see <see cref="Clock"/>) are replaced.
/// </summary>
/// <typeparam name="TProgram">The service's Program.</typeparam>
/// <param name="service">The service's name, such as <c>intake</c>.</param>
public abstract class ServiceFixture<TProgram>(string service) : IAsyncLifetime
    where TProgram : class
{
    private readonly Dictionary<string, string> _settings = [];
    private TestDatabase? _database;
    private TestVhost? _vhost;
    private TcpGate? _broker;
    private ServiceApplication<TProgram>? _application;

    /// <summary>The service's name.</summary>
    public string Service => service;

    /// <summary>Programme time. It doesn't advance by itself. It starts on 1 August 2025, before the intake days of the example edition.</summary>
    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2025, 8, 1, 8, 0, 0, TimeSpan.Zero)) { AutoAdvanceAmount = TimeSpan.Zero };

    /// <summary>The running service.</summary>
    public ServiceApplication<TProgram> Application => _application ?? throw new InvalidOperationException("The fixture has not been initialised.");

    /// <summary>The database use of each request.</summary>
    public DatabaseUseRecorder DatabaseUse { get; } = new();

    /// <summary>The events that the service publishes.</summary>
    public EventProbe Events { get; private set; } = null!;

    /// <summary>The connection string of the service's database.</summary>
    public string ConnectionString => _database!.ConnectionString;

    /// <summary>
    /// The gate between the service and the broker, if <see cref="HasBrokerGate"/> is set. If a test closes it, the broker is unavailable for this service
    /// only.
    /// </summary>
    public TcpGate Broker => _broker ?? throw new InvalidOperationException("The fixture has no broker gate. Override HasBrokerGate.");

    /// <summary>Whether the service connects to the broker through a gate.</summary>
    protected virtual bool HasBrokerGate => false;

    /// <summary>The environment in which the service runs.</summary>
    protected virtual string EnvironmentName => "Development";

    /// <summary>Additional settings of the service.</summary>
    protected virtual IEnumerable<KeyValuePair<string, string>> Settings => [];

    /// <summary>Replaces further services.</summary>
    protected virtual void ConfigureServices(IServiceCollection services)
    {
    }

    /// <summary>
    /// Creates a client for a caller. Its addresses are full public paths, such as <c>/intake/v1/applications</c>. If a request requires <c>If-Match</c>, the
    /// client reads the current version and repeats the request.
    /// </summary>
    public HttpClient ClientFor(TestCaller caller) => ClientFor(caller, Application.CreateDefaultClient(new IfMatchHandler(), new StoredResponseHandler()));

    /// <summary>Creates a client for a caller that doesn't add <c>If-Match</c>.</summary>
    public HttpClient PlainClientFor(TestCaller caller) => ClientFor(caller, Application.CreateDefaultClient());

    private static HttpClient ClientFor(TestCaller caller, HttpClient client)
    {
        ArgumentNullException.ThrowIfNull(caller);
        caller.ApplyTo(client);
        return client;
    }

    /// <summary>
    /// The names of all endpoints of the API, in order, except for the OpenAPI document. Health checks and pages don't belong to the API.
    /// </summary>
    public IReadOnlyList<string> EndpointNames() =>
    [
        .. Endpoints()
            .Where(endpoint =>
                endpoint.Metadata.GetMetadata<ApiEndpoint>() is not null || endpoint.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>() is null)
            .Select(endpoint => endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName ?? endpoint.DisplayName!)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The paths of all pages and protocol endpoints that are not part of the API, in order.</summary>
    public IReadOnlyList<string> PagePaths() =>
    [
        .. Endpoints()
            .Where(endpoint =>
                endpoint.Metadata.GetMetadata<ApiEndpoint>() is null && endpoint.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>() is not null)
            .Select(endpoint => endpoint.RoutePattern.RawText!)
            .Distinct().Order(StringComparer.Ordinal),
    ];

    /// <summary>All endpoints except for the health checks and the OpenAPI document.</summary>
    internal IEnumerable<RouteEndpoint> Endpoints() => Application.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(endpoint => endpoint.RoutePattern.RawText is not ("/health" or "/alive" or "/v1/openapi.json"));

    /// <summary>Publishes events, as another service does.</summary>
    public Task PublishAsync(params IReadOnlyCollection<IIntegrationEvent> events)
    {
        var bus = Application.Services.GetRequiredService<IBus>();
        return Task.WhenAll(events.Select(e => bus.Publish(e, e.GetType())));
    }

    /// <summary>Publishes an event, as another service does, and waits until all consumers of the service have handled it.</summary>
    public async Task HandledAsync(IIntegrationEvent published)
    {
        ArgumentNullException.ThrowIfNull(published);
        var messageId = Some.Id();
        var consumed = typeof(TProgram).Assembly.GetTypes().SelectMany(type => type.GetInterfaces())
            .Count(type => type.IsGenericType
                && type.GetGenericTypeDefinition() == typeof(IConsumer<>)
                && published.GetType().IsAssignableTo(type.GenericTypeArguments[0]));
        Assert.NotEqual(0, consumed);
        await Application.Services.GetRequiredService<IBus>().Publish(published, published.GetType(), context => context.MessageId = messageId);
        await using var source = NpgsqlDataSource.Create(ConnectionString);
        await Eventually.TrueAsync(
            async () =>
            {
                await using var count = source.CreateCommand("SELECT count(*) FROM inbox_messages WHERE message_id = $1");
                count.Parameters.Add(new() { Value = messageId });
                return (long)(await count.ExecuteScalarAsync())! == consumed;
            },
            $"{published.GetType().Name} handled by all consumers");
    }

    /// <summary>Runs a function with the database context of the service, in a new scope.</summary>
    public async Task<TResult> InDatabase<TDbContext, TResult>(Func<TDbContext, Task<TResult>> work)
        where TDbContext : DbContext
    {
        ArgumentNullException.ThrowIfNull(work);
        await using var scope = Application.Services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<TDbContext>());
    }

    /// <summary>Runs a function with the service provider, in a new scope.</summary>
    public async Task<TResult> InScope<TResult>(Func<IServiceProvider, Task<TResult>> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        await using var scope = Application.Services.CreateAsyncScope();
        return await work(scope.ServiceProvider);
    }

    /// <inheritdoc/>
    public virtual async ValueTask InitializeAsync()
    {
        var servers = await TestServers.GetAsync(TestContext.Current.CancellationToken);
        _database = TestDatabase.Named(servers, service);
        _vhost = await TestVhost.CreateAsync(servers, service);
        _settings[$"ConnectionStrings:{service}"] = _database.ConnectionString;
        _broker = HasBrokerGate ? TcpGate.Before(_vhost.Address.Host, _vhost.Address.Port) : null;
        _settings["ConnectionStrings:broker"] =
            (_broker is null ? _vhost.Address : new UriBuilder(_vhost.Address) { Host = "127.0.0.1", Port = _broker.Port }.Uri).ToString();
        _settings["Metropool:PublicUrl"] = "http://localhost:8080";
        foreach (var (key, value) in Settings)
        {
            _settings[key] = value;
        }

        await RunCommandAsync("migrate");
        Events = await EventProbe.ConnectAsync(_vhost.Address);
        _application = new(new WebApplicationFactory<TProgram>().WithWebHostBuilder(host =>
        {
            host.UseEnvironment(EnvironmentName);
            foreach (var (key, value) in _settings)
            {
                host.UseSetting(key, value);
            }

            host.ConfigureTestServices(services =>
            {
                services.AddAuthentication(TestCaller.Scheme).AddScheme<AuthenticationSchemeOptions, TestAuthenticationHandler>(TestCaller.Scheme, null);
                services.RemoveAll<ProgrammeClock>();
                services.AddSingleton(new ProgrammeClock(new SubMicrosecondClock(Clock)));
                services.AddSingleton<IStartupFilter>(DatabaseUse);
                ConfigureServices(services);
            });
        }), new ContractCache());
        await Eventually.TrueAsync(async () => (await _application.CreateClient().GetAsync("/health")).IsSuccessStatusCode, $"{service} is healthy");
    }

    /// <summary>Runs the program of the service with a command, such as <c>migrate</c> or <c>announce</c>, which must succeed.</summary>
    public async Task RunCommandAsync(string command, params string[] further) => Assert.Equal(0, await ExitCodeOfAsync(command, further));

    /// <summary>Runs the program of the service with a command, and returns its exit code.</summary>
    public async Task<int> ExitCodeOfAsync(string command, params string[] further)
    {
        string[] arguments = [command, .. further, $"--environment={EnvironmentName}", .. _settings.Select(setting => $"--{setting.Key}={setting.Value}")];
        var main = typeof(TProgram).Assembly.EntryPoint!;
        var result = await Task.Run(() => main.Invoke(null, [arguments]));
        return result is Task<int> task ? await task : (int)result!;
    }

    /// <inheritdoc/>
    public virtual async ValueTask DisposeAsync()
    {
        DatabaseUse.Dispose();
        if (_application is not null)
        {
            await _application.DisposeAsync();
        }

        if (Events is not null)
        {
            await Events.DisposeAsync();
        }

        if (_broker is not null)
        {
            await _broker.DisposeAsync();
        }

        if (_vhost is not null)
        {
            await _vhost.DisposeAsync();
        }

        if (_database is not null)
        {
            await _database.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }
}
