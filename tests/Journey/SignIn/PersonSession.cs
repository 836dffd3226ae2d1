using System.Net;
using System.Security.Cryptography;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Metropool.Journey.Gateway;
using Microsoft.IdentityModel.Tokens;

namespace Metropool.Journey.SignIn;

/// <summary>
/// The session of a person who signs in on the HTML page, as in a browser: authorization code with PKCE. The cookies are kept, so that the token can be
/// renewed without the password while the person is signed in at Identity.
/// </summary>
internal sealed class PersonSession(GatewayClient gateway, OpenIdProvider provider, string userName, string password) : Session
{
    private const string ClientId = "metropool-cli";
    private const string RedirectUri = "http://127.0.0.1:8765/callback";
    private const int MaxRedirects = 10;
    private readonly CookieContainer _cookies = new();

    protected override Task<AccessToken> SignInAsync(CancellationToken cancellationToken) =>
        gateway.Retry.RetryAsync(SignInOnceAsync, cancellationToken);

    private async Task<AccessToken> SignInOnceAsync(CancellationToken cancellationToken)
    {
        var verifier = RandomText();
        var code = await AuthorizeAsync(verifier, cancellationToken);
        var answer = await provider.TokenAsync(
            new Dictionary<string, string>
            {
                ["grant_type"] = "authorization_code",
                ["client_id"] = ClientId,
                ["code"] = code,
                ["redirect_uri"] = RedirectUri,
                ["code_verifier"] = verifier,
            },
            cancellationToken);
        return new AccessToken(answer.AccessToken, TimeSpan.FromSeconds(answer.ExpiresIn));
    }

    /// <summary>Follows the redirects from the authorization endpoint to the redirect URI of the client, and submits the sign-in form.</summary>
    private async Task<string> AuthorizeAsync(string verifier, CancellationToken cancellationToken)
    {
        var discovery = await provider.DiscoverAsync(cancellationToken);
        var state = RandomText();
        var challenge = Base64UrlEncoder.Encode(SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(verifier)));
        var at = new UriBuilder(discovery.AuthorizationEndpoint)
        {
            Query = $"response_type=code&client_id={ClientId}&redirect_uri={Uri.EscapeDataString(RedirectUri)}"
                + $"&scope={Uri.EscapeDataString("openid profile " + OpenIdProvider.ServiceScopes)}"
                + $"&state={state}&code_challenge={challenge}&code_challenge_method=S256",
        }.Uri;
        FormUrlEncodedContent? form = null;
        for (var redirects = 0; redirects < MaxRedirects; redirects++)
        {
            using var response = await BrowseAsync(at, form, cancellationToken);
            if (response.Headers.Location is { } location)
            {
                form = null;
                at = new Uri(at, location);
                if (at.AbsoluteUri.StartsWith(RedirectUri, StringComparison.Ordinal))
                {
                    return CodeOf(at, state);
                }
            }
            else if (response.IsSuccessStatusCode && form is null)
            {
                (at, form) = await FillInAsync(at, response, cancellationToken);
            }
            else
            {
                var reason = form is null ? "" : ": the form was shown again";
                throw new JourneyException($"Signing in as {userName} failed at {at.AbsolutePath} with {(int)response.StatusCode}{reason}.");
            }
        }

        throw new JourneyException($"Signing in as {userName} failed: more than {MaxRedirects} redirects.");
    }

    private async Task<HttpResponseMessage> BrowseAsync(Uri at, FormUrlEncodedContent? form, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(form is null ? HttpMethod.Get : HttpMethod.Post, at) { Content = form };
        if (_cookies.GetCookieHeader(at) is { Length: > 0 } cookies)
        {
            request.Headers.Add("Cookie", cookies);
        }

        var response = await gateway.SendAsync(RequestRecorder.NameOf(request.Method, at.AbsolutePath), request, cancellationToken);
        if (response.Headers.TryGetValues("Set-Cookie", out var set))
        {
            foreach (var cookie in set)
            {
                _cookies.SetCookies(at, cookie);
            }
        }

        return response;
    }

    private async Task<(Uri Action, FormUrlEncodedContent Form)> FillInAsync(Uri at, HttpResponseMessage page, CancellationToken cancellationToken)
    {
        var html = await page.Content.ReadAsStringAsync(cancellationToken);
        var form = new HtmlParser().ParseDocument(html).Forms.FirstOrDefault(candidate => candidate.QuerySelector("input[type=password]") is not null)
            ?? throw new JourneyException($"No sign-in form found at {at.AbsolutePath}.");
        var fields = form.QuerySelectorAll("input").OfType<IHtmlInputElement>()
            .Where(input => input.Name is { Length: > 0 } && (input.Type is not ("checkbox" or "radio" or "submit") || input.IsChecked))
            .Select(input => KeyValuePair.Create(input.Name!, input.Name switch
            {
                "UserName" => userName,
                "Password" => password,
                _ => input.Value,
            }));
        return (new Uri(at, form.GetAttribute("action") ?? ""), new FormUrlEncodedContent(fields));
    }

    private static string CodeOf(Uri callback, string state)
    {
        var response = callback.Query.TrimStart('?').Split('&').Select(pair => pair.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair.ElementAtOrDefault(1) ?? ""), StringComparer.Ordinal);
        if (response.GetValueOrDefault("state") != state)
        {
            throw new JourneyException("The state of the authorization response belongs to another request.");
        }

        return response.GetValueOrDefault("code")
            ?? throw new JourneyException(
                $"The authorization request failed: {response.GetValueOrDefault("error")} {response.GetValueOrDefault("error_description")}");
    }

    private static string RandomText() => Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(32));
}
