using Npgsql;

namespace Metropool.Messaging;

/// <summary>How a service talks to its database.</summary>
public static class ServiceDatabase
{
    private const int PreparedStatements = 100;

    /// <summary>
    /// The connection string, with statements prepared that come back: PostgreSQL then parses and plans them once a connection.
    /// A string that says itself how many (<c>Max Auto Prepare</c>) is left as it is: a pooler in between that lends a connection for a transaction may need 0.
    /// </summary>
    public static string? ConnectionString(string? given) =>
        string.IsNullOrWhiteSpace(given) || given.Replace(" ", "", StringComparison.Ordinal).Contains("MaxAutoPrepare", StringComparison.OrdinalIgnoreCase)
            ? given
            : new NpgsqlConnectionStringBuilder(given) { MaxAutoPrepare = PreparedStatements, AutoPrepareMinUsages = 2 }.ConnectionString;

    /// <summary>
    /// Whether an exception says that a transaction was lost with its connection, between two statements. The driver then has no error of the server's to tell, and
    /// finds the transaction that a command belongs to ended: "Transaction is already completed".
    /// </summary>
    public static bool IsLostTransaction(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return exception.GetType() == typeof(InvalidOperationException) && exception.Source == nameof(Npgsql);
    }
}
