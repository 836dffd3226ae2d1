using System.Net;
using System.Net.Sockets;
using System.Reflection;
using Metropool.Journey;
using Metropool.Testing.Servers;

namespace Metropool.EndToEnd.Tests.Platform;

/// <summary>
/// The whole platform as real processes on free ports, with databases and a virtual host of its own on the test servers:
/// several can run side by side.
/// </summary>
public class PlatformFixture : IAsyncLifetime
{
    private const string Gateway = "gateway";

    /// <summary>The services, in the order in which the gateway is told of them.</summary>
    public static readonly IReadOnlyList<string> Services = ["identity", "intake", "scheduling", "internship", "assessment"];

    private static readonly TimeSpan LogsKept = TimeSpan.FromDays(1);

    private readonly string _folder = LogFolder();
    private readonly Dictionary<string, Part> _parts = [];
    private readonly Dictionary<string, TestDatabase> _databases = [];
    private TestVhost? _vhost;
    private BrokerManagement? _broker;

    /// <summary>The address of the gateway.</summary>
    public Uri Url { get; private set; } = null!;

    private static string Configuration { get; } = typeof(PlatformFixture).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;

    /// <summary>A journey on this platform.</summary>
    public JourneyOptions Journey(int participants) => new()
    {
        Url = Url,
        DemoUsersFile = DemoUsersFile,
        EditionFile = Path.Combine(Repository.Root, "services", "Scheduling", "editions", "metropool-24.json"),
        EditionHasFindings = true,
        Participants = participants,
    };

    /// <summary>Runs a command of a service's program beside the one that serves.</summary>
    public Task<(int ExitCode, string Output, string Error)> AskAsync(string part, string command) => _parts[part].AskAsync(command, TestContext.Current.CancellationToken);

    /// <summary>Ends a process with <c>kill -9</c>, and starts it again.</summary>
    public async Task KillAndRestartAsync(string part)
    {
        await _parts[part].KillAsync();
        _parts[part].Start();
        await _parts[part].ReadyAsync();
    }

    /// <summary>Cuts every connection to the broker.</summary>
    /// <returns>How many there were.</returns>
    public Task<int> CutBrokerConnectionsAsync() => _broker!.CutConnectionsAsync(_vhost!.Name);

    /// <summary>Messages that no consumer could handle.</summary>
    public Task<IReadOnlyList<string>> ParkedMessagesAsync() => _broker!.ParkedMessagesAsync(_vhost!.Name);

    /// <summary>Cuts every connection to the databases.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> CutDatabaseConnectionsAsync()
    {
        var cut = 0;
        foreach (var database in _databases.Values)
        {
            cut += await database.CutConnectionsAsync();
        }

        return cut;
    }

    /// <inheritdoc/>
    public virtual async ValueTask InitializeAsync()
    {
        var servers = await TestServers.GetAsync(TestContext.Current.CancellationToken);
        _vhost = await TestVhost.CreateAsync(servers, "platform");
        _broker = new BrokerManagement(servers);
        var ports = FreePorts([Gateway, .. Started]);
        Url = new Uri($"http://127.0.0.1:{ports[Gateway]}");
        foreach (var service in Started)
        {
            var folder = $"{char.ToUpperInvariant(service[0])}{service[1..]}";
            _databases[service] = TestDatabase.Named(servers, service);
            _parts[service] = new Part(service, Binary(Path.Combine("services", folder), folder), ports[service], EnvironmentOf(service, ports), _folder);
        }

        _parts[Gateway] = new Part(Gateway, Binary(Gateway, "Gateway"), ports[Gateway], EnvironmentOf(Gateway, ports), _folder);

        await Task.WhenAll(Started.Select(service => _parts[service].RunAsync("migrate", TestContext.Current.CancellationToken)));
        foreach (var part in _parts.Values)
        {
            part.Start();
        }

        await Task.WhenAll(_parts.Values.Select(part => part.ReadyAsync()));
    }

    /// <inheritdoc/>
    public virtual async ValueTask DisposeAsync()
    {
        foreach (var part in _parts.Values)
        {
            await part.DisposeAsync();
        }

        foreach (var database in _databases.Values)
        {
            await database.DisposeAsync();
        }

        if (_vhost is not null)
        {
            await _vhost.DisposeAsync();
        }

        _broker?.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Everything that the processes wrote to their consoles, by the name of the part.</summary>
    public IReadOnlyDictionary<string, string> Logs => _parts.Values.ToDictionary(part => part.Name, part => File.ReadAllText(part.LogFile));

    /// <summary>The services that are started; all of them, unless a test is about some.</summary>
    protected virtual IReadOnlyList<string> Started => Services;

    /// <summary>What a part's environment has besides the platform's contract.</summary>
    protected virtual IEnumerable<KeyValuePair<string, string>> EnvironmentOf(string part) => [];

    private string DemoUsersFile => Path.Combine(_folder, "demo-users.json");

    private Dictionary<string, string> EnvironmentOf(string part, Dictionary<string, int> ports)
    {
        var environment = new Dictionary<string, string>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["Metropool__PublicUrl"] = Url.GetLeftPart(UriPartial.Authority),
        };
        foreach (var service in Started)
        {
            environment[$"services__{service}__http__0"] = $"http://127.0.0.1:{ports[service]}";
        }

        if (part != Gateway)
        {
            environment[$"ConnectionStrings__{part}"] = _databases[part].ConnectionString;
            environment["ConnectionStrings__broker"] = _vhost!.Address.ToString();
        }

        if (part == "identity")
        {
            environment["Metropool__Identity__DemoUsersFile"] = DemoUsersFile;
        }

        if (part is "identity" or "intake")
        {
            // Where the journey looks for it.
            environment["Metropool__Mail__Folder"] = Path.Combine(_folder, "mail");
        }

        foreach (var (key, value) in EnvironmentOf(part))
        {
            environment[key] = value;
        }

        return environment;
    }

    private static string Binary(string folder, string project) =>
        Path.Combine(Repository.Root, folder, "bin", Configuration, "net10.0", $"Metropool.{project}.dll");

    /// <summary>Ports that were free just now. All are held until all are known, so that no two are the same.</summary>
    private static Dictionary<string, int> FreePorts(IReadOnlyList<string> parts)
    {
        var listeners = parts.ToDictionary(part => part, _ => new TcpListener(IPAddress.Loopback, 0));
        try
        {
            foreach (var listener in listeners.Values)
            {
                listener.Start();
            }

            return listeners.ToDictionary(pair => pair.Key, pair => ((IPEndPoint)pair.Value.LocalEndpoint).Port);
        }
        finally
        {
            foreach (var listener in listeners.Values)
            {
                listener.Dispose();
            }
        }
    }

    /// <summary>A folder beside the binaries, for logs and the demo users; it is kept for a day, to look into after a failure.</summary>
    private static string LogFolder()
    {
        var runs = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "runs"));
        foreach (var old in runs.EnumerateDirectories().Where(run => run.CreationTimeUtc < DateTime.UtcNow - LogsKept))
        {
            old.Delete(recursive: true);
        }

        return runs.CreateSubdirectory(Guid.CreateVersion7().ToString()).FullName;
    }
}
