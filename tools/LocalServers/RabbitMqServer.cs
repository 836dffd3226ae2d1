using System.Globalization;

namespace Metropool.LocalServers;

/// <summary>An installed RabbitMQ with its own data, password and port mapper, on loopback.</summary>
public sealed class RabbitMqServer
{
    /// <summary>The name of its administrator and of its virtual host.</summary>
    public const string UserName = "metropool";

    private const string Node = "metropool@localhost";
    private static readonly Version MinVersion = new(3, 10);
    private static readonly TimeSpan PortMapperTimeout = TimeSpan.FromSeconds(30);

    private readonly LocalFolder _folder;
    private readonly string _portMapper;
    private readonly int _portMapperPort = LocalPorts.Next();

    private RabbitMqServer(LocalFolder folder, ServerUser user, string program, string portMapper, string data, Version version)
    {
        (_folder, User, Program, _portMapper, Data, Version) = (folder, user, program, portMapper, data, version);
        PortMapperCommand = ServerCommand.Of(user.CommandFor(PortMapperArguments));

        // RUNNING_UNDER_SYSTEMD: the start script repaths itself by the broker (exec), so that the process that was started is the broker.
        // RABBITMQ_DIST_PORT: the default is the AMQP port plus 20000, which may exceed 65535.
        // ERL_AFLAGS: a broker that starts while the port mapper is stopping would start a port mapper that outlives both.
        // Very short busy waiting: without it, each of the thousands of file accesses during the start costs a sleep and a wake-up.
        EnvironmentArguments =
        [
            "/usr/bin/env", "-i", $"PATH={Environment.GetEnvironmentVariable("PATH")}", "LANG=C.UTF-8", $"HOME={data}", "RUNNING_UNDER_SYSTEMD=true",
            $"RABBITMQ_NODENAME={Node}", $"RABBITMQ_CONFIG_FILE={data}/rabbitmq.conf", $"RABBITMQ_CONF_ENV_FILE={data}/environment",
            // Ignores the configuration of the system's broker.
            $"RABBITMQ_CONFIG_FILES={data}/conf.d/*.conf", $"RABBITMQ_ADVANCED_CONFIG_FILE={data}/advanced.config",
            $"RABBITMQ_ENABLED_PLUGINS_FILE={data}/plugins", $"RABBITMQ_MNESIA_BASE={data}/data", $"RABBITMQ_LOG_BASE={data}/log", "RABBITMQ_LOGS=-",
            $"RABBITMQ_DIST_PORT={LocalPorts.Next()}", $"ERL_EPMD_PORT={_portMapperPort}", "ERL_EPMD_ADDRESS=127.0.0.1", "ERL_AFLAGS=-start_epmd false",
            "RABBITMQ_SCHEDULER_BUSY_WAIT_THRESHOLD=very_short", "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS=-kernel inet_dist_use_interface {127,0,0,1}",
        ];
        Command = ServerCommand.Of(user.CommandFor([.. EnvironmentArguments, program]));
    }

    /// <summary>The version.</summary>
    public Version Version { get; }

    /// <summary>The AMQP port, on loopback only.</summary>
    public int Port { get; } = LocalPorts.Next();

    /// <summary>The port of the management API, on loopback only.</summary>
    public int ManagementPort { get; } = LocalPorts.Next();

    /// <summary>The password of <see cref="UserName"/>.</summary>
    public string Password => _folder.Secret("RABBITMQ_PASSWORD");

    /// <summary>
    /// The command that starts Erlang's port mapper (epmd), before the broker. Otherwise the broker would start one that outlives it.
    /// </summary>
    public ServerCommand PortMapperCommand { get; }

    /// <summary>The command that starts the broker, after <see cref="PrepareAsync"/>.</summary>
    public ServerCommand Command { get; }

    /// <summary>The required version, for messages.</summary>
    internal static string Requirement => $"RabbitMQ {MinVersion} or newer";

    /// <summary>The user that the broker runs as.</summary>
    internal ServerUser User { get; }

    /// <summary>The data folder.</summary>
    internal string Data { get; }

    /// <summary>The prefix of a command that runs a program in the broker's environment, without any other variables.</summary>
    internal IReadOnlyList<string> EnvironmentArguments { get; }

    /// <summary>The broker's program.</summary>
    internal string Program { get; }

    /// <summary><c>rabbitmqctl</c>.</summary>
    internal string ControlProgram => Path.Combine(Path.GetDirectoryName(Program)!, "rabbitmqctl");

    /// <summary>The port mapper with its arguments.</summary>
    internal IReadOnlyList<string> PortMapperArguments => ["/usr/bin/env", "-i", $"HOME={Data}", _portMapper, "-address", "127.0.0.1", "-port", PortMapperPort];

    /// <summary>The command that succeeds when the port mapper responds.</summary>
    internal IReadOnlyList<string> PortMapperProbe => [_portMapper, "-port", PortMapperPort, "-names"];

    /// <summary>The configuration files, which only the user of the broker can read.</summary>
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

    /// <summary>Finds the installed broker.</summary>
    /// <exception cref="LocalServerException">No supported version is installed.</exception>
    public static Task<RabbitMqServer> FindAsync(LocalFolder folder) => FindAsync(folder, SearchPaths.Default);

    /// <summary>Waits for the broker of an earlier run to end, writes the configuration files, and waits for the port mapper.</summary>
    /// <exception cref="LocalServerException">The files can't be written, the data is in use, or the port mapper doesn't respond.</exception>
    public async Task PrepareAsync(CancellationToken cancellationToken = default)
    {
        await ServerData.WaitUntilUnusedAsync($"{Data}/data/{Node}.pid", "beam.smp", Data, cancellationToken);
        await _folder.CreateDataFolderAsync(User, Data, cancellationToken);
        foreach (var (path, text) in Settings)
        {
            _folder.WriteFile(path, text);
        }

        await User.ChangeOwnerAsync(Data, cancellationToken);
        await WaitForPortMapperAsync(cancellationToken);
    }

    internal static async Task<RabbitMqServer> FindAsync(LocalFolder folder, SearchPaths paths) =>
        await FindInstalledAsync(folder, paths) ?? throw new LocalServerException(
            $"{Requirement} is required: install it (on Debian: apt-get install rabbitmq-server), start a container engine, "
            + "or set ConnectionStrings__broker to a server.");

    /// <summary>Finds the installed broker; null if no supported version is installed.</summary>
    internal static async Task<RabbitMqServer?> FindInstalledAsync(LocalFolder folder, SearchPaths paths)
    {
        var portMapper = PortMappers(paths).FirstOrDefault(program => program is not null);
        var (program, version) = Programs(paths).FirstOrDefault(found => found.Version >= MinVersion);
        if (portMapper is null || program is null)
        {
            return null;
        }

        var user = await ServerUser.ForServerAsync("rabbitmq");
        return new RabbitMqServer(folder, user, program, portMapper, await folder.DataFolderAsync(user, "rabbitmq"), version);
    }

    private static IEnumerable<string?> PortMappers(SearchPaths paths) =>
    [
        paths.Program("epmd"),
        paths.Program("erl") is { } erlang ? SearchPaths.Resolve(Path.Combine(Path.GetDirectoryName(erlang)!, "epmd")) : null,
        .. paths.Folders("usr/lib/erlang/bin").Select(folder => SearchPaths.Resolve($"{folder}/epmd")),
    ];

    // Debian's /usr/sbin/rabbitmq-server allows only the users root and rabbitmq, so the program that it wraps is used.
    private static IEnumerable<(string Program, Version Version)> Programs(SearchPaths paths)
    {
        IEnumerable<string> folders =
            [.. paths.Folders("usr/lib/rabbitmq/bin"), .. paths.Folders("usr/lib/rabbitmq/lib/*/sbin"), .. paths.Folders("opt/rabbitmq*/sbin")];
        foreach (var program in folders.Select(folder => SearchPaths.Resolve($"{folder}/rabbitmq-server")).Append(paths.Program("rabbitmq-server")))
        {
            if (program is not null && VersionOf(program) is { } version)
            {
                yield return (program, version);
            }
        }
    }

    // The version is part of the name of the plugin "rabbit", which is a folder or an archive.
    private static Version? VersionOf(string program)
    {
        var plugins = Path.Combine(Path.GetDirectoryName(program)!, "..", "plugins");
        var names = Directory.Exists(plugins) ? Directory.GetFileSystemEntries(plugins, "rabbit-*").Select(path => Path.GetFileName(path)) : [];
        return names
            .Select(name => name["rabbit-".Length..].Replace(".ez", "", StringComparison.Ordinal))
            .Select(text => Version.TryParse(text, out var version) ? version : null)
            .FirstOrDefault(version => version is not null);
    }

    private async Task WaitForPortMapperAsync(CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(PortMapperTimeout);
        while (!await LocalPorts.IsListeningAsync(_portMapperPort, cancellationToken))
        {
            if (timeout.IsCancellationRequested)
            {
                throw new LocalServerException($"Erlang's port mapper (epmd) doesn't respond on port {_portMapperPort}: see its log.");
            }

            await Task.Delay(20, cancellationToken);
        }
    }
}
