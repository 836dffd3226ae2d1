using System.Net.Http.Json;
using System.Text.Json.Serialization;

namespace Metropool.Http;

/// <summary>Fetches the key set.</summary>
public interface IKeySetSource
{
    /// <summary>Fetches the current key set.</summary>
    /// <exception cref="HttpRequestException">Identity is unavailable, or its response is unexpected.</exception>
    Task<KeySet> FetchAsync(CancellationToken cancellationToken);
}

/// <summary>Fetches the key set from Identity, at its internal address.</summary>
internal sealed class KeySetSource(IHttpClientFactory clients, PlatformSettings settings, TimeProvider time) : IKeySetSource
{
    public const string ClientName = "keys";
    private const string MetadataPath = "/identity/.well-known/openid-configuration";

    public async Task<KeySet> FetchAsync(CancellationToken cancellationToken)
    {
        using var http = clients.CreateClient(ClientName);
        var metadata = await http.GetFromJsonAsync<Metadata>(MetadataPath, cancellationToken)
            ?? throw new HttpRequestException("Identity returned an empty document.");
        if (!IsIssuer(metadata.Issuer))
        {
            throw new HttpRequestException($"Identity issues tokens as {metadata.Issuer}, and not as {settings.Issuer}: Metropool:PublicUrl differs.");
        }

        // The document has public addresses. Below the issuer, the same paths exist at the internal address.
        var keys = metadata.KeySetAddress.AbsoluteUri.StartsWith(settings.Issuer.AbsoluteUri, StringComparison.Ordinal)
            ? new Uri(metadata.KeySetAddress.PathAndQuery, UriKind.Relative)
            : metadata.KeySetAddress;
        var text = await http.GetStringAsync(keys, cancellationToken);
        return new KeySet(settings.Issuer.AbsoluteUri, text, time.GetUtcNow());
    }

    private bool IsIssuer(Uri issuer) => issuer.AbsoluteUri.TrimEnd('/') == settings.Issuer.AbsoluteUri.TrimEnd('/');

    private sealed record Metadata
    {
        [JsonPropertyName("issuer")]
        public required Uri Issuer { get; init; }

        [JsonPropertyName("jwks_uri")]
        public required Uri KeySetAddress { get; init; }
    }
}
