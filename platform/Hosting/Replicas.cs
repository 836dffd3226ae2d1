using Microsoft.EntityFrameworkCore;

namespace Metropool.Hosting;

/// <summary>Replicas: copies of other services' data that a service stores.</summary>
public static class Replicas
{
    /// <summary>Loads the replica of an aggregate, tracked, or adds it when its first event arrives.</summary>
    /// <remarks>
    /// Two first events at once both add it: the second insert violates the primary key, its consumer is retried and then finds the replica.
    /// Owned types are loaded with it; other navigations are not.
    /// </remarks>
    public static async Task<T> FindOrAddAsync<T>(this DbContext db, Guid id, Func<Guid, T> create, CancellationToken cancellationToken)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(create);
        return await db.FindAsync<T>([id], cancellationToken) ?? db.Add(create(id)).Entity;
    }
}
