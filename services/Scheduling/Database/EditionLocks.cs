using Microsoft.EntityFrameworkCore;

namespace Metropool.Scheduling.Database;

/// <summary>Row locks of editions, until the end of the transaction.</summary>
internal static class EditionLocks
{
    /// <summary>Locks an edition for a change of its days, participations or attendance. One transaction at a time has the lock.</summary>
    /// <returns>False if the edition doesn't exist.</returns>
    public static async Task<bool> LockEditionAsync(this SchedulingDbContext db, Guid editionId, CancellationToken cancellationToken) =>
        (await db.Database.SqlQuery<Guid>($"SELECT id AS \"Value\" FROM editions WHERE id = {editionId} FOR NO KEY UPDATE").ToListAsync(cancellationToken))
        .Count > 0;

    /// <summary>Locks an edition against changes. Several transactions can have the lock, but none of <see cref="LockEditionAsync"/>.</summary>
    public static Task LockEditionSharedAsync(this SchedulingDbContext db, Guid editionId, CancellationToken cancellationToken) =>
        db.Database.SqlQuery<Guid>($"SELECT id AS \"Value\" FROM editions WHERE id = {editionId} FOR SHARE").ToListAsync(cancellationToken);
}
