using System.Globalization;

namespace Metropool.LocalServers;

/// <summary>An installed RabbitMQ with data, a password and a port mapper of our own, on loopback.</summary>
public sealed class RabbitMqServer
{
    /// <summary>The name of its administrator and of its virtual host.</summary>
    public const string UserName = "metropool";

    private const string Node = "metropool@localhost";
    private static readonly Version Oldest = new(3, 10);
    private static readonly TimeSpan PortMapperLimit = TimeSpan.FromSeconds(30);

    private readonly LocalFolder _folder;
    private readonly string _portMapper;
    private readonly int _portMapperPort = LocalPorts.Next();

    private RabbitMqServer(LocalFolder folder, ServerUser user, string program, string portMapper, string data, Version version)
    {
        (_folder, User, Program, _portMapper, Data, Version) = (folder, user, program, portMapper, data, version);
        PortMapperCommand = ServerCommand.Of(user.Run(PortMapperArguments));

        // RUNNING_UNDER_SYSTEMD: the start script becomes the broker instead of staying its parent, so that the process that was started is the broker.
        // The distribution's port is by default AMQP's plus 20000, which overflows.
        // ERL_AFLAGS: a broker that starts while the port mapper is being ended would start one that outlives both.
        // Very short busy waiting: without any, each of the thousands of file accesses of a start costs a sleep and a wake-up.
        EnvironmentArguments =
        [
            "/usr/bin/env", "-i", $"PATH={Environment.GetEnvironmentVariable("PATH")}", "LANG=C.UTF-8", $"HOME={data}", "RUNNING_UNDER_SYSTEMD=true",
            $"RABBITMQ_NODENAME={Node}", $"RABBITMQ_CONFIG_FILE={data}/rabbitmq.conf", $"RABBITMQ_CONF_ENV_FILE={data}/environment",
            // What the system's own broker is set up with is not for ours.
            $"RABBITMQ_CONFIG_FILES={data}/conf.d/*.conf", $"RABBITMQ_ADVANCED_CONFIG_FILE={data}/advanced.config",
            $"RABBITMQ_ENABLED_PLUGINS_FILE={data}/plugins", $"RABBITMQ_MNESIA_BASE={data}/data", $"RABBITMQ_LOG_BASE={data}/log", "RABBITMQ_LOGS=-",
            $"RABBITMQ_DIST_PORT={LocalPorts.Next()}", $"ERL_EPMD_PORT={_portMapperPort}", "ERL_EPMD_ADDRESS=127.0.0.1", "ERL_AFLAGS=-start_epmd false",
            "RABBITMQ_SCHEDULER_BUSY_WAIT_THRESHOLD=very_short", "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS=-kernel inet_dist_use_interface {127,0,0,1}",
        ];
        Command = ServerCommand.Of(user.Run([.. EnvironmentArguments, program]));
    }

    /// <summary>Its version.</summary>
    public Version Version { get; }

    /// <summary>The AMQP port, on loopback alone.</summary>
    public int Port { get; } = LocalPorts.Next();

    /// <summary>The port of the management API, on loopback alone.</summary>
    public int ManagementPort { get; } = LocalPorts.Next();

    /// <summary>The password of <see cref="UserName"/>.</summary>
    public string Password => _folder.Secret("RABBITMQ_PASSWORD");

    /// <summary>
    /// How Erlang's port mapper (epmd) is started, before the broker. The broker would start one itself, which would outlive it.
    /// </summary>
    public ServerCommand PortMapperCommand { get; }

    /// <summary>How it is started, after <see cref="PrepareAsync"/>.</summary>
    public ServerCommand Command { get; }

    /// <summary>What is needed, for messages.</summary>
    internal static string Needed => $"RabbitMQ {Oldest} or newer";

    /// <summary>The user that it runs as.</summary>
    internal ServerUser User { get; }

    /// <summary>The folder of its data.</summary>
    internal string Data { get; }

    /// <summary>The command that gives a program the environment of the broker, and no other.</summary>
    internal IReadOnlyList<string> EnvironmentArguments { get; }

    /// <summary>The broker's program.</summary>
    internal string Program { get; }

    /// <summary>The broker's tool.</summary>
    internal string ControlProgram => Path.Combine(Path.GetDirectoryName(Program)!, "rabbitmqctl");

    /// <summary>The port mapper with its arguments.</summary>
    internal IReadOnlyList<string> PortMapperArguments => ["/usr/bin/env", "-i", $"HOME={Data}", _portMapper, "-address", "127.0.0.1", "-port", PortMapperPort];

    /// <summary>The command that succeeds when the port mapper answers.</summary>
    internal IReadOnlyList<string> PortMapperQuestion => [_portMapper, "-port", PortMapperPort, "-names"];

    /// <summary>The files of its settings, which are for its user alone.</summary>
    internal IEnumerable<(string Path, string Text)> Settings =>
    [
        ($"{Data}/.erlang.cookie", _folder.Secret("ERLANG_COOKIE")),
        ($"{Data}/environment", ""),
        ($"{Data}/advanced.config", "[].\n"),
        ($"{Data}/plugins", "[rabbitmq_management].\n"),
        (
            $"{Data}/rabbitmq.conf",
            $"""
            listeners.tcp.local = 127.0.0.1:{Port}
            management.tcp.ip = 127.0.0.1
            management.tcp.port = {ManagementPort}
            default_vhost = {UserName}
            default_user = {UserName}
            default_pass = {Password}
            default_user_tags.administrator = true

            """),
    ];

    private string PortMapperPort => _portMapperPort.ToString(CultureInfo.InvariantCulture);

    /// <summary>The one that is installed.</summary>
    /// <exception cref="LocalServerException">There is none.</exception>
    public static Task<RabbitMqServer> FindAsync(LocalFolder folder) => FindAsync(folder, SearchPlaces.OfThisMachine);

    /// <summary>Writes its settings, waits for the broker of an earlier run to end, and for the port mapper to answer.</summary>
    /// <exception cref="LocalServerException">The settings can't be written, the data is in use, or the port mapper doesn't answer.</exception>
    public async Task PrepareAsync(CancellationToken cancellationToken = default)
    {
        await ServerData.AwaitFreeAsync($"{Data}/data/{Node}.pid", "beam.smp", Data, cancellationToken);
        await _folder.MakeDataFolderAsync(User, Data, cancellationToken);
        foreach (var (path, text) in Settings)
        {
            _folder.WriteFile(path, text);
        }

        await User.OwnAsync(Data, cancellationToken);
        await AwaitPortMapperAsync(cancellationToken);
    }

    internal static async Task<RabbitMqServer> FindAsync(LocalFolder folder, SearchPlaces places) =>
        await FindInstalledAsync(folder, places) ?? throw new LocalServerException(
            $"{Needed} is needed: install it (on Debian: apt-get install rabbitmq-server), start a container engine, "
            + "or give a broker with ConnectionStrings__broker.");

    /// <summary>The one that is installed, or null.</summary>
    internal static async Task<RabbitMqServer?> FindInstalledAsync(LocalFolder folder, SearchPlaces places)
    {
        var portMapper = PortMappers(places).FirstOrDefault(program => program is not null);
        var (program, version) = Programs(places).FirstOrDefault(found => found.Version >= Oldest);
        if (portMapper is null || program is null)
        {
            return null;
        }

        var user = await ServerUser.OfAsync("rabbitmq");
        return new RabbitMqServer(folder, user, program, portMapper, await folder.DataFolderAsync(user, "rabbitmq"), version);
    }

    private static IEnumerable<string?> PortMappers(SearchPlaces places) =>
    [
        places.Program("epmd"),
        places.Program("erl") is { } erlang ? SearchPlaces.Resolve(Path.Combine(Path.GetDirectoryName(erlang)!, "epmd")) : null,
        .. places.Folders("usr/lib/erlang/bin").Select(folder => SearchPlaces.Resolve($"{folder}/epmd")),
    ];

    // Debian's /usr/sbin/rabbitmq-server refuses everyone but root and rabbitmq: the program that it wraps is used.
    private static IEnumerable<(string Program, Version Version)> Programs(SearchPlaces places)
    {
        IEnumerable<string> folders =
            [.. places.Folders("usr/lib/rabbitmq/bin"), .. places.Folders("usr/lib/rabbitmq/lib/*/sbin"), .. places.Folders("opt/rabbitmq*/sbin")];
        foreach (var program in folders.Select(folder => SearchPlaces.Resolve($"{folder}/rabbitmq-server")).Append(places.Program("rabbitmq-server")))
        {
            if (program is not null && VersionOf(program) is { } version)
            {
                yield return (program, version);
            }
        }
    }

    // The version is in the name of the plugin "rabbit", a folder or an archive.
    private static Version? VersionOf(string program)
    {
        var plugins = Path.Combine(Path.GetDirectoryName(program)!, "..", "plugins");
        var names = Directory.Exists(plugins) ? Directory.GetFileSystemEntries(plugins, "rabbit-*").Select(path => Path.GetFileName(path)) : [];
        return names
            .Select(name => name["rabbit-".Length..].Replace(".ez", "", StringComparison.Ordinal))
            .Select(text => Version.TryParse(text, out var version) ? version : null)
            .FirstOrDefault(version => version is not null);
    }

    private async Task AwaitPortMapperAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(PortMapperLimit);
        while (!await LocalPorts.AnswersAsync(_portMapperPort, cancellationToken))
        {
            if (limit.IsCancellationRequested)
            {
                throw new LocalServerException($"Erlang's port mapper (epmd) doesn't answer on port {_portMapperPort}: its log says why.");
            }

            await Task.Delay(20, cancellationToken);
        }
    }
}
