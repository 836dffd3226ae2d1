namespace Metropool.Testing.Servers;

/// <summary>
/// Finds the PostgreSQL and RabbitMQ that the tests use: those that <c>METROPOOL_POSTGRES</c>, <c>METROPOOL_RABBITMQ</c> and
/// <c>METROPOOL_RABBITMQ_MANAGEMENT</c> name (<c>./metropool test</c> sets them), else a pair that <c>./metropool servers start</c> starts.
/// All test processes share that pair; it ends when the last of them has gone. It doesn't wait for the disk; <see cref="DurableServers"/> do.
/// </summary>
public static class TestServers
{
    private static readonly Lock _gate = new();
    private static Task<TestServerAddresses>? _addresses;

    /// <summary>The addresses of the servers; they answer.</summary>
    /// <exception cref="InvalidOperationException">Some of the variables are set but not all, or the servers could not be started.</exception>
    public static Task<TestServerAddresses> GetAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _addresses ??= FindAsync();
        }

        return _addresses.WaitAsync(cancellationToken);
    }

    private static async Task<TestServerAddresses> FindAsync()
    {
        var given = ServerScript.Variables
            .Select(name => (Name: name, Value: Environment.GetEnvironmentVariable(name)))
            .Where(variable => !string.IsNullOrEmpty(variable.Value))
            .ToDictionary(variable => variable.Name, variable => variable.Value!);
        return given.Count == 0 ? await ServerScript.StartAsync() : ServerScript.Of(given);
    }
}
