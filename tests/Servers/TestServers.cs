using Metropool.LocalServers;

namespace Metropool.Testing.Servers;

/// <summary>
/// Finds the PostgreSQL and RabbitMQ servers for tests: the external ones in <c>METROPOOL_POSTGRES</c>, <c>METROPOOL_RABBITMQ</c> and
/// <c>METROPOOL_RABBITMQ_MANAGEMENT</c>, or else servers that all test processes of this checkout share. The shared servers end when the last process has
/// ended. They don't flush to disk; <see cref="DurableServers"/> do.
/// </summary>
public static class TestServers
{
    private const string Postgres = "METROPOOL_POSTGRES";
    private const string RabbitMq = "METROPOOL_RABBITMQ";
    private const string RabbitMqManagement = "METROPOOL_RABBITMQ_MANAGEMENT";
    private static readonly string[] Variables = [Postgres, RabbitMq, RabbitMqManagement];

    private static readonly Lock _gate = new();
    private static Task<TestServerAddresses>? _addresses;

    /// <summary>Whether the environment variables are set to external servers.</summary>
    public static bool AreExternal => Array.Exists(Variables, name => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name)));

    /// <summary>Starts the shared servers if necessary, and returns the addresses.</summary>
    /// <exception cref="InvalidOperationException">Some of the variables are set but not all.</exception>
    /// <exception cref="LocalServerException">The servers could not be started.</exception>
    public static Task<TestServerAddresses> GetAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _addresses ??= FindAsync();
        }

        return _addresses.WaitAsync(cancellationToken);
    }

    // The servers are used until this process ends.
    internal static Task<SharedServers> StartAsync(SharedServerKind kind)
    {
        var home = Environment.GetEnvironmentVariable("METROPOOL_HOME") is { Length: > 0 } configured ? configured : ".run";
        return SharedServers.StartAsync(Path.Combine(Repository.Root, home), kind, CancellationToken.None);
    }

    internal static TestServerAddresses AddressesOf(SharedServers servers) => new(servers.Postgres, servers.RabbitMq, servers.RabbitMqManagement);

    private static async Task<TestServerAddresses> FindAsync()
    {
        var values = Variables
            .Select(name => (Name: name, Value: Environment.GetEnvironmentVariable(name)))
            .Where(variable => !string.IsNullOrEmpty(variable.Value))
            .ToDictionary(variable => variable.Name, variable => variable.Value!);
        if (values.Count == 0)
        {
            return AddressesOf(await StartAsync(SharedServerKind.NonDurable));
        }

        var missing = Variables.Except(values.Keys).ToArray();
        return missing.Length == 0
            ? new TestServerAddresses(values[Postgres], new Uri(values[RabbitMq]), new Uri(values[RabbitMqManagement]))
            : throw new InvalidOperationException(
                $"External servers require all of {string.Join(", ", Variables)}. Not set: {string.Join(", ", missing)}.");
    }
}
