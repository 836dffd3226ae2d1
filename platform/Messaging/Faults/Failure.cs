using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Metropool.Messaging.Faults;

/// <summary>The cause of a consumer's exception.</summary>
internal enum FailureKind
{
    /// <summary>The message or its consumer.</summary>
    Message,

    /// <summary>A concurrent change: a retry can succeed.</summary>
    Conflict,

    /// <summary>Possibly an outage of the database; <see cref="DatabaseProbe"/> checks it.</summary>
    Database,
}

/// <summary>Classifies failures.</summary>
internal static class Failure
{
    public static FailureKind KindOf(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            switch (e)
            {
                case PostgresException
                {
                    SqlState: PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected
                }:
                case DbUpdateConcurrencyException:
                    return FailureKind.Conflict;

                // Connection exceptions, insufficient resources, operator intervention other than a cancelled statement, and a read-only standby.
                case PostgresException postgres:
                    return postgres.SqlState[..2] is "08" or "53" || (postgres.SqlState[..2] == "57" && postgres.SqlState != PostgresErrorCodes.QueryCanceled)
                        || postgres.SqlState == PostgresErrorCodes.ReadOnlySqlTransaction
                        ? FailureKind.Database : FailureKind.Message;

                // Other exceptions of Npgsql are about the connection: refused, lost, timed out, or none available.
                case NpgsqlException:
                case InvalidOperationException lost when ServiceDatabase.IsLostTransaction(lost):
                    return FailureKind.Database;
            }
        }

        return FailureKind.Message;
    }
}
