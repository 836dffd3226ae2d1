using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Metropool.Messaging.Faults;

/// <summary>What a consumer's exception says about whose fault it is.</summary>
internal enum FailureKind
{
    /// <summary>The message's, or its consumer's.</summary>
    Message,

    /// <summary>Somebody else's change at the same moment: it will go well if it is simply done again.</summary>
    Conflict,

    /// <summary>Perhaps the database's: it has to be asked.</summary>
    Database,
}

/// <summary>Tells failures apart.</summary>
internal static class Failure
{
    public static FailureKind KindOf(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            switch (e)
            {
                case PostgresException { SqlState: PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected }:
                case DbUpdateConcurrencyException:
                    return FailureKind.Conflict;

                // Connection exceptions, insufficient resources, operator intervention other than a cancelled statement, and a standby that takes no writes.
                case PostgresException postgres:
                    return postgres.SqlState[..2] is "08" or "53" || (postgres.SqlState[..2] == "57" && postgres.SqlState != PostgresErrorCodes.QueryCanceled)
                        || postgres.SqlState == PostgresErrorCodes.ReadOnlySqlTransaction
                        ? FailureKind.Database : FailureKind.Message;

                // Everything else that the driver throws is about the connection: refused, lost, timed out, none free.
                case NpgsqlException:
                case InvalidOperationException lost when ServiceDatabase.IsLostTransaction(lost):
                    return FailureKind.Database;
            }
        }

        return FailureKind.Message;
    }
}
