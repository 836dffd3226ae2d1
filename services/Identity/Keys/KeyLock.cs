using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.Keys;

/// <summary>Ensures that one replica or command at a time creates and replaces the shared keys.</summary>
internal static class KeyLock
{
    private const long LockKey = 0x4964656E74697479;

    /// <summary>Acquires the lock until the end of the transaction.</summary>
    public static Task AcquireAsync(IdentityDbContext db, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({LockKey})", cancellationToken);
}
