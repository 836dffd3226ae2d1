using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace Metropool.Identity.Tests;

/// <summary>The token endpoint refuses as RFC 6749 (section 5.2), RFC 7521 and RFC 7523 say.</summary>
public sealed class TokenErrorTests(IdentityFixture identity)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private readonly ClientAssertions _assertions = new(identity);

    public static TheoryData<string> ClientFailures =>
    [
        "signed with another key", "unknown kid", "altered", "unsigned", "another client's key", "expired", "expires too late", "without exp", "not valid yet",
        "another audience", "the token endpoint as audience", "without aud", "without iss", "without sub", "another issuer", "another subject",
        "unknown client", "without jti", "empty jti", "too long a jti", "a jti with a control character", "an issuer with a control character", "used jti",
        "an unknown critical extension",
        "issued in the future", "the client's key under another kid", "another type of token", "no token at all", "an access token",
        "unknown type of assertion", "no type of assertion", "no assertion", "only a client id", "unknown client id", "unknown public client id",
        "client id of another client", "a secret", "a secret in the header", "a malformed header", "client credentials of a public client",
    ];

    [Theory]
    [MemberData(nameof(ClientFailures))]
    public async Task Failed_client_authentication_is_401_invalid_client(string failure)
    {
        using var response = await SendAsync(await RequestAsync(failure));

        var text = await response.Content.ReadAsStringAsync(Cancellation);
        Assert.True(response.StatusCode == HttpStatusCode.Unauthorized, $"{(int)response.StatusCode} {text}");
        IsError("invalid_client", response, text);
        // The scheme is named to a client that tried it alone: no client may use it.
        Assert.Equal(
            failure is "a secret in the header" or "a malformed header" ? ["Basic"] : [],
            response.Headers.WwwAuthenticate.Select(challenge => challenge.Scheme));
    }

    [Theory]
    [InlineData("%ff%fe=%00&grant_type=%00")]
    [InlineData("grant_type=client_credentials&scope=%00")]
    [InlineData("grant_type=authorization_code&client_id=a%00b&code=x")]
    [InlineData("grant_type=authorization_code&client_id=metropool-cli&code=%00&code_verifier=%00")]
    public async Task A_form_that_cannot_be_read_is_refused_with_400_invalid_request(string form)
    {
        using var api = await identity.ApiAsync(null);
        using var content = new StringContent(form, new System.Net.Http.Headers.MediaTypeHeaderValue("application/x-www-form-urlencoded"));

        using var response = await api.PostAsync(new Uri("/identity/connect/token", UriKind.Relative), content, Cancellation);

        var text = await response.Content.ReadAsStringAsync(Cancellation);
        Assert.True(response.StatusCode == HttpStatusCode.BadRequest, $"{(int)response.StatusCode} {text}");
        IsError("invalid_request", response, text);
    }

    [Theory]
    [InlineData("no grant type", "invalid_request")]
    [InlineData("unknown grant type", "unsupported_grant_type")]
    [InlineData("a grant that is off", "unsupported_grant_type")]
    [InlineData("unknown scope", "invalid_scope")]
    [InlineData("unknown code", "invalid_grant")]
    [InlineData("no code", "invalid_request")]
    [InlineData("no verifier", "invalid_request")]
    [InlineData("a field twice", "invalid_request")]
    public async Task Other_errors_are_400_with_their_own_code(string failure, string error)
    {
        using var response = await SendAsync(await RequestAsync(failure));

        var text = await response.Content.ReadAsStringAsync(Cancellation);
        Assert.True(response.StatusCode == HttpStatusCode.BadRequest, $"{(int)response.StatusCode} {text}");
        IsError(error, response, text);
    }

    private static void IsError(string error, HttpResponseMessage response, string text)
    {
        var answer = JsonElement.Parse(text);
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        Assert.True(answer.GetProperty("error").GetString() == error, text);
        Assert.NotEmpty(answer.GetProperty("error_description").GetString()!);
        Assert.Equal(["error", "error_description"], answer.EnumerateObject().Select(property => property.Name).Order());
        Assert.DoesNotContain("http", text + response.Headers.WwwAuthenticate, StringComparison.OrdinalIgnoreCase);
        Assert.True(response.Headers.CacheControl!.NoStore);
    }

    private async Task<HttpResponseMessage> SendAsync(Request request)
    {
        using var api = await identity.ApiAsync(null);
        using var message = new HttpRequestMessage(HttpMethod.Post, "/identity/connect/token");
        message.Content = new FormUrlEncodedContent(request.Form);
        if (request.Header is not null)
        {
            Assert.True(message.Headers.TryAddWithoutValidation("Authorization", request.Header));
        }

        return await api.SendAsync(message, Cancellation);
    }

    private async Task<Request> RequestAsync(string failure)
    {
        using var rsa = RSA.Create(2048);
        var other = identity.Demo.Clients.Single(client => client.ClientId != _assertions.Client.ClientId);
        var code = new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code",
            ["client_id"] = Browser.ClientId,
            ["redirect_uri"] = Browser.Callback,
            ["code"] = "none",
            ["code_verifier"] = new('a', 43),
        };
        return failure switch
        {
            "signed with another key" => With(_assertions.Make(key: Own(_assertions.Client.ClientId))),
            "unknown kid" => With(_assertions.Make(key: Own("no-such-key"))),
            "altered" => With(_assertions.Altered()),
            "unsigned" => With(_assertions.Unsigned()),
            "another client's key" => With(_assertions.Make(key: ClientAssertions.KeyOf(other))),
            "expired" => With(_assertions.Make(expiresIn: TimeSpan.FromMinutes(-10))),
            "expires too late" => With(_assertions.Make(expiresIn: TimeSpan.FromDays(1))),
            "without exp" => With(_assertions.Make(without: ["exp"])),
            "not valid yet" => With(_assertions.Make(notBefore: TimeSpan.FromMinutes(20), expiresIn: TimeSpan.FromMinutes(30))),
            "another audience" => With(_assertions.Make(audience: "https://elsewhere.example")),
            "the token endpoint as audience" => With(_assertions.Make(audience: IdentityFixture.Issuer + "/connect/token")),
            "without aud" => With(_assertions.Make(without: ["aud"])),
            "without iss" => With(_assertions.Make(without: ["iss"])),
            "without sub" => With(_assertions.Make(without: ["sub"])),
            "another issuer" => With(_assertions.Make(issuer: other.ClientId, subject: _assertions.Client.ClientId)),
            "another subject" => With(_assertions.Make(subject: other.ClientId)),
            "unknown client" => With(_assertions.Make(issuer: "no-such-client")),
            "without jti" => With(_assertions.Make(without: ["jti"])),
            "empty jti" => With(_assertions.Make(id: "")),
            "too long a jti" => With(_assertions.Make(id: new('a', 201))),
            "a jti with a control character" => With(_assertions.Make(id: "a\0b")),
            "an issuer with a control character" => With(_assertions.Make(issuer: "a\0b")),
            "an unknown critical extension" => With(_assertions.Make(critical: "urn:example:must")),
            "issued in the future" => With(_assertions.Make(issuedAt: TimeSpan.FromMinutes(10), expiresIn: TimeSpan.FromMinutes(20))),
            "the client's key under another kid" => With(_assertions.Make(key: _assertions.KeyUnder("no-such-key"))),
            "used jti" => With(await UsedAsync()),
            "another type of token" => With(_assertions.Make(type: "at+jwt")),
            "no token at all" => With("no.assertion.atall"),
            "an access token" => With(await identity.TokenOfAsync("deelnemer")),
            "unknown type of assertion" => With(_assertions.Make(), ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:saml2-bearer")),
            "no type of assertion" => With(_assertions.Make(), ("client_assertion_type", "")),
            "no assertion" => Plain(),
            "only a client id" => Plain(("client_id", _assertions.Client.ClientId)),
            "unknown client id" => Plain(("client_id", "no-such-client")),
            "unknown public client id" => new(new Dictionary<string, string>(code) { ["client_id"] = "no-such-client" }),
            "client id of another client" => With(_assertions.Make(), ("client_id", other.ClientId)),
            "a secret" => Plain(("client_id", _assertions.Client.ClientId), ("client_secret", "secret")),
            "a secret in the header" => Plain() with { Header = "Basic " + Convert.ToBase64String(Encoding.ASCII.GetBytes("demogemeente-noord:secret")) },
            "a malformed header" => Plain() with { Header = "Basic no-base64!" },
            "no grant type" => new(ClientAssertions.Form(_assertions.Make()).Where(field => field.Key != "grant_type")),
            "unknown grant type" => With(_assertions.Make(), ("grant_type", "urn:example:unknown")),
            "a grant that is off" => With(_assertions.Make(), ("grant_type", "password")),
            "unknown scope" => With(_assertions.Make(), ("scope", "intake no-such-scope")),
            "unknown code" => new(code),
            "no code" => new(code.Where(field => field.Key != "code")),
            "no verifier" => new(code.Where(field => field.Key != "code_verifier")),
            "client credentials of a public client" => Plain(("client_id", Browser.ClientId)),
            "a field twice" => new(code.Append(KeyValuePair.Create("code", "another"))),
            _ => throw new ArgumentOutOfRangeException(nameof(failure), failure, null),
        };

        // Copied, as the key ends with this method.
        JsonWebKey Own(string kid)
        {
            var key = JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(rsa.ExportParameters(true)));
            key.Kid = kid;
            return key;
        }

        async Task<string> UsedAsync()
        {
            var assertion = _assertions.Make();
            Assert.Equal(HttpStatusCode.OK, (await _assertions.TokenAsync(assertion)).Status);
            return assertion;
        }

        static Request Plain(params (string Name, string Value)[] fields) =>
            new([KeyValuePair.Create("grant_type", "client_credentials"), .. fields.Select(field => KeyValuePair.Create(field.Name, field.Value))]);

        static Request With(string assertion, params (string Name, string Value)[] fields)
        {
            var form = ClientAssertions.Form(assertion);
            foreach (var (name, value) in fields)
            {
                form[name] = value;
            }

            return new(form);
        }
    }

    private sealed record Request(IEnumerable<KeyValuePair<string, string>> Form, string? Header = null);
}
