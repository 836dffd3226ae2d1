using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.AspNetCore.WebUtilities;

namespace Metropool.Identity.Tests;

/// <summary>Signing out that a client begins (OpenID Connect RP-Initiated Logout 1.0).</summary>
public sealed class LogoutTests(IdentityFixture identity)
{
    private const string Logout = "/identity/connect/logout";

    [Theory]
    [InlineData("metropool-cli", Browser.Callback)]
    [InlineData("api-reference", "http://localhost:8080/docs")]
    [InlineData("api-reference", "http://localhost:8080/docs/")]
    [InlineData("api-reference", "http://localhost:8080/docs/intake")]
    public async Task A_client_signs_a_person_out_and_gets_them_back_with_its_state(string clientId, string address)
    {
        var (browser, _) = await SignedInAsync();

        using var done = await ConfirmAsync(browser, With(("client_id", clientId), ("post_logout_redirect_uri", address), ("state", "s 2")));

        Assert.Equal(QueryHelpers.AddQueryString(address, "state", "s 2"), done.Headers.Location?.OriginalString.Replace("+", "%20", StringComparison.Ordinal));
        Browser.IsTo("/identity/sign-in", await browser.GetAsync(browser.AuthorizePath()));
    }

    [Fact]
    public async Task The_ID_token_is_enough_to_say_which_client_it_is()
    {
        var (browser, idToken) = await SignedInAsync();

        using var done = await ConfirmAsync(browser, With(("id_token_hint", idToken), ("post_logout_redirect_uri", Browser.Callback)));

        Assert.Equal(Browser.Callback, done.Headers.Location?.OriginalString);
    }

    [Theory]
    [InlineData("https://elsewhere.example/", null)]
    [InlineData(Browser.Callback, "api-reference")]
    [InlineData(Browser.Callback, "no-such-client")]
    [InlineData("no address", "metropool-cli")]
    public async Task An_address_that_is_not_the_clients_is_not_followed_and_the_person_can_still_sign_out(string address, string? clientId)
    {
        var (browser, _) = await SignedInAsync();

        using var answer = await browser.GetAsync(With(("post_logout_redirect_uri", address), ("client_id", clientId)));

        Assert.Equal((HttpStatusCode.BadRequest, null), (answer.StatusCode, answer.Headers.Location));
        var page = await Browser.PageAsync(answer);
        Assert.Equal(("nl", "Uitloggen kan zo niet"), (page.DocumentElement.GetAttribute("lang"), page.QuerySelector("h1")!.TextContent));
        using var done = await ConfirmAsync(browser, page.QuerySelector<IHtmlAnchorElement>("main a")!.GetAttribute("href")!);
        Assert.Equal("/identity/sign-in", done.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task The_ID_token_of_another_client_is_refused_and_a_forged_one_is_not_looked_at()
    {
        var (browser, idToken) = await SignedInAsync();

        using var others = await browser.GetAsync(With(("id_token_hint", idToken), ("client_id", "api-reference")));
        using var forged = await browser.GetAsync(With(("id_token_hint", idToken + "x"), ("post_logout_redirect_uri", "https://elsewhere.example/")));
        using var asked = await browser.GetAsync(With(("id_token_hint", "no token")));

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest, HttpStatusCode.OK), (others.StatusCode, forged.StatusCode, asked.StatusCode));
        Assert.Equal("Uitloggen", (await Browser.PageAsync(asked)).QuerySelector("h1")!.TextContent);
        Assert.DoesNotContain("openiddict", (await Browser.PageAsync(others)).Source.Text, StringComparison.OrdinalIgnoreCase);
    }

    private static string With(params (string Name, string? Value)[] parameters) =>
        QueryHelpers.AddQueryString(Logout, parameters.Where(p => p.Value is not null).Select(p => KeyValuePair.Create(p.Name, p.Value)));

    private async Task<(Browser Browser, string IdToken)> SignedInAsync()
    {
        var (email, _) = await identity.RegisteredAsync();
        var browser = identity.Browser();
        return (browser, (await browser.SignInForTokenAsync(email, IdentityFixture.Password)).IdToken!);
    }

    private static async Task<HttpResponseMessage> ConfirmAsync(Browser browser, string path)
    {
        var done = await browser.SendAsync(await browser.OpenAsync(path), []);
        Assert.Equal(HttpStatusCode.Found, done.StatusCode);
        return done;
    }
}
