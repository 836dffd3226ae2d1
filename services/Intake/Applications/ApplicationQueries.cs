using System.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Metropool.Intake.Applications;

internal static class ApplicationQueries
{
    /// <summary>
    /// Loads judgements and agreements with the applications, each collection in a query of its own. Every change needs them, because they determine the next
    /// step. Employers and conflicts of interest are owned, and always loaded.
    /// </summary>
    public static IQueryable<Application> WithParts(this IQueryable<Application> applications) =>
        applications.Include(a => a.Judgements).Include(a => a.Agreements).AsSplitQuery();

    /// <summary>
    /// Begins a transaction in which all queries read the same snapshot. A reader that loads an application in several queries would otherwise see a new
    /// judgement with an old status.
    /// </summary>
    public static Task<IDbContextTransaction> BeginSnapshotAsync(this IntakeDbContext db, CancellationToken cancellationToken) =>
        db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);

    /// <summary>Locks an application until the end of the transaction. Read it after that.</summary>
    public static Task LockApplicationAsync(this IntakeDbContext db, Guid id, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync($"SELECT 1 FROM applications WHERE id = {id} FOR UPDATE", cancellationToken);

    /// <summary>Locks applications until the end of the transaction, in one order, and loads them with their parts.</summary>
    public static async Task<List<Application>> LockApplicationsAsync(this IntakeDbContext db, List<Guid> ids, CancellationToken cancellationToken)
    {
        if (ids is [])
        {
            return [];
        }

        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM applications WHERE id = ANY({ids}) ORDER BY id FOR UPDATE", cancellationToken);
        return await db.Applications.WithParts().Where(a => ids.Contains(a.Id)).ToListAsync(cancellationToken);
    }
}
