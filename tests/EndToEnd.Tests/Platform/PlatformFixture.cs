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
// There is one platform, and its programme time is one for all of it.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Metropool.EndToEnd.Tests.Platform;

/// <summary>The whole platform as the AppHost starts it, once for all tests: on installed servers with data of their own, and exporting its telemetry to the tests.</summary>
public sealed class PlatformFixture : IAsyncLifetime
{
    /// <summary>The services behind the gateway.</summary>
    public static readonly IReadOnlyList<string> Services = ["identity", "intake", "scheduling", "internship", "assessment"];

    // Six processes start at the same moment, maybe beside other tests.
    private static readonly TimeSpan StartBound = TimeSpan.FromMinutes(5);

    private readonly TestFolder _folder = new();
    private readonly Variable _path;
    private IDistributedApplicationTestingBuilder? _builder;
    private BrokerManagement? _broker;

    public PlatformFixture() => _path = _folder.WithoutContainerEngine();

    /// <summary>The folder of the run.</summary>
    public string Home => _folder.Path;

    /// <summary>The application.</summary>
    public DistributedApplication Application { get; private set; } = null!;

    /// <summary>Its PostgreSQL and RabbitMQ.</summary>
    public TestServerAddresses Servers { get; private set; } = null!;

    /// <summary>The address of the gateway.</summary>
    public Uri Url => Application.GetEndpoint("gateway", "http");

    internal OtlpReceiver Receiver { get; private set; } = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>What our programs wrote to their consoles, by the name of the resource.</summary>
    public IReadOnlyDictionary<string, string> Logs =>
        _builder!.Resources.OfType<ProjectResource>().Select(project => project.Name).Where(name => File.Exists(LogFileOf(name))).ToDictionary(name => name, LogOf);

    /// <summary>A journey on this platform.</summary>
    public JourneyOptions Journey(int participants) => new()
    {
        Url = Url,
        DemoUsersFile = Path.Combine(Home, "demo-users.json"),
        EditionFile = Path.Combine(Repository.Root, "services", "Scheduling", "editions", "metropool-24.json"),
        EditionHasFindings = true,
        Participants = participants,
    };

    /// <summary>What a resource wrote to its console.</summary>
    public string LogOf(string resource) => File.ReadAllText(LogFileOf(resource));

    /// <summary>What the orchestrator knows of a resource.</summary>
    public async Task<CustomResourceSnapshot> StateOfAsync(string resource) =>
        (await Application.ResourceNotifications.WaitForResourceAsync(resource, _ => true, Cancellation)).Snapshot;

    /// <summary>Waits until a resource is healthy, and fails where it ends.</summary>
    public async Task HealthyAsync(string resource)
    {
        using var limit = new CancellationTokenSource(StartBound);
        await Application.ResourceNotifications.WaitForResourceHealthyAsync(resource, WaitBehavior.StopOnResourceUnavailable, limit.Token);
    }

    /// <summary>Ends the process of a resource with <c>kill -9</c>.</summary>
    /// <returns>What the orchestrator then knows of it.</returns>
    public async Task<CustomResourceSnapshot> KillAsync(string resource)
    {
        var pid = (await StateOfAsync(resource)).Properties.Single(property => property.Name == "executable.pid").Value;
        using var process = Process.GetProcessById(Convert.ToInt32(pid, CultureInfo.InvariantCulture));
        process.Kill();
        var ended = await Application.ResourceNotifications.WaitForResourceAsync(
            resource, now => KnownResourceStates.TerminalStates.Contains(now.Snapshot.State?.Text), Cancellation);
        return ended.Snapshot;
    }

    /// <summary>Starts a resource again.</summary>
    public async Task RestartAsync(string resource)
    {
        var restarted = await Application.ResourceCommands.ExecuteCommandAsync(resource, KnownResourceCommands.RestartCommand, Cancellation);
        Assert.True(restarted.Success, restarted.Message);
        await HealthyAsync(resource);
    }

    /// <summary>Cuts every connection to the broker.</summary>
    /// <returns>How many there were.</returns>
    public Task<int> CutBrokerConnectionsAsync() => _broker!.CutConnectionsAsync();

    /// <summary>Messages that no consumer could handle.</summary>
    public Task<IReadOnlyList<string>> ParkedMessagesAsync() => _broker!.ParkedMessagesAsync();

    /// <summary>Cuts every connection to the databases, as a restart of the server does.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> CutDatabaseConnectionsAsync()
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
        // What resources write is in files, and checks fail while they start.
        _builder.Services.AddLogging(logging => logging.ClearProviders());
        foreach (var project in _builder.Resources.OfType<ProjectResource>().ToList())
        {
            _builder.CreateResourceBuilder(project)
                .WithEnvironment("OTEL_EXPORTER_OTLP_ENDPOINT", Receiver.Address.AbsoluteUri)
                .WithEnvironment("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")
                // Nothing may get lost on the way to the test, however fast the journey is played.
                .WithEnvironment("OTEL_BSP_MAX_QUEUE_SIZE", "100000");
        }

        // The demo, where a test starts it, plays with one participant.
        _builder.CreateResourceBuilder(_builder.Resources.OfType<ProjectResource>().Single(project => project.Name == "demo")).WithArgs("--participants", "1");

        Application = await _builder.BuildAsync(Cancellation);
        await Application.StartAsync(Cancellation);
        await Task.WhenAll(((string[])[.. Services, "gateway"]).Select(HealthyAsync));

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

    private string LogFileOf(string resource) => Path.Combine(Home, "logs", $"{resource}.log");
}
