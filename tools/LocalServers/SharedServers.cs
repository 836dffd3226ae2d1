namespace Metropool.LocalServers;

/// <summary>
/// A PostgreSQL and a RabbitMQ on loopback that processes share. They start for the first process. Some seconds after the last process has released them or has
/// ended, they end and their data is deleted.
/// </summary>
/// <remarks>
/// Each process holds a shared lock on a file. A separate supervisor process (<c>supervisor.sh</c>) owns the servers and waits until the lock is free.
/// If the supervisor is killed, the servers end, and the next process starts new ones.
/// </remarks>
public sealed class SharedServers : IAsyncDisposable
{
    // For servers that hang; one that ends is noticed at once. An overloaded machine or the download of an image takes minutes.
    private static readonly TimeSpan ReadyTimeout = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan LockTimeout = ReadyTimeout + TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    // Test projects run one after another. Within this time, the next one can use the servers of the previous one.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(8);

    // Keeps the lock of an object that isn't disposed until the process ends, because the garbage collector would release it.
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

    /// <summary>The Npgsql connection string of a superuser to the maintenance database.</summary>
    public string Postgres { get; }

    /// <summary>The <c>amqp://</c> address, with the credentials of an administrator and a virtual host.</summary>
    public Uri RabbitMq { get; }

    /// <summary>The <c>http://</c> address of the broker's management API, with the same credentials.</summary>
    public Uri RabbitMqManagement { get; }

    /// <summary>Starts the servers, unless they are running, and waits until they are ready.</summary>
    /// <param name="home">The parent of their folder. Processes with the same parent share the servers.</param>
    /// <param name="kind">The kind of servers.</param>
    /// <param name="cancellationToken"></param>
    /// <exception cref="LocalServerException">A server isn't installed and no container engine is available, or a server doesn't start.</exception>
    public static Task<SharedServers> StartAsync(string home, SharedServerKind kind, CancellationToken cancellationToken = default) =>
        StartAsync(home, kind, SearchPaths.Default, Grace, cancellationToken);

    internal static async Task<SharedServers> StartAsync(
        string home, SharedServerKind kind, SearchPaths paths, TimeSpan grace, CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new LocalServerException($"PostgreSQL and RabbitMQ can be started on Linux only: set {ServerAddresses.Variables} to external servers.");
        }

        var folder = LocalFolder.Open(Path.Combine(home, kind == SharedServerKind.NonDurable ? "test-servers" : "durable-servers"), storesSecrets: false);
        await using var start = await new FileLock(folder, "start.lock").AcquireAsync(file => file.TryAcquire(), LockTimeout, cancellationToken);
        var use = await new FileLock(folder, "users.lock").AcquireAsync(file => file.TryAcquireShared(), LockTimeout, cancellationToken);
        try
        {
            var supervisor = new Supervisor(folder);
            var addresses = await WaitUntilReadyAsync(folder, supervisor, cancellationToken);
            if (addresses is null)
            {
                await supervisor.StartAsync(await SharedServerPlan.CreateAsync(folder, kind, paths, cancellationToken), grace, cancellationToken);
                addresses = await WaitUntilReadyAsync(folder, supervisor, cancellationToken)
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

    /// <summary>Runs <c>rabbitmqctl</c>, for example <c>rabbitmqctl stop_app</c>.</summary>
    /// <returns>The output.</returns>
    /// <exception cref="LocalServerException">The command failed. The message contains its output.</exception>
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

    // Returns null if no supervisor is running or it ends.
    private static async Task<ServerAddresses?> WaitUntilReadyAsync(LocalFolder folder, Supervisor supervisor, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(ReadyTimeout);
        while (supervisor.IsRunning)
        {
            if (ServerAddresses.Read(folder) is { } addresses && await addresses.AreReadyAsync(cancellationToken))
            {
                return addresses;
            }

            if (timeout.IsCancellationRequested)
            {
                throw new LocalServerException(
                    $"PostgreSQL and RabbitMQ were not ready after {ReadyTimeout.TotalMinutes:0} minutes: see the logs in {folder.Logs}.");
            }

            await Task.Delay(Interval, cancellationToken);
        }

        return null;
    }
}
