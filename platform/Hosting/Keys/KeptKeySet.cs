using Metropool.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;

namespace Metropool.Hosting.Keys;

/// <summary>Identity's public keys as this service last saw them: it knows its callers although Identity is away when it starts.</summary>
public sealed class KeptKeySet
{
    /// <summary>The issuer; there is one, and another one after the public address changed.</summary>
    public required string Issuer { get; init; }

    /// <summary>The JSON Web Key Set, as published. Public keys only.</summary>
    public required string Keys { get; set; }

    /// <summary>When Identity was last asked, UTC, in system time.</summary>
    public required DateTimeOffset FetchedAt { get; set; }
}

/// <summary>The table of the kept key set.</summary>
public static class KeptKeySetModel
{
    /// <summary>Adds the table of the kept key set.</summary>
    public static void AddKeptKeySet(this ModelBuilder model)
    {
        ArgumentNullException.ThrowIfNull(model);
        model.Entity<KeptKeySet>(kept =>
        {
            kept.ToTable("kept_key_sets");
            kept.HasKey(k => k.Issuer);
        });
    }
}

/// <summary>Keeps the key set in the service's database. Replicas write the same; the last one stands.</summary>
internal sealed class KeptKeySetStore<TDbContext>(IServiceScopeFactory scopes) : IKeySetStore
    where TDbContext : DbContext
{
    public async Task<KeySet?> ReadAsync(string issuer, CancellationToken cancellationToken)
    {
        using var untraced = SuppressInstrumentationScope.Begin();
        await using var scope = scopes.CreateAsyncScope();
        var kept = await scope.ServiceProvider.GetRequiredService<TDbContext>().Set<KeptKeySet>().AsNoTracking().SingleOrDefaultAsync(k => k.Issuer == issuer, cancellationToken);
        return kept is null ? null : new KeySet(kept.Issuer, kept.Keys, kept.FetchedAt);
    }

    public async Task KeepAsync(KeySet keySet, CancellationToken cancellationToken)
    {
        using var untraced = SuppressInstrumentationScope.Begin();
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<TDbContext>().Database.ExecuteSqlAsync(
            $"""
            INSERT INTO kept_key_sets (issuer, keys, fetched_at) VALUES ({keySet.Issuer}, {keySet.Keys}, {keySet.FetchedAt})
            ON CONFLICT (issuer) DO UPDATE SET keys = excluded.keys, fetched_at = excluded.fetched_at
            """,
            cancellationToken);
    }
}
