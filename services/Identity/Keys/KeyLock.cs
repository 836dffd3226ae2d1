using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.Keys;

/// <summary>Lets one replica, or one command, at a time make and replace what all share.</summary>
internal static class KeyLock
{
    // Any number will do, as long as all take the same.
    private const long Number = 0x4964656E74697479;

    /// <summary>Until the transaction ends.</summary>
    public static Task TakeAsync(IdentityDbContext db, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({Number})", cancellationToken);
}
