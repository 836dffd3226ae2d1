using System.Data.Common;
using System.Diagnostics.Metrics;
using Metropool.Messaging.Outbox;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Metropool.Messaging.Counting;

/// <summary>
/// Counts what happened once it is committed, and not what was tried: a change that was rolled back, or lost against another, has not happened.
/// </summary>
public sealed class CommittedCounts : SaveChangesInterceptor, IDbTransactionInterceptor
{
    private readonly Dictionary<string, CountedEvent> _counted;
    private readonly List<(Counter<long> Counter, IReadOnlyList<KeyValuePair<string, object?>> Tags)> _pending = [];
    private List<CountedEvent> _inThisSave = [];
    private bool _saving;

    /// <summary>One for each scope, as the <c>DbContext</c> is.</summary>
    public CommittedCounts(IEnumerable<IDomainMetrics> metrics) =>
        _counted = metrics.SelectMany(m => m.Events).ToDictionary(counted => $"{counted.Event.Namespace}:{counted.Event.Name}", StringComparer.Ordinal);

    /// <summary>Counts something when the current transaction is committed, or, where there is none, the next save.</summary>
    public void Add(Counter<long> counter) => _pending.Add((counter, []));

    /// <inheritdoc/>
    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        Look(eventData);
        return result;
    }

    /// <inheritdoc/>
    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Look(eventData);
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
    public ValueTask<DbTransaction> TransactionStartedAsync(DbConnection connection, TransactionEndEventData eventData, DbTransaction result, CancellationToken cancellationToken = default)
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

    private void Look(DbContextEventData eventData)
    {
        _saving = true;
        _inThisSave = _counted.Count == 0
            ? []
            : [.. eventData.Context!.ChangeTracker.Entries<OutboxMessage>()
                .Where(message => message.State == EntityState.Added)
                .Select(message => _counted.GetValueOrDefault(message.Entity.Exchange))
                .OfType<CountedEvent>()];
    }

    private void Saved(SaveChangesCompletedEventData eventData)
    {
        _saving = false;
        _pending.AddRange(_inThisSave.Select(counted => (counted.Counter, counted.Tags)));
        _inThisSave = [];
        if (eventData.Context!.Database.CurrentTransaction is null)
        {
            Flush();
        }
    }

    private void Failed() => (_saving, _inThisSave) = (false, []);

    // One that was disposed of without a word has taken nothing with it; that isn't told of otherwise. EF's own, within a save, is part of that save.
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
