using Metropool.LocalServers;

namespace Metropool.Testing.Servers;

/// <summary>
/// Separate PostgreSQL and RabbitMQ servers that flush to disk, as the platform's servers do: for benchmarks, and for tests that stop a server or exhaust its
/// memory, which must not affect other tests. They end when this process has ended.
/// </summary>
public sealed class DurableServers
{
    private static SharedServers? _servers;

    private DurableServers(TestServerAddresses addresses) => Addresses = addresses;

    /// <summary>The addresses.</summary>
    public TestServerAddresses Addresses { get; }

    /// <summary>Starts the servers, unless they are running.</summary>
    /// <exception cref="LocalServerException">The servers could not be started.</exception>
    public static async Task<DurableServers> StartAsync()
    {
        var servers = await TestServers.StartAsync(SharedServerKind.Durable);
        if (Interlocked.Exchange(ref _servers, servers) is { } before)
        {
            await before.DisposeAsync();
        }

        return new DurableServers(TestServers.AddressesOf(servers));
    }

    /// <summary>Runs <c>rabbitmqctl</c>.</summary>
    /// <param name="arguments">Such as <c>stop_app</c>.</param>
    /// <exception cref="InvalidOperationException">The servers have not been started.</exception>
    /// <exception cref="LocalServerException">The command failed.</exception>
    public static Task RabbitMqCtlAsync(params IReadOnlyList<string> arguments) =>
        (_servers ?? throw new InvalidOperationException("The durable servers have not been started.")).RabbitMqCtlAsync(arguments);
}
