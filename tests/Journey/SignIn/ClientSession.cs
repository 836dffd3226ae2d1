using Metropool.Journey.Gateway;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Metropool.Journey.SignIn;

/// <summary>The session of a municipality's client: client credentials with <c>private_key_jwt</c>, and a new assertion for every token.</summary>
internal sealed class ClientSession(GatewayClient gateway, OpenIdProvider provider, DemoClient client) : Session
{
    private static readonly TimeSpan AssertionLifetime = TimeSpan.FromMinutes(1);

    protected override Task<AccessToken> SignInAsync(CancellationToken cancellationToken) =>
        gateway.Retry.RetryAsync(SignInOnceAsync, cancellationToken);

    private async Task<AccessToken> SignInOnceAsync(CancellationToken cancellationToken)
    {
        var answer = await provider.TokenAsync(
            new Dictionary<string, string>
            {
                ["grant_type"] = "client_credentials",
                ["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                ["client_assertion"] = Assertion((await provider.DiscoverAsync(cancellationToken)).Issuer),
                ["scope"] = OpenIdProvider.ServiceScopes,
            },
            cancellationToken);
        return new AccessToken(answer.AccessToken, TimeSpan.FromSeconds(answer.ExpiresIn));
    }

    private string Assertion(string issuer)
    {
        var now = DateTime.UtcNow;
        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = client.ClientId,
            Audience = issuer,
            IssuedAt = now,
            NotBefore = now,
            Expires = now + AssertionLifetime,
            Claims = new Dictionary<string, object>
            {
                [JwtRegisteredClaimNames.Sub] = client.ClientId,
                [JwtRegisteredClaimNames.Jti] = Guid.NewGuid().ToString(),
            },
            SigningCredentials = new SigningCredentials(new JsonWebKey(client.PrivateKey.GetRawText()), SecurityAlgorithms.RsaSha256),
        });
    }
}
