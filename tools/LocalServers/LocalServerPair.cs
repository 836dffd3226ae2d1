
namespace Metropool.LocalServers;

/// <summary>A PostgreSQL and a RabbitMQ that this process starts and stops.</summary>
public sealed class LocalServerPair : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private readonly List<ServerProcess> _processes = [];

    private LocalServerPair(PostgresServer postgres, RabbitMqServer rabbitMq) => (Postgres, RabbitMq) = (postgres, rabbitMq);

    /// <summary>The database server.</summary>
    public PostgresServer Postgres { get; }

    /// <summary>The broker.</summary>
    public RabbitMqServer RabbitMq { get; }

    /// <summary>Finds and starts both, and waits until they accept connections.</summary>
    /// <exception cref="LocalServerException">One isn't installed, or doesn't start.</exception>
    public static async Task<LocalServerPair> StartAsync(LocalFolder folder, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var pair = new LocalServerPair(await PostgresServer.FindAsync(folder), await RabbitMqServer.FindAsync(folder));
        try
        {
            await Task.WhenAll(pair.StartPostgresAsync(folder, cancellationToken), pair.StartRabbitMqAsync(folder, cancellationToken));
            return pair;
        }
        catch
        {
            await pair.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops both: the broker before its port mapper.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var process in Enumerable.Reverse(_processes))
        {
            await process.DisposeAsync();
        }
    }

    private async Task StartPostgresAsync(LocalFolder folder, CancellationToken cancellationToken)
    {
        await Postgres.PrepareAsync(cancellationToken);
        await AwaitAsync(Start(folder, "postgres", Postgres.Command), "postgres", Postgres.IsReadyAsync, folder, cancellationToken);
    }

    private async Task StartRabbitMqAsync(LocalFolder folder, CancellationToken cancellationToken)
    {
        Start(folder, "epmd", RabbitMq.PortMapperCommand);
        await RabbitMq.PrepareAsync(cancellationToken);
        await AwaitAsync(Start(folder, "rabbitmq", RabbitMq.Command), "rabbitmq", RabbitMq.IsReadyAsync, folder, cancellationToken);
    }

    private ServerProcess Start(LocalFolder folder, string name, ServerCommand command)
    {
        folder.StartLog(name).Dispose();
        var process = ServerProcess.Start(command, Path.Combine(folder.Logs, $"{name}.log"));
        lock (_processes)
        {
            _processes.Add(process);
        }

        return process;
    }

    private static async Task AwaitAsync(
        ServerProcess process, string name, Func<CancellationToken, Task<bool>> isReady, LocalFolder folder, CancellationToken cancellationToken)
    {
        while (!await isReady(cancellationToken))
        {
            if (process.HasExited)
            {
                throw new LocalServerException($"{name} ended while it started: {Path.Combine(folder.Logs, $"{name}.log")} says why.");
            }

            await Task.Delay(Interval, cancellationToken);
        }
    }
}
