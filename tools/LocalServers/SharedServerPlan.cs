using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Metropool.LocalServers;

/// <summary>How shared servers are started: the installed ones, or containers in the place of those that aren't.</summary>
internal sealed class SharedServerPlan
{
    /// <summary>The file that runs the broker's tool.</summary>
    public const string RabbitMqCtl = "rabbitmqctl";

    // As in Docker's registry; Podman asks which registry is meant.
    private const string PostgresImage = "docker.io/library/postgres:18";
    private const string RabbitMqImage = "docker.io/library/rabbitmq:4-management";

    private readonly LocalFolder _folder;
    private readonly SharedServerKind _kind;
    private readonly SupervisorScript _script;

    private SharedServerPlan(LocalFolder folder, SharedServerKind kind, SupervisorScript script) => (_folder, _kind, _script) = (folder, kind, script);

    // The databases and pools of all test projects are on one server. What a crash leaves of a scratch server is of no use.
    private IEnumerable<string> Options => _kind == SharedServerKind.Scratch
        ? ["-c", "max_connections=500", "-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]
        : ["-c", "max_connections=300"];

    /// <summary>Finds the servers, and writes the script of their supervisor.</summary>
    /// <exception cref="LocalServerException">A server isn't installed, and no container engine answers.</exception>
    public static async Task<SupervisorScript> MakeAsync(
        LocalFolder folder, SharedServerKind kind, SearchPlaces places, CancellationToken cancellationToken)
    {
        var (postgres, broker) = (await PostgresServer.FindNewestAsync(folder, places), await RabbitMqServer.FindInstalledAsync(folder, places));
        var engine = postgres is null || broker is null ? await EngineAsync(postgres, broker, cancellationToken) : "";
        var addresses = ServerAddresses.Of(
            postgres is null ? (LocalPorts.Next(), folder.Secret("POSTGRES_PASSWORD")) : (postgres.Port, postgres.Password),
            broker is null
                ? (LocalPorts.Next(), LocalPorts.Next(), folder.Secret("RABBITMQ_PASSWORD"))
                : (broker.Port, broker.ManagementPort, broker.Password));
        var plan = new SharedServerPlan(folder, kind, new SupervisorScript(addresses));

        // The broker starts while PostgreSQL's data folder is made.
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

    private static async Task<string> EngineAsync(PostgresServer? postgres, RabbitMqServer? broker, CancellationToken cancellationToken)
    {
        if (await ContainerEngine.FindAsync(cancellationToken) is { } engine)
        {
            return engine;
        }

        IEnumerable<string> needed = [.. postgres is null ? [PostgresServer.Needed] : (string[])[], .. broker is null ? [RabbitMqServer.Needed] : (string[])[]];
        IEnumerable<string> packages = [.. postgres is null ? ["postgresql"] : (string[])[], .. broker is null ? ["rabbitmq-server"] : (string[])[]];
        throw new LocalServerException(
            $"Tests need {string.Join(" and ", needed)}: install what is missing (on Debian: apt-get install {string.Join(' ', packages)}), "
            + $"start a container engine, or give servers with {ServerAddresses.Variables}.");
    }

    private void Add(PostgresServer server)
    {
        var passwordFile = $"{server.Data}.password";
        AddFolder(server.Data);
        _script.Remove("rm", "-f", "--", passwordFile);
        _script.Begin("write", passwordFile, $"{server.Password}\n");
        AddOwner(server.User, server.Data, passwordFile);
        _script.Begin([
            "run", "initdb", .. server.User.RunWithParent("KILL", [.. server.InitDb(server.Data, passwordFile), .. NoSync()])]);
        _script.Begin("rm", "-f", "--", passwordFile);
        _script.Begin(["start", "postgres", "QUIT", .. server.User.RunWithParent("QUIT", [.. server.Arguments, .. Options])]);
    }

    private void Add(RabbitMqServer server)
    {
        AddFolder(server.Data);
        foreach (var (path, text) in server.Settings)
        {
            _script.Begin("write", path, text);
        }

        AddOwner(server.User, server.Data);
        AddRabbitMqCtl(server.User.Run([.. server.EnvironmentArguments, server.ControlProgram]));
        _script.Begin(["start", "epmd", "KILL", .. server.User.RunWithParent("KILL", server.PortMapperArguments)]);
        _script.Begin(["await", .. server.PortMapperQuestion]);
        _script.Begin(["start", "rabbitmq", "KILL", .. server.User.RunWithParent("KILL", [.. server.EnvironmentArguments, server.Program])]);
    }

    private void AddPostgresContainer(string engine, int port)
    {
        _script.Begin("export", $"POSTGRES_PASSWORD={_folder.Secret("POSTGRES_PASSWORD")}");
        AddContainer("postgres", engine, "INT", [
            "--env", "POSTGRES_PASSWORD", "--env", $"POSTGRES_USER={PostgresServer.UserName}", "--env", "POSTGRES_DB=postgres",
            "--publish", $"127.0.0.1:{port}:5432", PostgresImage, .. Options]);
    }

    private void AddRabbitMqContainer(string engine, ServerAddresses addresses)
    {
        AddRabbitMqCtl([engine, "exec", ContainerOf("rabbitmq"), "rabbitmqctl"]);
        _script.Begin("export", $"RABBITMQ_DEFAULT_PASS={_folder.Secret("RABBITMQ_PASSWORD")}");
        AddContainer("rabbitmq", engine, "TERM", [
            "--env", "RABBITMQ_DEFAULT_PASS", "--env", $"RABBITMQ_DEFAULT_USER={RabbitMqServer.UserName}",
            "--env", $"RABBITMQ_DEFAULT_VHOST={RabbitMqServer.UserName}", "--hostname", RabbitMqServer.UserName,
            "--publish", $"127.0.0.1:{addresses.RabbitMq.Port}:5672",
            "--publish", $"127.0.0.1:{addresses.RabbitMqManagement.Port}:15672", RabbitMqImage]);
    }

    // The client stays in the foreground. Where the supervisor is killed it gets a signal, which it passes on to the server. The supervisor itself kills the
    // client, and removes the container.
    private void AddContainer(string server, string engine, string deathSignal, IEnumerable<string> arguments)
    {
        string[] command = [engine, "run", "--rm", "--name", ContainerOf(server), .. arguments];
        _script.Remove(engine, "rm", "--force", "--volumes", ContainerOf(server));
        _script.Begin(["start", server, "KILL", .. new ServerUser(null, null).RunWithParent(deathSignal, command)]);
    }

    private void AddRabbitMqCtl(IReadOnlyList<string> command)
    {
        var file = _folder.Combine(RabbitMqCtl);
        _script.Remove("rm", "-f", "--", file);
        _script.Begin("write", file, $"exec {SupervisorScript.Quote(command)} \"$@\"\n");
    }

    private void AddFolder(string data)
    {
        _script.Begin("make_folder", data);
        _script.Remove("rm", "-rf", "--", data);
        if (Path.GetDirectoryName(data) is { } parent && parent != _folder.Path)
        {
            _script.Remove("rmdir", "--", parent);
        }
    }

    private void AddOwner(ServerUser user, params IEnumerable<string> paths)
    {
        if (user.IsAnother)
        {
            _script.Begin(["chown", "-R", user.Name!, .. paths]);
        }
    }

    private string[] NoSync() => _kind == SharedServerKind.Scratch ? ["--no-sync"] : [];

    private string ContainerOf(string server) =>
        string.Create(CultureInfo.InvariantCulture, $"metropool-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(_folder.Path)))[..12]}-{server}");
}
