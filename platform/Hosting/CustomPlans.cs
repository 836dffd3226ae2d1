using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Metropool.Hosting;

/// <summary>Queries whose best plan depends on their parameters.</summary>
public static class CustomPlans
{
    /// <summary>
    /// Begins a transaction in which PostgreSQL plans every statement for its parameters. Otherwise, after some executions, it uses one plan of a prepared
    /// statement for all parameters, although a rare name and a frequent one need different plans.
    /// </summary>
    /// <returns>The transaction, which the caller disposes after reading.</returns>
    public static async Task<IDbContextTransaction> BeginWithCustomPlansAsync(this DbContext db, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync($"SET LOCAL plan_cache_mode = force_custom_plan", cancellationToken);
        return transaction;
    }
}
