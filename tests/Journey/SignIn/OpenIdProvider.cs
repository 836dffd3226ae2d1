using System.Net.Http.Json;
using System.Text.Json.Serialization;
using Metropool.Journey.Gateway;

namespace Metropool.Journey.SignIn;

/// <summary>The platform's OpenID provider, known from its discovery document as to any client.</summary>
internal sealed class OpenIdProvider(GatewayClient gateway)
{
    private const string DiscoveryPath = "identity/.well-known/openid-configuration";
    public static readonly IReadOnlyList<string> Services = ["identity", "intake", "scheduling", "internship", "assessment"];

    private readonly Lock _lock = new();
    private Task<Discovery>? _discovery;

    /// <summary>The scopes of every service.</summary>
    public static string ServiceScopes => string.Join(' ', Services);

    /// <summary>The discovery document, asked for once.</summary>
    public Task<Discovery> DiscoverAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return _discovery is { IsFaulted: false, IsCanceled: false }
                ? _discovery
                : _discovery = gateway.GetAsync<Discovery>(null, DiscoveryPath, cancellationToken);
        }
    }

    /// <summary>Exchanges a grant for an access token.</summary>
    public async Task<TokenAnswer> TokenAsync(IEnumerable<KeyValuePair<string, string>> form, CancellationToken cancellationToken)
    {
        var discovery = await DiscoverAsync(cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Post, discovery.TokenEndpoint) { Content = new FormUrlEncodedContent(form) };
        using var response = await gateway.SendAsync("POST token", request, cancellationToken);
        return response.IsSuccessStatusCode
            ? (await response.Content.ReadFromJsonAsync<TokenAnswer>(cancellationToken))!
            : throw new JourneyException($"No token: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync(cancellationToken)}");
    }
}

/// <summary>What a client needs of the discovery document.</summary>
internal sealed record Discovery(
    [property: JsonPropertyName("issuer")] string Issuer,
    [property: JsonPropertyName("authorization_endpoint")] Uri AuthorizationEndpoint,
    [property: JsonPropertyName("token_endpoint")] Uri TokenEndpoint);

/// <summary>What a client needs of a token answer.</summary>
internal sealed record TokenAnswer(
    [property: JsonPropertyName("access_token")] string AccessToken,
    [property: JsonPropertyName("expires_in")] int ExpiresIn);
