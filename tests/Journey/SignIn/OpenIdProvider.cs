using System.Net.Http.Json;
using System.Text.Json.Serialization;
using Metropool.Journey.Gateway;

namespace Metropool.Journey.SignIn;

/// <summary>The platform's OpenID provider, with the endpoints of its discovery document.</summary>
internal sealed class OpenIdProvider(GatewayClient gateway)
{
    private const string DiscoveryPath = "identity/.well-known/openid-configuration";
    public static readonly IReadOnlyList<string> Services = ["identity", "intake", "scheduling", "internship", "assessment"];

    private readonly Lock _lock = new();
    private Task<Discovery>? _discovery;

    /// <summary>The scopes of all services.</summary>
    public static string ServiceScopes => string.Join(' ', Services);

    /// <summary>The discovery document, which is requested once.</summary>
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
    public async Task<TokenResponse> TokenAsync(IEnumerable<KeyValuePair<string, string>> form, CancellationToken cancellationToken)
    {
        var discovery = await DiscoverAsync(cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Post, discovery.TokenEndpoint) { Content = new FormUrlEncodedContent(form) };
        using var response = await gateway.SendAsync("POST token", request, cancellationToken);
        return response.IsSuccessStatusCode
            ? (await response.Content.ReadFromJsonAsync<TokenResponse>(cancellationToken))!
            : throw new JourneyException($"The token request failed: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync(cancellationToken)}");
    }
}

/// <summary>The discovery document, as far as clients use it.</summary>
internal sealed record Discovery(
    [property: JsonPropertyName("issuer")] string Issuer,
    [property: JsonPropertyName("authorization_endpoint")] Uri AuthorizationEndpoint,
    [property: JsonPropertyName("token_endpoint")] Uri TokenEndpoint);

/// <summary>A token response.</summary>
internal sealed record TokenResponse(
    [property: JsonPropertyName("access_token")] string AccessToken,
    [property: JsonPropertyName("expires_in")] int ExpiresIn);
