using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Metropool.Http;

/// <summary>The public keys that an issuer signs its tokens with.</summary>
/// <param name="Issuer">The issuer, as tokens name it.</param>
/// <param name="Keys">The JSON Web Key Set, as the issuer publishes it.</param>
/// <param name="FetchedAt">When the issuer was last asked, UTC, in system time.</param>
public sealed record KeySet(string Issuer, string Keys, DateTimeOffset FetchedAt)
{
    /// <summary>The keys as a token's signature is checked with.</summary>
    internal OpenIdConnectConfiguration ToConfiguration()
    {
        var configuration = new OpenIdConnectConfiguration { Issuer = Issuer, JsonWebKeySet = new JsonWebKeySet(Keys) };
        foreach (var key in configuration.JsonWebKeySet.GetSigningKeys())
        {
            configuration.SigningKeys.Add(key);
        }

        return configuration;
    }
}

/// <summary>Where a process keeps the key set, so that it knows its callers although Identity is away when it starts.</summary>
public interface IKeySetStore
{
    /// <summary>The key set as last kept, or null.</summary>
    Task<KeySet?> ReadAsync(string issuer, CancellationToken cancellationToken);

    /// <summary>Keeps a key set in place of the one before.</summary>
    Task KeepAsync(KeySet keySet, CancellationToken cancellationToken);
}
