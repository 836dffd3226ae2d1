using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Metropool.Messaging.Outbox;

/// <summary>
/// Wakes the relay when the scope's <c>DbContext</c> has committed events: not before, because it would find nothing, and not for other commits.
/// </summary>
internal sealed class OutboxCommitInterceptor(OutboxSignal signal) : SaveChangesInterceptor, IDbTransactionInterceptor
{
    private bool _saved;

    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        FindAdded(eventData);
        return result;
    }

    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        FindAdded(eventData);
        return ValueTask.FromResult(result);
    }

    public override int SavedChanges(SaveChangesCompletedEventData eventData, int result)
    {
        SignalUnlessInTransaction(eventData);
        return result;
    }

    public override ValueTask<int> SavedChangesAsync(SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        SignalUnlessInTransaction(eventData);
        return ValueTask.FromResult(result);
    }

    public void TransactionCommitted(DbTransaction transaction, TransactionEndEventData eventData) => Signal();

    public Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Signal();
        return Task.CompletedTask;
    }

    public void TransactionRolledBack(DbTransaction transaction, TransactionEndEventData eventData) => _saved = false;

    public Task TransactionRolledBackAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        _saved = false;
        return Task.CompletedTask;
    }

    private void FindAdded(DbContextEventData eventData) =>
        _saved |= eventData.Context!.ChangeTracker.Entries<OutboxMessage>().Any(message => message.State == Microsoft.EntityFrameworkCore.EntityState.Added);

    // EF's own transaction for several statements is committed before this is called.
    private void SignalUnlessInTransaction(SaveChangesCompletedEventData eventData)
    {
        if (eventData.Context!.Database.CurrentTransaction is null)
        {
            Signal();
        }
    }

    private void Signal()
    {
        if (_saved)
        {
            _saved = false;
            signal.Set();
        }
    }
}
