using Metropool.LocalServers;

namespace Metropool.Testing.Servers;

/// <summary>
/// Finds the PostgreSQL and RabbitMQ that the tests use: those that <c>METROPOOL_POSTGRES</c>, <c>METROPOOL_RABBITMQ</c> and
/// <c>METROPOOL_RABBITMQ_MANAGEMENT</c> name, else a pair that is started for the tests of this checkout.
/// All test processes share that pair; it ends when the last of them has ended. It doesn't wait for the disk; <see cref="DurableServers"/> do.
/// </summary>
public static class TestServers
{
    private const string Postgres = "METROPOOL_POSTGRES";
    private const string RabbitMq = "METROPOOL_RABBITMQ";
    private const string RabbitMqManagement = "METROPOOL_RABBITMQ_MANAGEMENT";
    private static readonly string[] Variables = [Postgres, RabbitMq, RabbitMqManagement];

    private static readonly Lock _gate = new();
    private static Task<TestServerAddresses>? _addresses;

    /// <summary>Whether the variables name servers.</summary>
    public static bool AreGiven => Array.Exists(Variables, name => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name)));

    /// <summary>The addresses of the servers; they answer.</summary>
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

    // The pair is used until this process ends.
    internal static Task<SharedServers> StartAsync(SharedServerKind kind)
    {
        var home = Environment.GetEnvironmentVariable("METROPOOL_HOME") is { Length: > 0 } given ? given : ".run";
        return SharedServers.StartAsync(Path.Combine(Repository.Root, home), kind, CancellationToken.None);
    }

    internal static TestServerAddresses AddressesOf(SharedServers servers) => new(servers.Postgres, servers.RabbitMq, servers.RabbitMqManagement);

    private static async Task<TestServerAddresses> FindAsync()
    {
        var given = Variables
            .Select(name => (Name: name, Value: Environment.GetEnvironmentVariable(name)))
            .Where(variable => !string.IsNullOrEmpty(variable.Value))
            .ToDictionary(variable => variable.Name, variable => variable.Value!);
        if (given.Count == 0)
        {
            return AddressesOf(await StartAsync(SharedServerKind.Scratch));
        }

        var missing = Variables.Except(given.Keys).ToArray();
        return missing.Length == 0
            ? new TestServerAddresses(given[Postgres], new Uri(given[RabbitMq]), new Uri(given[RabbitMqManagement]))
            : throw new InvalidOperationException($"Tests on given servers need all three of {string.Join(", ", Variables)}; missing: {string.Join(", ", missing)}.");
    }
}
