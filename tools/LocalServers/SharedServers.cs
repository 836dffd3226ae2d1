namespace Metropool.LocalServers;

/// <summary>
/// A PostgreSQL and a RabbitMQ on loopback that processes share. They start for the first of these processes, and end, with their data, some seconds after
/// the last one has released them or has ended, however it ended.
/// </summary>
/// <remarks>
/// Each process holds a shared lock on a file. A supervisor outside of them (<c>supervisor.sh</c>) owns the servers, and waits for that lock to be free.
/// The servers end where the supervisor is killed, and the next process starts others.
/// </remarks>
public sealed class SharedServers : IAsyncDisposable
{
    // For a server that hangs; one that ends is noticed at once. A starved machine needs minutes, and so does the download of an image.
    private static readonly TimeSpan ReadyLimit = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan LockLimit = ReadyLimit + TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    // Test projects run one after another: the next one finds the servers of the one before.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(8);

    // An object that isn't disposed of holds its lock until the process ends, and not until it is collected as garbage.
    private static readonly HashSet<FileStream> Held = [];

    private readonly LocalFolder _folder;
    private readonly FileStream _use;

    private SharedServers(LocalFolder folder, FileStream use, ServerAddresses addresses)
    {
        (_folder, _use) = (folder, use);
        (Postgres, RabbitMq, RabbitMqManagement) = addresses;
        lock (Held)
        {
            Held.Add(use);
        }
    }

    /// <summary>Npgsql connection string to the maintenance database, of a superuser.</summary>
    public string Postgres { get; }

    /// <summary><c>amqp://</c> address, with the credentials of an administrator and a virtual host.</summary>
    public Uri RabbitMq { get; }

    /// <summary><c>http://</c> address of the broker's management API, with the same credentials.</summary>
    public Uri RabbitMqManagement { get; }

    /// <summary>Starts the servers, or joins those that run, and waits until they are ready.</summary>
    /// <param name="home">The folder that has their folder: processes with the same one share the servers.</param>
    /// <param name="kind">Which pair.</param>
    /// <param name="cancellationToken"></param>
    /// <exception cref="LocalServerException">A server isn't installed and no container engine answers, or it doesn't start.</exception>
    public static Task<SharedServers> StartAsync(string home, SharedServerKind kind, CancellationToken cancellationToken = default) =>
        StartAsync(home, kind, SearchPlaces.OfThisMachine, Grace, cancellationToken);

    internal static async Task<SharedServers> StartAsync(
        string home, SharedServerKind kind, SearchPlaces places, TimeSpan grace, CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new LocalServerException($"PostgreSQL and RabbitMQ can be started on Linux only: give servers with {ServerAddresses.Variables}.");
        }

        var folder = LocalFolder.Open(Path.Combine(home, kind == SharedServerKind.Scratch ? "test-servers" : "durable-servers"), keepsSecrets: false);
        await using var start = await new FileLock(folder, "start.lock").AwaitAsync(file => file.TryTake(), LockLimit, cancellationToken);
        var use = await new FileLock(folder, "users.lock").AwaitAsync(file => file.TryShare(), LockLimit, cancellationToken);
        try
        {
            var supervisor = new Supervisor(folder);
            var addresses = await AwaitReadyAsync(folder, supervisor, cancellationToken);
            if (addresses is null)
            {
                await supervisor.StartAsync(await SharedServerPlan.MakeAsync(folder, kind, places, cancellationToken), grace, cancellationToken);
                addresses = await AwaitReadyAsync(folder, supervisor, cancellationToken)
                    ?? throw new LocalServerException($"PostgreSQL and RabbitMQ did not start: {supervisor.LastMessage()}");
            }

            return new SharedServers(folder, use, addresses);
        }
        catch
        {
            await use.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs the broker's own tool, such as <c>rabbitmqctl stop_app</c>.</summary>
    /// <returns>What it printed.</returns>
    /// <exception cref="LocalServerException">It failed, with what it said.</exception>
    public Task<string> RabbitMqCtlAsync(params IReadOnlyList<string> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return Command.RequireAsync(["/bin/sh", _folder.Combine(SharedServerPlan.RabbitMqCtl), .. arguments], $"rabbitmqctl {string.Join(' ', arguments)}");
    }

    /// <summary>Releases the servers.</summary>
    public ValueTask DisposeAsync()
    {
        lock (Held)
        {
            Held.Remove(_use);
        }

        return _use.DisposeAsync();
    }

    // Null where no supervisor runs, or it ends.
    private static async Task<ServerAddresses?> AwaitReadyAsync(LocalFolder folder, Supervisor supervisor, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(ReadyLimit);
        while (supervisor.IsRunning)
        {
            if (ServerAddresses.Read(folder) is { } addresses && await addresses.AreReadyAsync(cancellationToken))
            {
                return addresses;
            }

            if (limit.IsCancellationRequested)
            {
                throw new LocalServerException($"PostgreSQL and RabbitMQ were not ready after {ReadyLimit.TotalMinutes:0} minutes: {folder.Logs} says why.");
            }

            await Task.Delay(Interval, cancellationToken);
        }

        return null;
    }
}
