using Metropool.Http;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Metropool.Hosting;

/// <summary>Runs work in transactions.</summary>
public static class Transactions
{
    private const int Attempts = 5;

    /// <summary>
    /// Runs work in a transaction, then saves its changes and commits, unless it returns a refusal. After a deadlock or a serialization failure the work runs
    /// again, up to five times in all; it must therefore load what it changes itself. In a request with an <c>Idempotency-Key</c> the transaction is nested in
    /// that of the request (ADR 40): its commit takes effect with the outer one, and its rollback returns to a savepoint.
    /// </summary>
    /// <exception cref="PostgresException">The last attempt fails too, or the database refuses the work for another reason.</exception>
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
    /// <returns>The refusal; null where the work is committed.</returns>
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

        // Throws if a constraint was mapped to a refusal.
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

/// <summary>A <c>DbContext</c> that maps violated constraints to refusals.</summary>
public interface IConstraintRefusals
{
    /// <returns>The refusal; null where the constraint isn't a rule for callers.</returns>
    Refusal? RefusalOf(string constraint);
}
