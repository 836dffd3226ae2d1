using Metropool.Http;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Metropool.Hosting;

/// <summary>Work that holds locks while it decides.</summary>
public static class Transactions
{
    private const int Attempts = 5;

    /// <summary>
    /// Runs work in a transaction, then saves and commits what it changed, unless it returns a refusal. Work that the database ends (a deadlock or a
    /// serialization failure) runs again, up to five times in all: it must load, inside, whatever it changes.
    /// </summary>
    /// <exception cref="PostgresException">The database still ends the transaction at the last attempt, or refuses the work for another reason.</exception>
    public static async Task<Outcome<T>> InTransactionAsync<T>(
        this DbContext db, Func<CancellationToken, Task<Outcome<T>>> work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(work);
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
            catch (Exception e) when (attempt < Attempts
                && CauseOf(e) is { SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure })
            {
                await transaction.RollbackAsync(cancellationToken);
                db.ChangeTracker.Clear();
            }
            catch (Exception e) when (RefusalOf(db, e) is not null)
            {
                return RefusalOf(db, e)!;
            }
        }
    }

    /// <inheritdoc cref="InTransactionAsync{T}"/>
    /// <returns>The refusal; null when it is done.</returns>
    public static async Task<Refusal?> InTransactionAsync(this DbContext db, Func<CancellationToken, Task<Refusal?>> work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        var outcome = await db.InTransactionAsync<bool>(async token => await work(token) is { } refusal ? refusal : true, cancellationToken);
        return outcome.Refusal;
    }

    /// <inheritdoc cref="InTransactionAsync{T}"/>
    public static async Task InTransactionAsync(this DbContext db, Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        var outcome = await db.InTransactionAsync<bool>(
            async token =>
            {
                await work(token);
                return true;
            },
            cancellationToken);
        _ = outcome.Value;
    }

    private static Refusal? RefusalOf(DbContext db, Exception exception) =>
        db is IConstraintRefusals refusals && CauseOf(exception)?.ConstraintName is { } constraint ? refusals.RefusalOf(constraint) : null;

    private static PostgresException? CauseOf(Exception? exception) => exception switch
    {
        null => null,
        PostgresException postgres => postgres,
        _ => CauseOf(exception.InnerException),
    };
}

/// <summary>A database that knows which refusal follows from a constraint that work in a transaction met.</summary>
public interface IConstraintRefusals
{
    /// <returns>Null where the constraint is no rule that a caller can meet.</returns>
    Refusal? RefusalOf(string constraint);
}
