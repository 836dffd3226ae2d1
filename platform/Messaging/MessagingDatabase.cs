using Npgsql;

namespace Metropool.Messaging;

/// <summary>
/// The service's database for relays and jobs: a few connections beside those of the <c>DbContext</c>, so that they never wait for the connection of a
/// request, and without spans, so that polling doesn't appear in traces.
/// </summary>
internal sealed class MessagingDatabase(string? connectionString, string service) : IAsyncDisposable
{
    private readonly Lazy<NpgsqlDataSource> _source = new(() =>
    {
        var builder = new NpgsqlDataSourceBuilder(connectionString);
        builder.ConnectionStringBuilder.ApplicationName = $"{service} messaging";
        builder.ConnectionStringBuilder.MaxPoolSize = 3;
        builder.ConnectionStringBuilder.MaxAutoPrepare = 10;
        builder.ConnectionStringBuilder.AutoPrepareMinUsages = 2;
        builder.ConfigureTracing(tracing => tracing.ConfigureCommandFilter(_ => false).ConfigureBatchFilter(_ => false).EnablePhysicalOpenTracing(false));
        return builder.Build();
    });

    public NpgsqlDataSource Source => _source.Value;

    private string ConnectionString => connectionString ?? throw new InvalidOperationException("The service's database has no connection string.");

    /// <summary>Queries the database over a new connection.</summary>
    /// <exception cref="NpgsqlException">The database doesn't respond.</exception>
    public async Task ProbeAsync()
    {
        var unpooled = new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = false, Timeout = 5, CommandTimeout = 5 };
        await using var connection = new NpgsqlConnection(unpooled.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT 1", connection);
        await command.ExecuteScalarAsync();
    }

    /// <summary>Closes the idle connections of the <c>DbContext</c>.</summary>
    public void ClearConsumersPool()
    {
        using var connection = new NpgsqlConnection(ConnectionString);
        NpgsqlConnection.ClearPool(connection);
    }

    public ValueTask DisposeAsync() => _source.IsValueCreated ? _source.Value.DisposeAsync() : ValueTask.CompletedTask;
}
