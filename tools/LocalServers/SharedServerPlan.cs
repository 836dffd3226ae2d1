namespace Metropool.LocalServers;

/// <summary>Creates the script that starts shared servers: installed ones, or containers for those that aren't installed.</summary>
internal sealed class SharedServerPlan
{
    /// <summary>The file that runs <c>rabbitmqctl</c>.</summary>
    public const string RabbitMqCtl = "rabbitmqctl";

    // With the registry, which Podman requires.
    private const string PostgresImage = "docker.io/library/postgres:18";
    private const string RabbitMqImage = "docker.io/library/rabbitmq:4-management";

    private readonly LocalFolder _folder;
    private readonly SharedServerKind _kind;
    private readonly SupervisorScript _script;

    private SharedServerPlan(LocalFolder folder, SharedServerKind kind, SupervisorScript script) => (_folder, _kind, _script) = (folder, kind, script);

    // All test projects use one server with their databases and connection pools. The data of a non-durable server needn't survive a crash.
    private IEnumerable<string> Options => _kind == SharedServerKind.NonDurable
        ? ["-c", "max_connections=500", "-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]
        : ["-c", "max_connections=300"];

    /// <summary>Finds the servers and creates the script of their supervisor.</summary>
    /// <exception cref="LocalServerException">A server isn't installed, and no container engine is available.</exception>
    public static async Task<SupervisorScript> CreateAsync(
        LocalFolder folder, SharedServerKind kind, SearchPaths paths, CancellationToken cancellationToken)
    {
        var (postgres, broker) = (await PostgresServer.FindNewestAsync(folder, paths), await RabbitMqServer.FindInstalledAsync(folder, paths));
        var engine = postgres is null || broker is null ? await FindEngineAsync(postgres, broker, cancellationToken) : "";
        var addresses = ServerAddresses.Of(
            postgres is null ? (LocalPorts.Next(), folder.Secret("POSTGRES_PASSWORD")) : (postgres.Port, postgres.Password),
            broker is null
                ? (LocalPorts.Next(), LocalPorts.Next(), folder.Secret("RABBITMQ_PASSWORD"))
                : (broker.Port, broker.ManagementPort, broker.Password));
        var plan = new SharedServerPlan(folder, kind, new SupervisorScript(addresses));

        // The broker starts while PostgreSQL's data folder is created.
        if (broker is null)
        {
            plan.AddRabbitMqContainer(engine, addresses);
        }
        else
        {
            plan.Add(broker);
        }

        if (postgres is null)
        {
            plan.AddPostgresContainer(engine, addresses.PostgresPort);
        }
        else
        {
            plan.Add(postgres);
        }

        return plan._script;
    }

    private static async Task<string> FindEngineAsync(PostgresServer? postgres, RabbitMqServer? broker, CancellationToken cancellationToken)
    {
        if (await ContainerEngine.FindAsync(cancellationToken) is { } engine)
        {
            return engine;
        }

        List<(string Requirement, string Package)> missing = [];
        if (postgres is null)
        {
            missing.Add((PostgresServer.Requirement, "postgresql"));
        }

        if (broker is null)
        {
            missing.Add((RabbitMqServer.Requirement, "rabbitmq-server"));
        }

        throw new LocalServerException(
            $"Tests require {string.Join(" and ", missing.Select(server => server.Requirement))}: "
            + $"install them (on Debian: apt-get install {string.Join(' ', missing.Select(server => server.Package))}), "
            + $"start a container engine, or set {ServerAddresses.Variables}.");
    }

    private void Add(PostgresServer server)
    {
        var passwordFile = $"{server.Data}.password";
        AddFolder(server.Data);
        _script.AddCleanup("rm", "-f", "--", passwordFile);
        _script.AddStart("write", passwordFile, $"{server.Password}\n");
        AddOwner(server.User, server.Data, passwordFile);
        _script.AddStart([
            "run", "initdb", .. server.User.CommandWithParentSignal("KILL", [.. server.InitDb(server.Data, passwordFile), .. NoSync()])]);
        _script.AddStart("rm", "-f", "--", passwordFile);
        _script.AddStart(["start", "postgres", "QUIT", .. server.User.CommandWithParentSignal("QUIT", [.. server.Arguments, .. Options])]);
    }

    private void Add(RabbitMqServer server)
    {
        AddFolder(server.Data);
        foreach (var (path, text) in server.Settings)
        {
            _script.AddStart("write", path, text);
        }

        AddOwner(server.User, server.Data);
        AddRabbitMqCtl(server.User.CommandFor([.. server.EnvironmentArguments, server.ControlProgram]));
        _script.AddStart(["start", "epmd", "KILL", .. server.User.CommandWithParentSignal("KILL", server.PortMapperArguments)]);
        _script.AddStart(["wait_for", .. server.PortMapperProbe]);
        _script.AddStart(["start", "rabbitmq", "KILL", .. server.User.CommandWithParentSignal("KILL", [.. server.EnvironmentArguments, server.Program])]);
    }

    private void AddPostgresContainer(string engine, int port)
    {
        _script.AddStart("export", $"POSTGRES_PASSWORD={_folder.Secret("POSTGRES_PASSWORD")}");
        AddContainer("postgres", engine, "INT", [
            "--env", "POSTGRES_PASSWORD", "--env", $"POSTGRES_USER={PostgresServer.UserName}", "--env", "POSTGRES_DB=postgres",
            "--publish", $"127.0.0.1:{port}:5432", PostgresImage, .. Options]);
    }

    private void AddRabbitMqContainer(string engine, ServerAddresses addresses)
    {
        AddRabbitMqCtl([engine, "exec", ContainerOf("rabbitmq"), "rabbitmqctl"]);
        _script.AddStart("export", $"RABBITMQ_DEFAULT_PASS={_folder.Secret("RABBITMQ_PASSWORD")}");
        AddContainer("rabbitmq", engine, "TERM", [
            "--env", "RABBITMQ_DEFAULT_PASS", "--env", $"RABBITMQ_DEFAULT_USER={RabbitMqServer.UserName}",
            "--env", $"RABBITMQ_DEFAULT_VHOST={RabbitMqServer.UserName}", "--hostname", RabbitMqServer.UserName,
            "--publish", $"127.0.0.1:{addresses.RabbitMq.Port}:5672",
            "--publish", $"127.0.0.1:{addresses.RabbitMqManagement.Port}:15672", RabbitMqImage]);
    }

    // The client runs in the foreground. If the supervisor is killed, the client gets a signal and forwards it to the server. To stop a server, the supervisor
    // kills the client and removes the container.
    private void AddContainer(string server, string engine, string deathSignal, IEnumerable<string> arguments)
    {
        string[] command = [engine, "run", "--rm", "--name", ContainerOf(server), .. arguments];
        _script.AddCleanup(engine, "rm", "--force", "--volumes", ContainerOf(server));
        _script.AddStart(["start", server, "KILL", .. new ServerUser(null, null).CommandWithParentSignal(deathSignal, command)]);
    }

    private void AddRabbitMqCtl(IReadOnlyList<string> command)
    {
        var file = _folder.Combine(RabbitMqCtl);
        _script.AddCleanup("rm", "-f", "--", file);
        _script.AddStart("write", file, $"exec {SupervisorScript.Quote(command)} \"$@\"\n");
    }

    private void AddFolder(string data)
    {
        _script.AddStart("make_folder", data);
        _script.AddCleanup("rm", "-rf", "--", data);
        if (Path.GetDirectoryName(data) is { } parent && parent != _folder.Path)
        {
            _script.AddCleanup("rmdir", "--", parent);
        }
    }

    private void AddOwner(ServerUser user, params IEnumerable<string> paths)
    {
        if (user.IsOtherUser)
        {
            _script.AddStart(["chown", "-R", user.Name!, .. paths]);
        }
    }

    private string[] NoSync() => _kind == SharedServerKind.NonDurable ? ["--no-sync"] : [];

    private string ContainerOf(string server) => $"metropool-{_folder.Id}-{server}";
}
