using Metropool.Http;
using Metropool.Scheduling.Calendars;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Metropool.Scheduling.Database;

/// <summary>Work that has to hold locks while it decides.</summary>
internal static class Transactions
{
    private const int Attempts = 5;

    /// <summary>
    /// Does the work in a transaction, and saves and commits what it changed unless it was refused. Where the database broke it off
    /// (a deadlock, a serialization failure) it starts again from nothing.
    /// </summary>
    public static async Task<Outcome<T>> InTransactionAsync<T>(
        this SchedulingDbContext db, Func<CancellationToken, Task<Outcome<T>>> work, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            try
            {
                var outcome = await work(cancellationToken);
                if (outcome.Refusal is null)
                {
                    await db.SaveChangesAsync(cancellationToken);
                    await transaction.CommitAsync(cancellationToken);
                }

                return outcome;
            }
            catch (Exception e) when (Cause(e) is { SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure } && attempt < Attempts)
            {
                await transaction.RollbackAsync(cancellationToken);
                db.ChangeTracker.Clear();
            }
            catch (Exception e) when (Cause(e) is { SqlState: PostgresErrorCodes.ExclusionViolation, ConstraintName: CalendarEntry.NoOverlap })
            {
                return Calendar.Occupied();
            }
        }
    }

    /// <summary>Locks an edition for whoever changes what belongs to it as a whole: its days, its participations, their standing.</summary>
    /// <returns>False when there is no such edition.</returns>
    public static async Task<bool> LockEditionAsync(this SchedulingDbContext db, Guid editionId, CancellationToken cancellationToken) =>
        (await db.Database.SqlQuery<Guid>($"SELECT id AS \"Value\" FROM editions WHERE id = {editionId} FOR NO KEY UPDATE").ToListAsync(cancellationToken)).Count > 0;

    /// <summary>Holds an edition as it is, beside others who do the same.</summary>
    /// <returns>False when there is no such edition.</returns>
    public static async Task<bool> HoldEditionAsync(this SchedulingDbContext db, Guid editionId, CancellationToken cancellationToken) =>
        (await db.Database.SqlQuery<Guid>($"SELECT id AS \"Value\" FROM editions WHERE id = {editionId} FOR SHARE").ToListAsync(cancellationToken)).Count > 0;

    private static PostgresException? Cause(Exception? exception) => exception switch
    {
        null => null,
        PostgresException postgres => postgres,
        _ => Cause(exception.InnerException),
    };
}
