using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Metropool.Messaging.Outbox;

/// <summary>
/// Knows whether the scope's <c>DbContext</c> has saved outgoing messages, and wakes the relay once they are committed:
/// not earlier, for then it would find nothing and sleep, and not for every other commit.
/// </summary>
internal sealed class OutboxSession(OutboxSignal signal) : SaveChangesInterceptor, IDbTransactionInterceptor
{
    private bool _saved;

    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        Look(eventData);
        return result;
    }

    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Look(eventData);
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

    private void Look(DbContextEventData eventData) =>
        _saved |= eventData.Context!.ChangeTracker.Entries<OutboxMessage>().Any(message => message.State == Microsoft.EntityFrameworkCore.EntityState.Added);

    // With more than one statement EF opens a transaction of its own, which is committed before this is called.
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
