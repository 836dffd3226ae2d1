using System.Net;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Metropool.Identity.Tests;

/// <summary>Passkeys, with an authenticator in software.</summary>
public sealed class PasskeyTests(IdentityFixture identity)
{
    [Fact]
    public async Task A_passkey_signs_in_without_name_password_or_code_and_counts_as_two_factors()
    {
        using var key = new SoftwareKey();
        var (email, _) = await identity.WithPasskeyAsync(key);
        await identity.Mail.SayingAsync(email, "Er is een passkey aan je account toegevoegd");
        var browser = identity.Browser();
        var page = await browser.GetAsync(browser.AuthorizePath());
        var returnUrl = page.Headers.Location!.OriginalString[page.Headers.Location.OriginalString.IndexOf('?', StringComparison.Ordinal)..];

        var back = await browser.UsePasskeyAsync(key, SecondFactorScenarios.PasskeyPath + returnUrl);

        Browser.IsTo("/identity/connect/authorize", back);
        using var answer = await browser.ExchangeAsync(Browser.CodeOf(await browser.GetAsync(back.Headers.Location!.OriginalString)), browser.Verifier);
        var tokens = System.Text.Json.JsonElement.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var token = new JsonWebToken(tokens.GetProperty("access_token").GetString());
        Assert.Equal(["mfa", "pop", "user"], token.Claims.Where(claim => claim.Type == "amr").Select(claim => claim.Value).Order());
        Assert.Equal("urn:metropool:acr:two-factors", token.GetClaim("acr").Value);
    }

    [Fact]
    public async Task A_passkey_signs_in_to_an_account_that_is_locked_by_wrong_passwords()
    {
        using var key = new SoftwareKey();
        var (email, _) = await identity.WithPasskeyAsync(key);
        for (var i = 0; i < 5; i++)
        {
            await identity.Browser().SignInAsync("/identity/sign-in", email, "not the password");
        }

        Browser.IsTo("/identity/account", await identity.Browser().UsePasskeyAsync(key));
    }

    [Fact]
    public async Task Another_key_challenge_or_site_does_not_sign_in()
    {
        using var key = new SoftwareKey();
        await identity.WithPasskeyAsync(key);
        using var unknown = new SoftwareKey();
        Assert.Equal(HttpStatusCode.BadRequest, (await identity.Browser().UsePasskeyAsync(unknown)).StatusCode);

        var browser = identity.Browser();
        var (first, second) = (await browser.OpenAsync(SecondFactorScenarios.PasskeyPath), await browser.OpenAsync(SecondFactorScenarios.PasskeyPath));
        using var crossed = await browser.SendAsync(second, [("credential", key.Get(SecondFactorScenarios.OptionsOf(first)))]);
        Assert.Equal(HttpStatusCode.BadRequest, crossed.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.SendAsync(second, [("credential", "{}")])).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.SendAsync(second, [("credential", "no json")])).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.SendAsync(second, [("credential", "")])).StatusCode);
    }

    [Fact]
    public async Task A_response_of_a_passkey_works_once()
    {
        using var key = new SoftwareKey { Counts = false };
        await identity.WithPasskeyAsync(key);
        var (first, second) = (identity.Browser(), identity.Browser());
        var page = await first.OpenAsync(SecondFactorScenarios.PasskeyPath);
        var state = page.QuerySelector("input[name=state]")!.GetAttribute("value")!;
        var answer = key.Get(SecondFactorScenarios.OptionsOf(page));

        Browser.IsTo("/identity/account", await first.SendAsync(page, [("credential", answer)]));
        var overheard = await second.OpenAsync(SecondFactorScenarios.PasskeyPath);
        using var again = await second.SendAsync(overheard, [("state", state), ("credential", answer)]);

        Assert.Equal(HttpStatusCode.BadRequest, again.StatusCode);
    }

    [Theory]
    [InlineData("https://elsewhere.example", true)]
    [InlineData("http://localhost:8081", true)]
    [InlineData("http://localhost:8080", false)]
    public async Task A_passkey_of_another_site_or_without_user_verification_is_not_added(string origin, bool isUnlocked)
    {
        using var key = new SoftwareKey { Origin = origin, IsUnlocked = isUnlocked };
        var (email, _) = await identity.RegisteredAsync();
        var browser = await identity.SignedInAsync(email);
        var page = await browser.OpenAsync("/identity/account/passkeys");

        using var answer = await browser.SendAsync(page, [("Name", "laptop"), ("credential", key.Create(SecondFactorScenarios.OptionsOf(page)))]);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task A_passkey_belongs_to_one_account()
    {
        using var key = new SoftwareKey();
        await identity.WithPasskeyAsync(key);
        var (email, _) = await identity.RegisteredAsync();
        var browser = await identity.SignedInAsync(email);
        var page = await browser.OpenAsync("/identity/account/passkeys");

        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await browser.SendAsync(page, [("Name", "laptop"), ("credential", key.Create(SecondFactorScenarios.OptionsOf(page)))])).StatusCode);
    }

    [Fact]
    public async Task A_passkey_is_shown_by_its_name_and_removed()
    {
        using var key = new SoftwareKey();
        var (email, browser) = await identity.WithPasskeyAsync(key);
        var page = await browser.OpenAsync("/identity/account");
        Assert.Contains("laptop van het werk", page.QuerySelector("#passkeys")!.ParentElement!.TextContent, StringComparison.Ordinal);

        Browser.IsTo("/identity/account", await browser.SendAsync(page, [], "/identity/account/passkeys/removal"));

        Assert.Equal(HttpStatusCode.BadRequest, (await identity.Browser().UsePasskeyAsync(key)).StatusCode);
        await identity.Mail.SayingAsync(email, "Er is een passkey van je account verwijderd");
    }

    [Fact]
    public async Task A_person_reauthenticates_with_a_passkey()
    {
        using var key = new SoftwareKey();
        await identity.WithPasskeyAsync(key);
        await using var later = identity.Another();
        var clock = (ShiftedTime)later.Services.GetService(typeof(TimeProvider))!;
        var browser = IdentityFixture.BrowserOf(later);
        await browser.UsePasskeyAsync(key);
        clock.Ahead = TimeSpan.FromMinutes(11);
        Browser.IsTo("/identity/sign-in/again", await browser.GetAsync("/identity/account/password"));

        Browser.IsTo(
            "/identity/account/password",
            await browser.UsePasskeyAsync(key, SecondFactorScenarios.PasskeyPath + "?returnUrl=%2Fidentity%2Faccount%2Fpassword"));

        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/identity/account/password")).StatusCode);
    }

    [Fact]
    public async Task The_script_is_ours_and_read_as_a_script()
    {
        using var response = await identity.Browser().GetAsync("/identity/passkeys.js");

        Assert.Equal("text/javascript", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
    }
}
