using Metropool.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;

namespace Metropool.Hosting.Keys;

/// <summary>Identity's public keys as this service last fetched them. With them it can authenticate callers while Identity is unavailable.</summary>
public sealed class CachedKeySet
{
    /// <summary>The issuer. Another row is added when the public address changes.</summary>
    public required string Issuer { get; init; }

    /// <summary>The JSON Web Key Set, as published. Public keys only.</summary>
    public required string Keys { get; set; }

    /// <summary>When the keys were last fetched, UTC, in system time.</summary>
    public required DateTimeOffset FetchedAt { get; set; }
}

/// <summary>The table of the cached key set.</summary>
public static class CachedKeySetModel
{
    /// <summary>Adds the table of the cached key set.</summary>
    public static void AddCachedKeySet(this ModelBuilder model)
    {
        ArgumentNullException.ThrowIfNull(model);
        model.Entity<CachedKeySet>(keySet =>
        {
            keySet.ToTable("cached_key_sets");
            keySet.HasKey(k => k.Issuer);
        });
    }
}

/// <summary>Caches the key set in the service's database. Processes of a service overwrite each other's row with the same keys.</summary>
internal sealed class CachedKeySetStore<TDbContext>(IServiceScopeFactory scopes) : IKeySetStore
    where TDbContext : DbContext
{
    public async Task<KeySet?> ReadAsync(string issuer, CancellationToken cancellationToken)
    {
        using var untraced = SuppressInstrumentationScope.Begin();
        await using var scope = scopes.CreateAsyncScope();
        var cached = await scope.ServiceProvider.GetRequiredService<TDbContext>().Set<CachedKeySet>().AsNoTracking()
            .SingleOrDefaultAsync(k => k.Issuer == issuer, cancellationToken);
        return cached is null ? null : new KeySet(cached.Issuer, cached.Keys, cached.FetchedAt);
    }

    public async Task SaveAsync(KeySet keySet, CancellationToken cancellationToken)
    {
        using var untraced = SuppressInstrumentationScope.Begin();
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<TDbContext>().Database.ExecuteSqlAsync(
            $"""
            INSERT INTO cached_key_sets (issuer, keys, fetched_at) VALUES ({keySet.Issuer}, {keySet.Keys}, {keySet.FetchedAt})
            ON CONFLICT (issuer) DO UPDATE SET keys = excluded.keys, fetched_at = excluded.fetched_at
            """,
            cancellationToken);
    }
}
