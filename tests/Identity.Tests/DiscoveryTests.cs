using System.Text.Json;

namespace Metropool.Identity.Tests;

/// <summary>The discovery document says what is true (OpenID Connect Discovery 1.0, RFC 8414).</summary>
public sealed class DiscoveryTests(IdentityFixture identity)
{
    [Fact]
    public async Task The_document_names_all_that_is_supported_and_nothing_else()
    {
        using var api = await identity.ApiAsync(null);
        var document = JsonElement.Parse(await api.GetStringAsync("/identity/.well-known/openid-configuration", TestContext.Current.CancellationToken));

        Assert.Equal(
            ["authorization_endpoint", "end_session_endpoint", "jwks_uri", "token_endpoint", "userinfo_endpoint"],
            document.EnumerateObject().Select(property => property.Name)
                .Where(name => name == "jwks_uri" || name.EndsWith("_endpoint", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Are("grant_types_supported", "authorization_code", "client_credentials");
        Are("response_types_supported", "code");
        Are("response_modes_supported", "fragment", "query");
        Are("prompt_values_supported", "login", "none", "select_account");
        Are("code_challenge_methods_supported", "S256");
        Are("subject_types_supported", "public");
        Are("id_token_signing_alg_values_supported", "RS256");
        Are("acr_values_supported", "urn:metropool:acr:one-factor", "urn:metropool:acr:two-factors");
        Are("scopes_supported", "assessment", "email", "identity", "intake", "internship", "openid", "profile", "scheduling");

        // A client of an organisation signs an assertion; one that can keep no secret sends its id alone.
        Are("token_endpoint_auth_methods_supported", "none", "private_key_jwt");
        Are("token_endpoint_auth_signing_alg_values_supported", "ES256", "PS256", "RS256");
        Are(
            "claims_supported", "acr", "amr", "aud", "auth_time", "email", "email_verified", "exp", "family_name", "given_name", "iat", "iss", "name",
            "organisation", "role", "sub");
        Assert.True(document.GetProperty("authorization_response_iss_parameter_supported").GetBoolean());
        foreach (var off in new[] { "claims_parameter", "request_parameter", "request_uri_parameter" })
        {
            Assert.False(document.TryGetProperty($"{off}_supported", out var value) && value.GetBoolean(), off);
        }

        void Are(string property, params string[] values)
        {
            Assert.True(document.TryGetProperty(property, out var all), property);
            Assert.Equal(values, all.EnumerateArray().Select(value => value.GetString()!).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task The_prompt_select_account_shows_the_sign_in_page()
    {
        var (email, _) = await identity.RegisteredAsync();
        var browser = await identity.SignedInAsync(email);

        Browser.IsTo("/identity/sign-in", await browser.GetAsync(browser.AuthorizePath(extra: "&prompt=select_account")));
    }
}
