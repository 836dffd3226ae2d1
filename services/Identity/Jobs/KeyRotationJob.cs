using Metropool.Hosting;
using Metropool.Http;
using Metropool.Identity.Keys;
using Metropool.Jobs;

namespace Metropool.Identity.Jobs;

/// <summary>Rotates the keys of the token server when that is due, and loads the keys that another replica or a command has made.</summary>
internal sealed class KeyRotationJob(IdentityDbContext db, KeyRotation rotation, KeyRing ring, IKeySetRefresh keySet) : IJob
{
    public static string Name => "rotate keys";

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        using var suppressed = JobTraces.Suppress();
        var keys = await db.InTransactionAsync<List<TokenKey>>(
            async token =>
            {
                await KeyLock.AcquireAsync(db, token);
                return await rotation.RotateAsync(db, token);
            },
            cancellationToken);

        // Only after the commit: services would cache a key that was rolled back.
        if (!ring.Use(keys.Value))
        {
            return 0;
        }

        // The token validation of this process has cached the previous keys, or failed to load any.
        await keySet.RefreshAsync(cancellationToken);
        return 1;
    }
}
