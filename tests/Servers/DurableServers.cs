namespace Metropool.Testing.Servers;

/// <summary>
/// Another PostgreSQL and RabbitMQ, that wait for the disk as the platform's servers do: for measurements, and for tests that stop or starve a server,
/// which those that the other tests use must not suffer from. They end when this process has gone.
/// </summary>
public sealed class DurableServers
{
    private DurableServers(TestServerAddresses addresses) => Addresses = addresses;

    /// <summary>Where they are.</summary>
    public TestServerAddresses Addresses { get; }

    /// <summary>Starts them.</summary>
    /// <exception cref="InvalidOperationException">They could not be started.</exception>
    public static async Task<DurableServers> StartAsync() => new(await ServerScript.StartAsync("durable"));

    /// <summary>Runs the broker's own tool.</summary>
    /// <param name="arguments">Such as <c>stop_app</c>.</param>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static Task RabbitMqCtlAsync(params IReadOnlyList<string> arguments) => ServerScript.RunAsync(["durable", "rabbitmqctl", .. arguments]);
}
