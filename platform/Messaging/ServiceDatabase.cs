using Npgsql;

namespace Metropool.Messaging;

/// <summary>The connection of a service to its database.</summary>
public static class ServiceDatabase
{
    private const int PreparedStatements = 100;

    /// <summary>
    /// Returns the connection string with automatic preparation of repeated statements, which PostgreSQL then parses and plans once per connection. A string
    /// that sets <c>Max Auto Prepare</c> isn't changed: a pooler in transaction mode may need 0.
    /// </summary>
    public static string? ConnectionString(string? given) =>
        string.IsNullOrWhiteSpace(given) || given.Replace(" ", "", StringComparison.Ordinal).Contains("MaxAutoPrepare", StringComparison.OrdinalIgnoreCase)
            ? given
            : new NpgsqlConnectionStringBuilder(given) { MaxAutoPrepare = PreparedStatements, AutoPrepareMinUsages = 2 }.ConnectionString;

    /// <summary>
    /// Whether a transaction was lost because its connection broke between two statements. Npgsql then throws an exception of its own: "Transaction is
    /// already completed".
    /// </summary>
    public static bool IsLostTransaction(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return exception.GetType() == typeof(InvalidOperationException) && exception.Source == nameof(Npgsql);
    }
}
