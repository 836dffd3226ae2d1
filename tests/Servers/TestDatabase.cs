using Npgsql;

namespace Metropool.Testing.Servers;

/// <summary>A database for one test fixture, dropped when disposed. A migration or <see cref="CreateAsync"/> creates it.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly string _maintenance;
    private readonly string _name;

    private TestDatabase(string maintenance, string name)
    {
        (_maintenance, _name) = (maintenance, name);
        ConnectionString = new NpgsqlConnectionStringBuilder(maintenance) { Database = name, MaxPoolSize = 40, IncludeErrorDetail = true }.ConnectionString;
    }

    /// <summary>The Npgsql connection string.</summary>
    public string ConnectionString { get; }

    /// <summary>Returns a database with a unique name.</summary>
    public static TestDatabase Named(TestServerAddresses servers, string prefix)
    {
        ArgumentNullException.ThrowIfNull(servers);
        return new(servers.Postgres, $"test_{prefix}_{Guid.NewGuid():N}");
    }

    /// <summary>Creates the empty database.</summary>
    public async Task CreateAsync()
    {
        await using var source = NpgsqlDataSource.Create(_maintenance);
        await using var command = source.CreateCommand($"CREATE DATABASE \"{_name}\"");
        await command.ExecuteNonQueryAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearPool(new NpgsqlConnection(ConnectionString));
        await using var source = NpgsqlDataSource.Create(_maintenance);
        await using var command = source.CreateCommand($"DROP DATABASE IF EXISTS \"{_name}\" WITH (FORCE)");
        await command.ExecuteNonQueryAsync();
    }
}
