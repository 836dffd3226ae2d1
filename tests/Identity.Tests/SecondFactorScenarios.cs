using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Metropool.Identity.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Metropool.Identity.Tests;

/// <summary>People with an authenticator app or a passkey, and how they use it.</summary>
internal static class SecondFactorScenarios
{
    public const string PasskeyPath = "/identity/sign-in/passkey";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static string Code(byte[] secret) => Totp.CodeAt(secret, DateTimeOffset.UtcNow);

    public static byte[] SecretOf(IParentNode page)
    {
        var text = page.QuerySelector(".drawing + p code")!.TextContent.Replace(" ", "", StringComparison.Ordinal);
        var bits = string.Concat(
            text.Select(letter => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(letter, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2))];
    }

    public static string OptionsOf(IParentNode page) => page.QuerySelector<IHtmlFormElement>("form[data-passkey]")!.GetAttribute("data-options")!;

    /// <summary>As if the time of the code that was used last were over.</summary>
    public static Task<int> NextStepAsync(this IdentityFixture identity, string email) => identity.InDatabase(db =>
        db.Users.Where(a => a.Email == email).ExecuteUpdateAsync(set => set.SetProperty(a => a.TotpLastStep, a => a.TotpLastStep - 10), Cancellation));

    /// <summary>Registers a person with an authenticator app.</summary>
    public static async Task<(string Email, byte[] Secret, string[] Codes)> WithAppAsync(this IdentityFixture identity)
    {
        var (email, _) = await identity.RegisteredAsync();
        var browser = await identity.SignedInAsync(email);
        var page = await browser.OpenAsync("/identity/account/authenticator");
        var secret = SecretOf(page);
        using var done = await browser.SendAsync(page, [("Code", Code(secret))]);
        Assert.Equal(HttpStatusCode.OK, done.StatusCode);
        return (email, secret, [.. (await Browser.PageAsync(done)).QuerySelectorAll(".codes code").Select(code => code.TextContent)]);
    }

    /// <summary>Registers a person with a passkey, and returns the browser in which it was added.</summary>
    public static async Task<(string Email, Browser Browser)> WithPasskeyAsync(this IdentityFixture identity, SoftwareKey key)
    {
        var (email, _) = await identity.RegisteredAsync();
        var browser = await identity.SignedInAsync(email);
        await browser.AddPasskeyAsync(key);
        return (email, browser);
    }

    public static async Task AddPasskeyAsync(this Browser browser, SoftwareKey key)
    {
        var page = await browser.OpenAsync("/identity/account/passkeys");
        Browser.IsTo("/identity/account", await browser.SendAsync(page, [("Name", "laptop van het werk"), ("credential", key.Create(OptionsOf(page)))]));
    }

    /// <summary>Signs in with a passkey.</summary>
    public static async Task<HttpResponseMessage> UsePasskeyAsync(this Browser browser, SoftwareKey key, string path = PasskeyPath)
    {
        var page = await browser.OpenAsync(path);
        return await browser.SendAsync(page, [("credential", key.Get(OptionsOf(page)))]);
    }

    /// <summary>Signs in with password and code, in a browser that the first step is done in or not.</summary>
    public static async Task SignInWithAppAsync(this IdentityFixture identity, Browser browser, string email, byte[] secret)
    {
        await identity.NextStepAsync(email);
        using var half = await browser.SignInAsync("/identity/sign-in?returnUrl=%2Fidentity%2Faccount%2Fname", email, IdentityFixture.Password);
        Browser.IsTo("/identity/account/name", await browser.FillInAsync(half.Headers.Location!.OriginalString, ("Code", Code(secret))));
    }

    /// <summary>The authentication methods in the token of the person who is signed in.</summary>
    public static async Task<string[]> MethodsAsync(this Browser browser) =>
        [.. new JsonWebToken((await browser.SignInForTokenAgainAsync()).AccessToken).Claims
            .Where(claim => claim.Type == "amr").Select(claim => claim.Value).Order()];
}
