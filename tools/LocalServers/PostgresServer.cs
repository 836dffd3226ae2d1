using System.Globalization;

namespace Metropool.LocalServers;

/// <summary>An installed PostgreSQL with data and a password of our own, on loopback.</summary>
public sealed class PostgresServer
{
    /// <summary>The user that owns the databases.</summary>
    public const string UserName = "metropool";

    private const int OldestMajor = 15;

    // SIGTERM is "when the last client has gone" for PostgreSQL, and SIGINT "now, in good order": the shell turns the one into the other.
    // Where the shell itself is killed, PostgreSQL gets SIGINT as well. A wait that a signal interrupted is repeated.
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
        Command = ServerCommand.Of(user.Run(["/bin/sh", "-c", Start, "sh", .. Arguments, "-c", "max_connections=300"]));
    }

    /// <summary>Its version.</summary>
    public Version Version { get; }

    /// <summary>The port that it listens on, on loopback alone.</summary>
    public int Port { get; } = LocalPorts.Next();

    /// <summary>The password of <see cref="UserName"/>.</summary>
    public string Password => _folder.Secret("POSTGRES_PASSWORD");

    /// <summary>How it is started, after <see cref="PrepareAsync"/>.</summary>
    public ServerCommand Command { get; }

    /// <summary>What is needed, for messages.</summary>
    internal static string Needed => $"PostgreSQL {OldestMajor} or newer";

    /// <summary>The user that it runs as.</summary>
    internal ServerUser User { get; }

    /// <summary>The folder of its data.</summary>
    internal string Data { get; }

    /// <summary>The program with its arguments; it ends in good order on SIGINT.</summary>
    internal IReadOnlyList<string> Arguments =>
    [
        $"{_programs}/postgres", "-D", Data, "-p", Port.ToString(CultureInfo.InvariantCulture),
        "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=",
    ];

    /// <summary>The newest that is installed, or the one that made the data that exists.</summary>
    /// <exception cref="LocalServerException">There is none.</exception>
    public static Task<PostgresServer> FindAsync(LocalFolder folder) => FindAsync(folder, SearchPlaces.OfThisMachine);

    /// <summary>Makes its data folder where there is none, and waits for the server of an earlier run to end.</summary>
    /// <exception cref="LocalServerException">It can't be made, or is in use.</exception>
    public async Task PrepareAsync(CancellationToken cancellationToken = default)
    {
        await ServerData.AwaitFreeAsync($"{Data}/postmaster.pid", "postgres", Data, cancellationToken);
        var isEmpty = LocalFolder.IsEmpty(Data);
        if (!isEmpty && !File.Exists($"{Data}/PG_VERSION"))
        {
            throw new LocalServerException($"{Data} holds something that is no PostgreSQL data: move it away, or set METROPOOL_HOME to another folder.");
        }

        await _folder.MakeDataFolderAsync(User, Data, cancellationToken);
        if (!isEmpty)
        {
            return;
        }

        // It becomes the data folder when it is whole: initdb writes PG_VERSION first. The password is in a file for this one command only.
        var made = $"{Data}.new";
        if (Directory.Exists(made))
        {
            Directory.Delete(made, recursive: true);
        }

        Directory.Move(Data, made);
        var passwordFile = $"{Data}.password";
        _folder.WriteFile(passwordFile, Password);
        try
        {
            await User.OwnAsync(passwordFile, cancellationToken);
            await LocalServers.Command.RequireAsync(
                User.Run(InitDb(made, passwordFile)),
                "Making PostgreSQL's data folder",
                cancellationToken);
        }
        finally
        {
            File.Delete(passwordFile);
        }

        Directory.Move(made, Data);
    }

    /// <summary>The command that makes a data folder.</summary>
    internal IReadOnlyList<string> InitDb(string data, string passwordFile) =>
    [
        $"{_programs}/initdb", $"--pgdata={data}", $"--username={UserName}", $"--pwfile={passwordFile}", "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8",
    ];

    internal static async Task<PostgresServer> FindAsync(LocalFolder folder, SearchPlaces places)
    {
        var user = await ServerUser.OfAsync("postgres");
        var data = await folder.DataFolderAsync(user, "postgres");
        var madeBy = File.Exists($"{data}/PG_VERSION") ? (await File.ReadAllTextAsync($"{data}/PG_VERSION")).Trim() : null;
        var (programs, version) = await InstalledAsync(places)
            .OrderByDescending(found => found.Version)
            .FirstOrDefaultAsync(found => madeBy is null || found.Version.Major.ToString(CultureInfo.InvariantCulture) == madeBy);
        if (programs is null)
        {
            throw new LocalServerException(madeBy is null
                ? $"{Needed} is needed: install it (on Debian: apt-get install postgresql), start a container engine, "
                    + "or give a server with ConnectionStrings__postgres."
                : $"The data in {data} was made by PostgreSQL {madeBy}, which isn't installed: "
                    + "install that version, or remove the folder and with it the data.");
        }

        return new PostgresServer(folder, user, programs, data, version);
    }

    /// <summary>The newest that is installed, whatever data there is; null where none is.</summary>
    internal static async Task<PostgresServer?> FindNewestAsync(LocalFolder folder, SearchPlaces places)
    {
        var (programs, version) = await InstalledAsync(places).OrderByDescending(found => found.Version).FirstOrDefaultAsync();
        if (programs is null)
        {
            return null;
        }

        var user = await ServerUser.OfAsync("postgres");
        return new PostgresServer(folder, user, programs, await folder.DataFolderAsync(user, "postgres"), version);
    }

    private static async IAsyncEnumerable<(string Programs, Version Version)> InstalledAsync(SearchPlaces places)
    {
        // Debian's folders, those of PostgreSQL's own packages for Red Hat, and those of its sources.
        IEnumerable<string> folders =
            [.. places.Folders("usr/lib/postgresql/*/bin"), .. places.Folders("usr/pgsql-*/bin"), .. places.Folders("usr/local/pgsql/bin")];
        folders = places.Program("postgres") is { } program ? folders.Append(Path.GetDirectoryName(program)!) : folders;
        foreach (var folder in folders.Distinct().Where(folder => File.Exists($"{folder}/postgres") && File.Exists($"{folder}/initdb")))
        {
            // Such as: postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)
            var (_, output) = await LocalServers.Command.RunAsync([$"{folder}/postgres", "--version"]);
            if (output.Split(' ') is [_, _, var text, ..] && Version.TryParse(text.Trim(), out var version) && version.Major >= OldestMajor)
            {
                yield return (folder, version);
            }
        }
    }
}
