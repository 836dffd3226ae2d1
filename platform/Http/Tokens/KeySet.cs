using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Metropool.Http;

/// <summary>The public keys of an issuer of tokens.</summary>
/// <param name="Issuer">The issuer in tokens.</param>
/// <param name="Keys">The JSON Web Key Set that the issuer publishes.</param>
/// <param name="FetchedAt">When the keys were fetched, UTC, in system time.</param>
public sealed record KeySet(string Issuer, string Keys, DateTimeOffset FetchedAt)
{
    /// <summary>Converts the keys for the validation of tokens.</summary>
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

/// <summary>Caches the key set, so that a process can authenticate callers while Identity is unavailable.</summary>
public interface IKeySetStore
{
    /// <summary>Returns the cached key set, or null.</summary>
    Task<KeySet?> ReadAsync(string issuer, CancellationToken cancellationToken);

    /// <summary>Replaces the cached key set.</summary>
    Task SaveAsync(KeySet keySet, CancellationToken cancellationToken);
}
