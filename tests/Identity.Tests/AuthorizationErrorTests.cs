using System.Net;
using Microsoft.AspNetCore.WebUtilities;

namespace Metropool.Identity.Tests;

/// <summary>
/// A known client with its own address gets the error of its request (RFC 6749, section 4.1.2.1); otherwise the error is shown on a page.
/// </summary>
public sealed class AuthorizationErrorTests(IdentityFixture identity)
{
    [Theory]
    [InlineData("response_type", null, "invalid_request")]
    [InlineData("response_type", "token", "unsupported_response_type")]
    [InlineData("response_type", "nonsense", "unsupported_response_type")]
    [InlineData("response_mode", "form_post", "invalid_request")]
    [InlineData("response_mode", "nonsense", "invalid_request")]
    [InlineData("scope", "openid no-such-scope", "invalid_scope")]
    [InlineData("scope", "openid offline_access", "invalid_request")]
    [InlineData("code_challenge", null, "invalid_request")]
    [InlineData("code_challenge_method", "plain", "invalid_request")]
    [InlineData("code_challenge_method", null, "invalid_request")]
    [InlineData("prompt", "none login", "invalid_request")]
    [InlineData("prompt", "create", "invalid_request")]
    [InlineData("prompt", "none", "login_required")]
    [InlineData("request", "e30.e30.", "request_not_supported")]
    [InlineData("request_uri", "https://elsewhere.example/request", "request_uri_not_supported")]
    [InlineData("state", "s1", null)]
    public async Task An_error_goes_back_to_the_client_with_its_state_and_our_issuer(string parameter, string? value, string? error)
    {
        var browser = identity.Browser();
        var path = With(browser.AuthorizePath(), parameter, value);
        var form = QueryHelpers.ParseQuery(path.Split('?')[1]).Select(pair => KeyValuePair.Create(pair.Key, pair.Value.ToString())).ToList();

        foreach (var isPost in new[] { false, true })
        {
            using var answer = isPost ? await browser.PostAsync(path.Split('?')[0], form) : await browser.GetAsync(path);
            if (error is null)
            {
                Browser.IsTo("/identity/sign-in", answer);
                continue;
            }

            Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
            Assert.StartsWith(Browser.Callback + "?", answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
            var query = QueryHelpers.ParseQuery(answer.Headers.Location.Query);
            Assert.Equal((error, "s1", IdentityFixture.Issuer), (query["error"].ToString(), query["state"].ToString(), query["iss"].ToString()));
            Assert.NotEmpty(query["error_description"].ToString());
            Assert.DoesNotContain("error_uri", query.Keys);
        }
    }

    [Fact]
    public async Task An_error_goes_back_in_the_fragment_where_the_client_asked_for_it_there()
    {
        var browser = identity.Browser();

        using var answer = await browser.GetAsync(With(browser.AuthorizePath(extra: "&response_mode=fragment"), "scope", "no-such-scope"));

        Assert.StartsWith(Browser.Callback + "#", answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Contains("error=invalid_scope", answer.Headers.Location.Fragment, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("client_id", null)]
    [InlineData("client_id", "no-such-client")]
    [InlineData("client_id", "api-reference")]
    [InlineData("client_id", "demogemeente-noord")]
    [InlineData("redirect_uri", null)]
    [InlineData("redirect_uri", "")]
    [InlineData("redirect_uri", "https://elsewhere.example/callback")]
    [InlineData("redirect_uri", "http://127.0.0.1:8765/callback/../elsewhere")]
    [InlineData("redirect_uri", "http://127.0.0.1:8765/callback#fragment")]
    [InlineData("redirect_uri", "http://user@127.0.0.1:8765/callback")]
    [InlineData("redirect_uri", "javascript:alert(1)")]
    [InlineData("redirect_uri", "no address")]
    public async Task Without_a_known_client_and_address_the_error_is_shown_on_a_Dutch_page(string parameter, string? value)
    {
        var browser = identity.Browser();

        // Also where something else is wrong as well.
        var valid = browser.AuthorizePath();
        foreach (var path in new[] { valid, With(valid, "scope", "no-such-scope"), With(valid, "response_type", null) })
        {
            using var answer = await browser.GetAsync(With(path, parameter, value));

            Assert.Equal((HttpStatusCode.BadRequest, null), (answer.StatusCode, answer.Headers.Location));
            Assert.Equal("text/html", answer.Content.Headers.ContentType!.MediaType);
            var page = await Browser.PageAsync(answer);
            Assert.Equal(("nl", "Inloggen kan niet"), (page.DocumentElement.GetAttribute("lang"), page.QuerySelector("h1")!.TextContent));
            Assert.DoesNotContain("openiddict", page.Source.Text, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task A_repeated_parameter_redirects_to_no_address()
    {
        var browser = identity.Browser();

        using var answer = await browser.GetAsync(browser.AuthorizePath(extra: "&redirect_uri=https%3A%2F%2Felsewhere.example"));

        Assert.Equal((HttpStatusCode.BadRequest, null), (answer.StatusCode, answer.Headers.Location));
    }

    private static string With(string path, string parameter, string? value)
    {
        var query = QueryHelpers.ParseQuery(path.Split('?')[1]).ToDictionary(pair => pair.Key, pair => (string?)pair.Value.ToString());
        query.Remove(parameter);
        if (value is not null)
        {
            query[parameter] = value;
        }

        return QueryHelpers.AddQueryString(path.Split('?')[0], query);
    }
}
