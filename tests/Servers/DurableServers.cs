using Metropool.LocalServers;

namespace Metropool.Testing.Servers;

/// <summary>
/// Another PostgreSQL and RabbitMQ, that wait for the disk as the platform's servers do: for measurements, and for tests that stop or starve a server,
/// which those that the other tests use must not suffer from. They end when this process has ended.
/// </summary>
public sealed class DurableServers
{
    private static SharedServers? _servers;

    private DurableServers(TestServerAddresses addresses) => Addresses = addresses;

    /// <summary>Where they are.</summary>
    public TestServerAddresses Addresses { get; }

    /// <summary>Starts them, unless they run.</summary>
    /// <exception cref="LocalServerException">They could not be started.</exception>
    public static async Task<DurableServers> StartAsync()
    {
        var servers = await TestServers.StartAsync(SharedServerKind.Durable);
        if (Interlocked.Exchange(ref _servers, servers) is { } before)
        {
            await before.DisposeAsync();
        }

        return new DurableServers(TestServers.AddressesOf(servers));
    }

    /// <summary>Runs the broker's own tool.</summary>
    /// <param name="arguments">Such as <c>stop_app</c>.</param>
    /// <exception cref="InvalidOperationException">They have not been started.</exception>
    /// <exception cref="LocalServerException">It failed.</exception>
    public static Task RabbitMqCtlAsync(params IReadOnlyList<string> arguments) =>
        (_servers ?? throw new InvalidOperationException("The durable servers have not been started.")).RabbitMqCtlAsync(arguments);
}
