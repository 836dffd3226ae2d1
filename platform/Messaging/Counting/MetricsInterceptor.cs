using System.Data.Common;
using System.Diagnostics.Metrics;
using Metropool.Messaging.Outbox;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Metropool.Messaging.Counting;

/// <summary>
/// Increments counters when a change is committed, and not for a change that is rolled back or fails.
/// </summary>
public sealed class MetricsInterceptor : SaveChangesInterceptor, IDbTransactionInterceptor
{
    private readonly CountedEvent[] _counted;
    private readonly List<(Counter<long> Counter, IReadOnlyList<KeyValuePair<string, object?>> Tags)> _pending = [];
    private List<CountedEvent> _addedBySave = [];
    private bool _saving;

    /// <summary>Creates an instance for a scope, like the <c>DbContext</c>.</summary>
    public MetricsInterceptor(IEnumerable<IDomainMetrics> metrics) => _counted = [.. metrics.SelectMany(m => m.Events)];

    /// <summary>Increments a counter when the current transaction is committed; without a transaction, at the next save.</summary>
    public void Add(Counter<long> counter) => _pending.Add((counter, []));

    /// <inheritdoc/>
    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        FindCounted(eventData);
        return result;
    }

    /// <inheritdoc/>
    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        FindCounted(eventData);
        return ValueTask.FromResult(result);
    }

    /// <inheritdoc/>
    public override int SavedChanges(SaveChangesCompletedEventData eventData, int result)
    {
        Saved(eventData);
        return result;
    }

    /// <inheritdoc/>
    public override ValueTask<int> SavedChangesAsync(SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        Saved(eventData);
        return ValueTask.FromResult(result);
    }

    /// <inheritdoc/>
    public override void SaveChangesFailed(DbContextErrorEventData eventData) => Failed();

    /// <inheritdoc/>
    public override Task SaveChangesFailedAsync(DbContextErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        Failed();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public DbTransaction TransactionStarted(DbConnection connection, TransactionEndEventData eventData, DbTransaction result)
    {
        Begin();
        return result;
    }

    /// <inheritdoc/>
    public ValueTask<DbTransaction> TransactionStartedAsync(
        DbConnection connection, TransactionEndEventData eventData, DbTransaction result, CancellationToken cancellationToken = default)
    {
        Begin();
        return ValueTask.FromResult(result);
    }

    /// <inheritdoc/>
    public void TransactionCommitted(DbTransaction transaction, TransactionEndEventData eventData) => Committed();

    /// <inheritdoc/>
    public Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Committed();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void TransactionRolledBack(DbTransaction transaction, TransactionEndEventData eventData) => _pending.Clear();

    /// <inheritdoc/>
    public Task TransactionRolledBackAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        _pending.Clear();
        return Task.CompletedTask;
    }

    private void FindCounted(DbContextEventData eventData)
    {
        _saving = true;
        _addedBySave = _counted.Length == 0
            ? []
            : [.. eventData.Context!.ChangeTracker.Entries<OutboxMessage>()
                .Where(message => message.State == EntityState.Added)
                .SelectMany(message => _counted.Where(counted => message.Entity.Event is { } published && counted.Matches(published)))];
    }

    private void Saved(SaveChangesCompletedEventData eventData)
    {
        _saving = false;
        _pending.AddRange(_addedBySave.Select(counted => (counted.Counter, counted.Tags)));
        _addedBySave = [];
        if (eventData.Context!.Database.CurrentTransaction is null)
        {
            Flush();
        }
    }

    private void Failed() => (_saving, _addedBySave) = (false, []);

    // No event is raised for a transaction that is disposed without commit or rollback. A transaction within a save is EF's own.
    private void Begin()
    {
        if (!_saving)
        {
            _pending.Clear();
        }
    }

    private void Committed()
    {
        if (!_saving)
        {
            Flush();
        }
    }

    private void Flush()
    {
        foreach (var (counter, tags) in _pending)
        {
            counter.Add(1, [.. tags]);
        }

        _pending.Clear();
    }
}
