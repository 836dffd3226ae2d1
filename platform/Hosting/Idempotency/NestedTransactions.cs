using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore.Storage;

namespace Metropool.Hosting.Idempotency;

/// <summary>
/// Nests a handler's transaction in that of a request with an <c>Idempotency-Key</c>, which commits everything together. The handler begins, commits and
/// rolls back as usual. A rollback goes back to the savepoint where the handler's transaction began, so that the handler can retry after a deadlock; a commit
/// takes effect with the outer transaction. A nested transaction can't have a stricter isolation level than the outer one, which has already begun.
/// </summary>
/// <remarks>EF Core refuses to begin a transaction within another one. This replaces its transaction manager, which is a public extension point.</remarks>
internal sealed class NestedTransactions(IRelationalConnection connection) : IDbContextTransactionManager, IRelationalTransactionManager
{
    private int _nested;

    public IDbContextTransaction? CurrentTransaction => connection.CurrentTransaction;

    public IDbContextTransaction BeginTransaction() => connection.CurrentTransaction is { } outer ? Nest(outer) : connection.BeginTransaction();

    public IDbContextTransaction BeginTransaction(IsolationLevel isolationLevel) =>
        connection.CurrentTransaction is { } outer ? Nest(Isolated(outer, isolationLevel)) : connection.BeginTransaction(isolationLevel);

    public async Task<IDbContextTransaction> BeginTransactionAsync(CancellationToken cancellationToken = default) =>
        connection.CurrentTransaction is { } outer ? await NestAsync(outer, cancellationToken) : await connection.BeginTransactionAsync(cancellationToken);

    public async Task<IDbContextTransaction> BeginTransactionAsync(IsolationLevel isolationLevel, CancellationToken cancellationToken = default) =>
        connection.CurrentTransaction is { } outer
            ? await NestAsync(Isolated(outer, isolationLevel), cancellationToken)
            : await connection.BeginTransactionAsync(isolationLevel, cancellationToken);

    public void CommitTransaction() => connection.CommitTransaction();

    public Task CommitTransactionAsync(CancellationToken cancellationToken = default) => connection.CommitTransactionAsync(cancellationToken);

    public void RollbackTransaction() => connection.RollbackTransaction();

    public Task RollbackTransactionAsync(CancellationToken cancellationToken = default) => connection.RollbackTransactionAsync(cancellationToken);

    public IDbContextTransaction? UseTransaction(DbTransaction? transaction) => connection.UseTransaction(transaction);

    public IDbContextTransaction? UseTransaction(DbTransaction? transaction, Guid transactionId) => connection.UseTransaction(transaction, transactionId);

    public Task<IDbContextTransaction?> UseTransactionAsync(DbTransaction? transaction, CancellationToken cancellationToken = default) =>
        connection.UseTransactionAsync(transaction, cancellationToken);

    public Task<IDbContextTransaction?> UseTransactionAsync(DbTransaction? transaction, Guid transactionId, CancellationToken cancellationToken = default) =>
        connection.UseTransactionAsync(transaction, transactionId, cancellationToken);

    public void ResetState() => connection.ResetState();

    public Task ResetStateAsync(CancellationToken cancellationToken = default) => connection.ResetStateAsync(cancellationToken);

    private static IDbContextTransaction Isolated(IDbContextTransaction outer, IsolationLevel needed)
    {
        var isolation = outer.GetDbTransaction().IsolationLevel;
        return Strictness(needed) <= Strictness(isolation)
            ? outer
            : throw new InvalidOperationException($"A transaction with isolation level {needed} can't be nested in one with {isolation}.");
    }

    // PostgreSQL treats the other levels as read committed.
    private static int Strictness(IsolationLevel isolation) => isolation switch
    {
        IsolationLevel.Serializable => 2,
        IsolationLevel.RepeatableRead or IsolationLevel.Snapshot => 1,
        _ => 0,
    };

    private NestedTransaction Nest(IDbContextTransaction outer)
    {
        var nested = new NestedTransaction(outer, $"nested_{++_nested}");
        outer.CreateSavepoint(nested.Savepoint);
        return nested;
    }

    private async Task<NestedTransaction> NestAsync(IDbContextTransaction outer, CancellationToken cancellationToken)
    {
        var nested = new NestedTransaction(outer, $"nested_{++_nested}");
        await outer.CreateSavepointAsync(nested.Savepoint, cancellationToken);
        return nested;
    }
}

/// <summary>A transaction within another one.</summary>
internal sealed class NestedTransaction(IDbContextTransaction outer, string savepoint) : IDbContextTransaction
{
    private bool _ended;

    public string Savepoint => savepoint;

    public Guid TransactionId { get; } = Guid.NewGuid();

    public bool SupportsSavepoints => outer.SupportsSavepoints;

    // The outer transaction commits.
    public void Commit() => _ended = true;

    public Task CommitAsync(CancellationToken cancellationToken = default)
    {
        _ended = true;
        return Task.CompletedTask;
    }

    public void Rollback()
    {
        _ended = true;
        outer.RollbackToSavepoint(savepoint);
    }

    public Task RollbackAsync(CancellationToken cancellationToken = default)
    {
        _ended = true;
        return outer.RollbackToSavepointAsync(savepoint, cancellationToken);
    }

    public void CreateSavepoint(string name) => outer.CreateSavepoint(name);

    public Task CreateSavepointAsync(string name, CancellationToken cancellationToken = default) => outer.CreateSavepointAsync(name, cancellationToken);

    public void RollbackToSavepoint(string name) => outer.RollbackToSavepoint(name);

    public Task RollbackToSavepointAsync(string name, CancellationToken cancellationToken = default) => outer.RollbackToSavepointAsync(name, cancellationToken);

    public void ReleaseSavepoint(string name) => outer.ReleaseSavepoint(name);

    public Task ReleaseSavepointAsync(string name, CancellationToken cancellationToken = default) => outer.ReleaseSavepointAsync(name, cancellationToken);

    public void Dispose()
    {
        if (!_ended)
        {
            try
            {
                Rollback();
            }
            catch (Exception e) when (e is DbException or InvalidOperationException)
            {
                // The connection, and with it the outer transaction, is lost. Another exception reports the cause.
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_ended)
        {
            try
            {
                await RollbackAsync();
            }
            catch (Exception e) when (e is DbException or InvalidOperationException)
            {
                // The connection, and with it the outer transaction, is lost. Another exception reports the cause.
            }
        }
    }
}
