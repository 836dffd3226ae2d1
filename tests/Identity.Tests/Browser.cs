using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Metropool.Testing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.Tokens;

namespace Metropool.Identity.Tests;

/// <summary>What a browser and the public client behind it do: authorization code with PKCE.</summary>
internal sealed class Browser(HttpClient http)
{
    public const string ClientId = "metropool-cli";
    public const string Callback = "http://127.0.0.1:8765/callback";

    public string Verifier { get; } = Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(32));

    public string Challenge => Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));

    public string AuthorizePath(string scope = "openid profile", string callback = Callback, string extra = "") =>
        $"/identity/connect/authorize?response_type=code&client_id={ClientId}&redirect_uri={Uri.EscapeDataString(callback)}&scope={Uri.EscapeDataString(scope)}"
        + $"&state=s1&code_challenge={Challenge}&code_challenge_method=S256{extra}";

    public Task<HttpResponseMessage> GetAsync(string path) =>
        WithOwnCookiesAsync(http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken));

    public static void IsTo(string path, HttpResponseMessage response) => Assert.Equal(path, response.Headers.Location?.OriginalString.Split('?')[0]);

    public Task<HttpResponseMessage> PostAsync(string path, IEnumerable<KeyValuePair<string, string>> form) =>
        WithOwnCookiesAsync(http.PostForm(path, form));

    // The gateway forwards no cookie without our prefix: one that Identity sets under another name never comes back.
    private static async Task<HttpResponseMessage> WithOwnCookiesAsync(Task<HttpResponseMessage> answering)
    {
        var answer = await answering;
        if (answer.Headers.TryGetValues("Set-Cookie", out var cookies))
        {
            Assert.All(cookies, cookie => Assert.StartsWith("metropool-", cookie, StringComparison.Ordinal));
        }

        return answer;
    }

    public static async Task<IHtmlDocument> PageAsync(HttpResponseMessage response) =>
        new HtmlParser().ParseDocument(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

    /// <summary>Fills in the sign-in page at an address, and sends it.</summary>
    public Task<HttpResponseMessage> SignInAsync(string path, string userName, string password) =>
        FillInAsync(path, ("UserName", userName), ("Password", password));

    /// <summary>Opens a page, fills in its form, and sends it as a browser would.</summary>
    public async Task<HttpResponseMessage> FillInAsync(string path, params (string Name, string Value)[] fields) =>
        await SendAsync(await OpenAsync(path), fields);

    /// <summary>Opens a page that must be there.</summary>
    public async Task<IHtmlDocument> OpenAsync(string path)
    {
        using var response = await GetAsync(path);
        Assert.True(response.StatusCode == System.Net.HttpStatusCode.OK, $"{path.Split('?')[0]}: {(int)response.StatusCode} {response.Headers.Location}");
        return await PageAsync(response);
    }

    /// <summary>Fills in the form of a page, the first or the one with an action, and sends it.</summary>
    public Task<HttpResponseMessage> SendAsync(IHtmlDocument page, (string Name, string Value)[] fields, string? action = null)
    {
        var form = page.QuerySelectorAll<IHtmlFormElement>("form").First(form => action is null || form.GetAttribute("action") == action);
        var sent = form.QuerySelectorAll<IHtmlInputElement>("input").Where(input => fields.All(field => field.Name != input.Name))
            .Select(input => KeyValuePair.Create(input.Name!, input.Value));
        return PostAsync(form.GetAttribute("action")!, [.. sent, .. fields.Select(field => KeyValuePair.Create(field.Name, field.Value))]);
    }

    /// <summary>Signs in and gets a code.</summary>
    public async Task<string> SignInForCodeAsync(string userName, string password, string scope = "openid profile")
    {
        var toPage = await GetAsync(AuthorizePath(scope));
        var back = await SignInAsync(toPage.Headers.Location!.OriginalString, userName, password);
        Assert.True(back.Headers.Location is not null, $"Not signed in: {(int)back.StatusCode}");
        var answer = await GetAsync(back.Headers.Location.OriginalString);
        return CodeOf(answer);
    }

    public async Task<Tokens> SignInForTokenAsync(string userName, string password, string scope = "openid profile") =>
        await TokensAsync(await SignInForCodeAsync(userName, password, scope));

    private async Task<Tokens> TokensAsync(string code)
    {
        using var response = await ExchangeAsync(code, Verifier);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, text);
        var json = JsonElement.Parse(text);
        return new(
            json.GetProperty("access_token").GetString()!,
            json.TryGetProperty("id_token", out var idToken) ? idToken.GetString() : null,
            json.GetProperty("expires_in").GetInt32());
    }

    /// <summary>Another token, for who is signed in.</summary>
    public async Task<Tokens> SignInForTokenAgainAsync() => await TokensAsync(CodeOf(await GetAsync(AuthorizePath())));

    public Task<HttpResponseMessage> ExchangeAsync(string code, string verifier) => PostAsync("/identity/connect/token", new Dictionary<string, string>
    {
        ["grant_type"] = "authorization_code",
        ["client_id"] = ClientId,
        ["code"] = code,
        ["redirect_uri"] = Callback,
        ["code_verifier"] = verifier,
    });

    public static string CodeOf(HttpResponseMessage answer)
    {
        Assert.StartsWith(Callback, answer.Headers.Location?.OriginalString, StringComparison.Ordinal);
        var query = QueryHelpers.ParseQuery(answer.Headers.Location!.Query);
        Assert.Equal("s1", query["state"]);
        return query["code"].ToString();
    }

    internal sealed record Tokens(string AccessToken, string? IdToken, int ExpiresIn);
}
