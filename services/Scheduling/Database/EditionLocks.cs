using Microsoft.EntityFrameworkCore;

namespace Metropool.Scheduling.Database;

/// <summary>Locks of an edition, until the end of the transaction.</summary>
internal static class EditionLocks
{
    /// <summary>Locks an edition for whoever changes what belongs to it as a whole: its days, its participations, their standing.</summary>
    /// <returns>False when there is no such edition.</returns>
    public static async Task<bool> LockEditionAsync(this SchedulingDbContext db, Guid editionId, CancellationToken cancellationToken) =>
        (await db.Database.SqlQuery<Guid>($"SELECT id AS \"Value\" FROM editions WHERE id = {editionId} FOR NO KEY UPDATE").ToListAsync(cancellationToken)).Count > 0;

    /// <summary>Holds an edition as it is, beside others who do the same.</summary>
    /// <returns>False when there is no such edition.</returns>
    public static async Task<bool> HoldEditionAsync(this SchedulingDbContext db, Guid editionId, CancellationToken cancellationToken) =>
        (await db.Database.SqlQuery<Guid>($"SELECT id AS \"Value\" FROM editions WHERE id = {editionId} FOR SHARE").ToListAsync(cancellationToken)).Count > 0;
}
