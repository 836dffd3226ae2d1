using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore.Storage;

namespace Metropool.Hosting.Idempotency;

/// <summary>
/// Lets a handler's own transaction join one that is open: that of a request with an <c>Idempotency-Key</c>, which commits everything together. A handler begins,
/// commits and rolls back as ever. What it rolls back is undone to where it began, so that it can try again after a deadlock; what it commits is committed with
/// the outer transaction, or not at all. It can't ask for a stricter isolation than the outer transaction has: that has begun.
/// </summary>
/// <remarks>EF Core refuses to begin a transaction within one; this stands in the place of its transaction manager, which is a public extension point.</remarks>
internal sealed class JoiningTransactions(IRelationalConnection connection) : IDbContextTransactionManager, IRelationalTransactionManager
{
    private int _joined;

    public IDbContextTransaction? CurrentTransaction => connection.CurrentTransaction;

    public IDbContextTransaction BeginTransaction() => connection.CurrentTransaction is { } outer ? Join(outer) : connection.BeginTransaction();

    public IDbContextTransaction BeginTransaction(IsolationLevel isolationLevel) => connection.CurrentTransaction is { } outer ? Join(Isolated(outer, isolationLevel)) : connection.BeginTransaction(isolationLevel);

    public async Task<IDbContextTransaction> BeginTransactionAsync(CancellationToken cancellationToken = default) =>
        connection.CurrentTransaction is { } outer ? await JoinAsync(outer, cancellationToken) : await connection.BeginTransactionAsync(cancellationToken);

    public async Task<IDbContextTransaction> BeginTransactionAsync(IsolationLevel isolationLevel, CancellationToken cancellationToken = default) =>
        connection.CurrentTransaction is { } outer ? await JoinAsync(Isolated(outer, isolationLevel), cancellationToken) : await connection.BeginTransactionAsync(isolationLevel, cancellationToken);

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
            : throw new InvalidOperationException($"A transaction of isolation {needed} can't join one of {isolation}, which a request with a key began.");
    }

    // As PostgreSQL keeps them.
    private static int Strictness(IsolationLevel isolation) => isolation switch
    {
        IsolationLevel.Serializable => 2,
        IsolationLevel.RepeatableRead or IsolationLevel.Snapshot => 1,
        _ => 0,
    };

    private JoinedTransaction Join(IDbContextTransaction outer)
    {
        var joined = new JoinedTransaction(outer, $"joined_{++_joined}");
        outer.CreateSavepoint(joined.Savepoint);
        return joined;
    }

    private async Task<JoinedTransaction> JoinAsync(IDbContextTransaction outer, CancellationToken cancellationToken)
    {
        var joined = new JoinedTransaction(outer, $"joined_{++_joined}");
        await outer.CreateSavepointAsync(joined.Savepoint, cancellationToken);
        return joined;
    }
}

/// <summary>A transaction within another one.</summary>
internal sealed class JoinedTransaction(IDbContextTransaction outer, string savepoint) : IDbContextTransaction
{
    private bool _ended;

    public string Savepoint => savepoint;

    public Guid TransactionId { get; } = Guid.NewGuid();

    public bool SupportsSavepoints => outer.SupportsSavepoints;

    // It is the outer transaction that commits.
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
                // The connection is gone, and the outer transaction with it. What led here is told by its own exception.
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
                // The connection is gone, and the outer transaction with it. What led here is told by its own exception.
            }
        }
    }
}
