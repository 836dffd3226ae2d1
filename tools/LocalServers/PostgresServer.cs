using System.Globalization;

namespace Metropool.LocalServers;

/// <summary>An installed PostgreSQL with its own data and password, on loopback.</summary>
public sealed class PostgresServer
{
    /// <summary>The user that owns the databases.</summary>
    public const string UserName = "metropool";

    private const int MinMajorVersion = 15;

    // On SIGTERM, PostgreSQL waits until all clients have disconnected; on SIGINT it shuts down at once, but cleanly. The shell translates the first to the
    // second. If the shell is killed, PostgreSQL gets SIGINT as well. "wait" is repeated because a signal interrupts it.
    private const string Start = """
        trap 'kill -INT $server' INT TERM
        setpriv --pdeathsig INT -- "$@" &
        server=$!
        wait $server; code=$?
        while kill -0 $server 2>/dev/null; do wait $server; code=$?; done
        exit $code
        """;

    private readonly LocalFolder _folder;
    private readonly string _programs;

    private PostgresServer(LocalFolder folder, ServerUser user, string programs, string data, Version version)
    {
        (_folder, User, _programs, Data, Version) = (folder, user, programs, data, version);
        Command = ServerCommand.Of(user.CommandFor(["/bin/sh", "-c", Start, "sh", .. Arguments, "-c", "max_connections=300"]));
    }

    /// <summary>The version.</summary>
    public Version Version { get; }

    /// <summary>The port, on loopback only.</summary>
    public int Port { get; } = LocalPorts.Next();

    /// <summary>The password of <see cref="UserName"/>.</summary>
    public string Password => _folder.Secret("POSTGRES_PASSWORD");

    /// <summary>The command that starts the server, after <see cref="PrepareAsync"/>.</summary>
    public ServerCommand Command { get; }

    /// <summary>The required version, for messages.</summary>
    internal static string Requirement => $"PostgreSQL {MinMajorVersion} or newer";

    /// <summary>The user that the server runs as.</summary>
    internal ServerUser User { get; }

    /// <summary>The data folder.</summary>
    internal string Data { get; }

    /// <summary>The program with its arguments. It shuts down cleanly on SIGINT.</summary>
    internal IReadOnlyList<string> Arguments =>
    [
        $"{_programs}/postgres", "-D", Data, "-p", Port.ToString(CultureInfo.InvariantCulture),
        "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=",
    ];

    /// <summary>Finds the newest installed version or, if data exists, the version that created it.</summary>
    /// <exception cref="LocalServerException">The version is not installed.</exception>
    public static Task<PostgresServer> FindAsync(LocalFolder folder) => FindAsync(folder, SearchPaths.Default);

    /// <summary>Waits for the server of an earlier run to end, and creates the data folder if it doesn't exist.</summary>
    /// <exception cref="LocalServerException">The data folder can't be created or is in use.</exception>
    public async Task PrepareAsync(CancellationToken cancellationToken = default)
    {
        await ServerData.WaitUntilUnusedAsync($"{Data}/postmaster.pid", "postgres", Data, cancellationToken);
        var isEmpty = LocalFolder.IsEmpty(Data);
        if (!isEmpty && !File.Exists($"{Data}/PG_VERSION"))
        {
            throw new LocalServerException($"{Data} contains files that are not PostgreSQL data: move them, or set METROPOOL_HOME to another folder.");
        }

        await _folder.CreateDataFolderAsync(User, Data, cancellationToken);
        if (!isEmpty)
        {
            return;
        }

        // The folder is renamed when it is complete, because initdb writes PG_VERSION first. The password file exists only during initdb.
        var incomplete = $"{Data}.new";
        if (Directory.Exists(incomplete))
        {
            Directory.Delete(incomplete, recursive: true);
        }

        Directory.Move(Data, incomplete);
        var passwordFile = $"{Data}.password";
        _folder.WriteFile(passwordFile, Password);
        try
        {
            await User.ChangeOwnerAsync(passwordFile, cancellationToken);
            await LocalServers.Command.RequireAsync(
                User.CommandFor(InitDb(incomplete, passwordFile)),
                "Creating PostgreSQL's data folder",
                cancellationToken);
        }
        finally
        {
            File.Delete(passwordFile);
        }

        Directory.Move(incomplete, Data);
    }

    /// <summary>The command that creates a data folder.</summary>
    internal IReadOnlyList<string> InitDb(string data, string passwordFile) =>
    [
        $"{_programs}/initdb", $"--pgdata={data}", $"--username={UserName}", $"--pwfile={passwordFile}", 
        "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8",
    ];

    internal static async Task<PostgresServer> FindAsync(LocalFolder folder, SearchPaths paths)
    {
        var user = await ServerUser.ForServerAsync("postgres");
        var data = await folder.DataFolderAsync(user, "postgres");
        var dataVersion = File.Exists($"{data}/PG_VERSION") ? (await File.ReadAllTextAsync($"{data}/PG_VERSION")).Trim() : null;
        var (programs, version) = await InstalledAsync(paths)
            .OrderByDescending(found => found.Version)
            .FirstOrDefaultAsync(found => dataVersion is null || found.Version.Major.ToString(CultureInfo.InvariantCulture) == dataVersion);
        if (programs is null)
        {
            throw new LocalServerException(dataVersion is null
                ? $"{Requirement} is required: install it (on Debian: apt-get install postgresql), start a container engine, "
                    + "or set ConnectionStrings__postgres to a server."
                : $"The data in {data} was created by PostgreSQL {dataVersion}, which isn't installed: "
                    + "install that version, or delete the folder and its data.");
        }

        return new PostgresServer(folder, user, programs, data, version);
    }

    /// <summary>Finds the newest installed version, whether or not data exists; null if none is installed.</summary>
    internal static async Task<PostgresServer?> FindNewestAsync(LocalFolder folder, SearchPaths paths)
    {
        var (programs, version) = await InstalledAsync(paths).OrderByDescending(found => found.Version).FirstOrDefaultAsync();
        if (programs is null)
        {
            return null;
        }

        var user = await ServerUser.ForServerAsync("postgres");
        return new PostgresServer(folder, user, programs, await folder.DataFolderAsync(user, "postgres"), version);
    }

    private static async IAsyncEnumerable<(string Programs, Version Version)> InstalledAsync(SearchPaths paths)
    {
        // The folders of Debian's packages, of PostgreSQL's packages for Red Hat, and of a build from source.
        IEnumerable<string> folders =
            [.. paths.Folders("usr/lib/postgresql/*/bin"), .. paths.Folders("usr/pgsql-*/bin"), .. paths.Folders("usr/local/pgsql/bin")];
        folders = paths.Program("postgres") is { } program ? folders.Append(Path.GetDirectoryName(program)!) : folders;
        foreach (var folder in folders.Distinct().Where(folder => File.Exists($"{folder}/postgres") && File.Exists($"{folder}/initdb")))
        {
            // The output is, for example: postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)
            var (_, output) = await LocalServers.Command.RunAsync([$"{folder}/postgres", "--version"]);
            if (output.Split(' ') is [_, _, var text, ..] && Version.TryParse(text.Trim(), out var version) && version.Major >= MinMajorVersion)
            {
                yield return (folder, version);
            }
        }
    }
}
