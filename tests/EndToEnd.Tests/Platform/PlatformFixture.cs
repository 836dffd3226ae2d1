using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Metropool.EndToEnd.Tests.Platform;
using Metropool.EndToEnd.Tests.Telemetry;
using Metropool.Journey;
using Metropool.Testing.Servers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

[assembly: SupportedOSPlatform("linux")]
[assembly: AssemblyFixture(typeof(PlatformFixture))]
// All tests share one platform with one programme time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Metropool.EndToEnd.Tests.Platform;

/// <summary>
/// The whole platform, started by the AppHost once for all tests, on installed servers with their own data. It exports its telemetry to the tests.
/// </summary>
public sealed class PlatformFixture : IAsyncLifetime
{
    /// <summary>The services behind the gateway.</summary>
    public static readonly IReadOnlyList<string> Services = ["identity", "intake", "scheduling", "internship", "assessment"];

    // Six processes start at the same time, possibly during other tests.
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(5);

    private readonly TestFolder _folder = new();
    private readonly EnvironmentVariable _path;
    private IDistributedApplicationTestingBuilder? _builder;
    private BrokerManagement? _broker;

    public PlatformFixture() => _path = _folder.WithoutContainerEngine();

    /// <summary>The folder of the run.</summary>
    public string Home => _folder.Path;

    /// <summary>The application.</summary>
    public DistributedApplication Application { get; private set; } = null!;

    /// <summary>The PostgreSQL and RabbitMQ servers.</summary>
    public TestServerAddresses Servers { get; private set; } = null!;

    /// <summary>The address of the gateway.</summary>
    public Uri Url => Application.GetEndpoint("gateway", "http");

    internal OtlpReceiver Receiver { get; private set; } = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The console output of the projects, by resource name.</summary>
    public IReadOnlyDictionary<string, string> Logs =>
        _builder!.Resources.OfType<ProjectResource>()
            .Select(project => project.Name)
            .Where(name => File.Exists(LogFile(name)))
            .ToDictionary(name => name, ReadLog);

    /// <summary>The options of a journey on this platform.</summary>
    public JourneyOptions Journey(int participants) => new()
    {
        Url = Url,
        DemoUsersFile = Path.Combine(Home, "demo-users.json"),
        EditionFile = Path.Combine(Repository.Root, "services", "Scheduling", "editions", "metropool-24.json"),
        EditionHasFindings = true,
        Participants = participants,
    };

    /// <summary>The console output of a resource.</summary>
    public string ReadLog(string resource) => File.ReadAllText(LogFile(resource));

    /// <summary>The current state of a resource.</summary>
    public async Task<CustomResourceSnapshot> SnapshotAsync(string resource) =>
        (await Application.ResourceNotifications.WaitForResourceAsync(resource, _ => true, Cancellation)).Snapshot;

    /// <summary>Waits until a resource is healthy. Fails if it ends.</summary>
    public Task WaitUntilHealthyAsync(string resource) => WaitUntilHealthyAsync(resource, WaitBehavior.StopOnResourceUnavailable);

    /// <summary>Ends the process of a resource with <c>kill -9</c>.</summary>
    /// <returns>The state of the resource after its end.</returns>
    public async Task<CustomResourceSnapshot> KillAsync(string resource)
    {
        var pid = (await SnapshotAsync(resource)).Properties.Single(property => property.Name == "executable.pid").Value;
        using var process = Process.GetProcessById(Convert.ToInt32(pid, CultureInfo.InvariantCulture));
        process.Kill();
        var ended = await Application.ResourceNotifications.WaitForResourceAsync(
            resource, now => KnownResourceStates.TerminalStates.Contains(now.Snapshot.State?.Text), Cancellation);
        return ended.Snapshot;
    }

    /// <summary>Restarts a resource.</summary>
    public async Task RestartAsync(string resource)
    {
        var restarted = await Application.ResourceCommands.ExecuteCommandAsync(resource, KnownResourceCommands.RestartCommand, Cancellation);
        Assert.True(restarted.Success, restarted.Message);
        // The orchestrator may report the end of the former process after the command.
        await WaitUntilHealthyAsync(resource, WaitBehavior.WaitOnResourceUnavailable);
    }

    /// <summary>Closes all connections to the broker.</summary>
    /// <returns>The number of closed connections.</returns>
    public Task<int> CloseBrokerConnectionsAsync() => _broker!.CloseConnectionsAsync();

    /// <summary>The messages that no consumer could handle.</summary>
    public Task<IReadOnlyList<string>> ParkedMessagesAsync() => _broker!.ParkedMessagesAsync();

    /// <summary>Closes all connections to the databases, as a restart of the server does.</summary>
    /// <returns>The number of closed connections.</returns>
    public async Task<int> CloseDatabaseConnectionsAsync()
    {
        await using var source = NpgsqlDataSource.Create(Servers.Postgres);
        await using var command = source.CreateCommand(
            "SELECT count(*) FILTER (WHERE pg_terminate_backend(pid))::integer FROM pg_stat_activity WHERE datname = ANY ($1)");
        command.Parameters.AddWithValue(Services.ToArray());
        return (int)(await command.ExecuteScalarAsync(Cancellation))!;
    }

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        Receiver = await OtlpReceiver.StartAsync();
        _builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>(
            [$"--METROPOOL_HOME={Home}", "--METROPOOL_POSTGRES=", "--METROPOOL_RABBITMQ="], Cancellation);
        // Resources write to files, and health checks fail during the start.
        _builder.Services.AddLogging(logging => logging.ClearProviders());
        foreach (var project in _builder.Resources.OfType<ProjectResource>().ToList())
        {
            _builder.CreateResourceBuilder(project)
                .WithEnvironment("OTEL_EXPORTER_OTLP_ENDPOINT", Receiver.Address.AbsoluteUri)
                .WithEnvironment("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")
                // A large queue, so that no span is dropped during the journey.
                .WithEnvironment("OTEL_BSP_MAX_QUEUE_SIZE", "100000");
        }

        // The demo has one participant.
        _builder.CreateResourceBuilder(_builder.Resources.OfType<ProjectResource>().Single(project => project.Name == "demo")).WithArgs("--participants", "1");

        Application = await _builder.BuildAsync(Cancellation);
        await Application.StartAsync(Cancellation);
        await Task.WhenAll(((string[])[.. Services, "gateway"]).Select(WaitUntilHealthyAsync));

        var broker = new Uri((await Application.GetConnectionStringAsync("broker", Cancellation))!);
        var management = new UriBuilder(broker) { Scheme = "http", Port = Application.GetEndpoint("broker", "management").Port, Path = "" };
        Servers = new TestServerAddresses($"{await Application.GetConnectionStringAsync("postgres", Cancellation)};Database=postgres", broker, management.Uri);
        _broker = new BrokerManagement(Servers);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _broker?.Dispose();
        if (_builder is not null)
        {
            await Application.StopAsync();
            await _builder.DisposeAsync();
        }

        await Receiver.DisposeAsync();
        _path.Dispose();
        _folder.Dispose();
    }

    private async Task WaitUntilHealthyAsync(string resource, WaitBehavior behavior)
    {
        using var limit = new CancellationTokenSource(StartTimeout);
        await Application.ResourceNotifications.WaitForResourceHealthyAsync(resource, behavior, limit.Token);
    }

    private string LogFile(string resource) => Path.Combine(Home, "logs", $"{resource}.log");
}
