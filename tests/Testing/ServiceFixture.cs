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
/// One service as it really runs, on real PostgreSQL and RabbitMQ, with a database and a vhost of its own: an assembly fixture.
/// Only two things are replaced: how a caller is known (see <see cref="TestCaller"/>) and what programme time it is (see <see cref="Clock"/>).
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

    /// <summary>Programme time; it stands still until a test moves it. It starts on 1 August 2025, before the intake days of the example edition.</summary>
    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2025, 8, 1, 8, 0, 0, TimeSpan.Zero)) { AutoAdvanceAmount = TimeSpan.Zero };

    /// <summary>The running service.</summary>
    public ServiceApplication<TProgram> Application => _application ?? throw new InvalidOperationException("The fixture has not been initialised.");

    /// <summary>The events that the service publishes.</summary>
    public EventProbe Events { get; private set; } = null!;

    /// <summary>The connection string of the service's database.</summary>
    public string ConnectionString => _database!.ConnectionString;

    /// <summary>
    /// The gate through which the service reaches the broker, where the fixture has <see cref="HasBrokerGate"/>: a test closes it, and the broker is away for
    /// this service alone.
    /// </summary>
    public TcpGate Broker => _broker ?? throw new InvalidOperationException("The fixture has no gate before the broker.");

    /// <summary>Whether the service reaches the broker through a gate.</summary>
    protected virtual bool HasBrokerGate => false;

    /// <summary>Environment in which the service runs.</summary>
    protected virtual string EnvironmentName => "Development";

    /// <summary>Further settings of the service.</summary>
    protected virtual IEnumerable<KeyValuePair<string, string>> Settings => [];

    /// <summary>Further replacements.</summary>
    protected virtual void ConfigureServices(IServiceCollection services)
    {
    }

    /// <summary>
    /// A client that calls the service as somebody. Its addresses are full public paths, such as <c>/intake/v1/applications</c>.
    /// Asked which version it means, it reads what is there and means that.
    /// </summary>
    public HttpClient ClientFor(TestCaller caller) => ClientFor(caller, Application.CreateDefaultClient(new ReadsFirstHandler(), new StoredAnswerHandler()));

    /// <summary>A client that calls the service as somebody, and sends nothing but what it is told.</summary>
    public HttpClient PlainClientFor(TestCaller caller) => ClientFor(caller, Application.CreateDefaultClient());

    private static HttpClient ClientFor(TestCaller caller, HttpClient client)
    {
        ArgumentNullException.ThrowIfNull(caller);
        caller.ApplyTo(client);
        return client;
    }

    /// <summary>
    /// The names of all that the service answers to, in order, so that a table of who may do what can be held against them. Not health, which is for whoever
    /// starts the process, not the API's own document, and not pages for people.
    /// </summary>
    public IReadOnlyList<string> EndpointNames() =>
    [
        .. Endpoints()
            .Where(endpoint => endpoint.Metadata.GetMetadata<ApiEndpoint>() is not null || endpoint.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>() is null)
            .Select(endpoint => endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName ?? endpoint.DisplayName!)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The paths of all pages for people, and of the protocol endpoints that aren't part of the API, in order.</summary>
    public IReadOnlyList<string> PagePaths() =>
    [
        .. Endpoints()
            .Where(endpoint => endpoint.Metadata.GetMetadata<ApiEndpoint>() is null && endpoint.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>() is not null)
            .Select(endpoint => endpoint.RoutePattern.RawText!)
            .Distinct().Order(StringComparer.Ordinal),
    ];

    /// <summary>All that the service answers to, but health and the document.</summary>
    internal IEnumerable<RouteEndpoint> Endpoints() => Application.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(endpoint => endpoint.RoutePattern.RawText is not ("/health" or "/alive" or "/v1/openapi.json"));

    /// <summary>Publishes an event as another service would.</summary>
    public Task PublishAsync(params IReadOnlyCollection<IIntegrationEvent> events)
    {
        var bus = Application.Services.GetRequiredService<IBus>();
        return Task.WhenAll(events.Select(e => bus.Publish(e, e.GetType())));
    }

    /// <summary>Publishes an event as another service would, and waits until all of the service's consumers have handled it.</summary>
    public async Task HandledAsync(IIntegrationEvent published)
    {
        ArgumentNullException.ThrowIfNull(published);
        var messageId = Some.Id();
        var consumed = typeof(TProgram).Assembly.GetTypes().SelectMany(type => type.GetInterfaces())
            .Count(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IConsumer<>) && published.GetType().IsAssignableTo(type.GenericTypeArguments[0]));
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
            $"{published.GetType().Name} was handled");
    }

    /// <summary>Does something in the service's database, in a scope of its own.</summary>
    public async Task<TResult> InDatabase<TDbContext, TResult>(Func<TDbContext, Task<TResult>> work)
        where TDbContext : DbContext
    {
        ArgumentNullException.ThrowIfNull(work);
        await using var scope = Application.Services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<TDbContext>());
    }

    /// <summary>Does something with a service of the application, in a scope of its own.</summary>
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
        _settings["ConnectionStrings:broker"] = (_broker is null ? _vhost.Address : new UriBuilder(_vhost.Address) { Host = "127.0.0.1", Port = _broker.Port }.Uri).ToString();
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
                services.AddSingleton(new ProgrammeClock(new UnevenClock(Clock)));
                ConfigureServices(services);
            });
        }), new ContractCache());
        await Eventually.TrueAsync(async () => (await _application.CreateClient().GetAsync("/health")).IsSuccessStatusCode, $"{service} is healthy");
    }

    /// <summary>Runs the service's own binary with a command, as operations would: <c>migrate</c> or <c>announce</c>.</summary>
    public async Task RunCommandAsync(string command, params string[] further) => Assert.Equal(0, await ExitCodeOfAsync(command, further));

    /// <summary>Runs it, and says how it ended.</summary>
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
