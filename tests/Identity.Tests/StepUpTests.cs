using System.Net;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.Tests;

/// <summary>With a second factor, changes of how to sign in need it.</summary>
public sealed class StepUpTests(IdentityFixture identity)
{
    private const string Password = IdentityFixture.Password;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_second_factor_of_one_account_is_not_that_of_the_next_who_signs_in_in_the_same_browser()
    {
        var (mine, secret, _) = await identity.WithAppAsync();
        var (other, _) = await identity.RegisteredAsync();
        var browser = identity.Browser();
        await identity.SignInWithAppAsync(browser, mine, secret);
        Assert.Equal(["mfa", "otp", "pwd"], await browser.MethodsAsync());

        Browser.IsTo("/identity/account/name", await browser.SignInAsync("/identity/sign-in?returnUrl=%2Fidentity%2Faccount%2Fname", other, Password));

        Assert.Equal(["pwd"], await browser.MethodsAsync());
    }

    [Fact]
    public async Task Signing_in_ends_the_session_of_another_person_in_the_same_browser()
    {
        var (mine, myId) = await identity.RegisteredAsync();
        var (other, otherId) = await identity.RegisteredAsync();
        var browser = await identity.SignedInAsync(mine);

        await browser.SignInAsync("/identity/sign-in?returnUrl=%2Fidentity%2Faccount%2Fname", other, Password);

        Assert.Equal((0, 1), (await OpenAsync(myId), await OpenAsync(otherId)));
    }

    [Fact]
    public async Task Reauthentication_keeps_the_session_and_its_methods()
    {
        var (email, secret, _) = await identity.WithAppAsync();
        var personId = await identity.InDatabase(db => db.Users.Where(a => a.Email == email).Select(a => a.Id).SingleAsync(Cancellation));
        var browser = identity.Browser();
        await identity.SignInWithAppAsync(browser, email, secret);
        var before = await OpenAsync(personId);

        Browser.IsTo(
            "/identity/account/password",
            await browser.FillInAsync("/identity/sign-in/again?returnUrl=%2Fidentity%2Faccount%2Fpassword", ("Password", Password)));

        Assert.Equal((before, "mfa otp pwd"), (await OpenAsync(personId), string.Join(' ', await browser.MethodsAsync())));
    }

    [Theory]
    [InlineData("/identity/account/password")]
    [InlineData("/identity/account/email")]
    [InlineData("/identity/account/authenticator")]
    [InlineData("/identity/account/authenticator/removal")]
    [InlineData("/identity/account/recovery-codes")]
    [InlineData("/identity/account/passkeys")]
    public async Task With_a_passkey_changes_of_how_to_sign_in_need_the_passkey(string path)
    {
        using var key = new SoftwareKey();
        var (email, _) = await identity.WithPasskeyAsync(key);
        var browser = await identity.SignedInAsync(email);

        using var sent = await browser.GetAsync(path);
        Browser.IsTo("/identity/sign-in/passkey", sent);
        Browser.IsTo(
            "/identity/sign-in/passkey",
            await browser.PostAsync(path, new Dictionary<string, string> { ["Password"] = "nog een lang wachtwoord", ["Email"] = "a@demo.metropool.example" }));
        Browser.IsTo(path, await browser.UsePasskeyAsync(key, sent.Headers.Location!.OriginalString));

        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(path)).StatusCode);
    }

    [Fact]
    public async Task A_passkey_is_not_removed_with_a_password_alone()
    {
        using var key = new SoftwareKey();
        var (email, _) = await identity.WithPasskeyAsync(key);
        var browser = await identity.SignedInAsync(email);

        using var sent = await browser.SendAsync(await browser.OpenAsync("/identity/account"), [], "/identity/account/passkeys/removal");

        Browser.IsTo("/identity/sign-in/passkey", sent);
        Browser.IsTo("/identity/account", await identity.Browser().UsePasskeyAsync(key));
    }

    [Fact]
    public async Task A_new_password_by_mail_neither_removes_a_second_factor_nor_gets_round_it()
    {
        const string Another = "nog een lang wachtwoord";
        using var key = new SoftwareKey();
        var (email, _) = await identity.WithPasskeyAsync(key);
        await identity.Browser().FillInAsync("/identity/password/forgot", ("Email", email));
        await identity.Browser().FillInAsync(await identity.Mail.LinkToAsync(email, "/identity/password/reset"), ("Password", Another));
        var browser = await identity.SignedInAsync(email, Another);

        Browser.IsTo("/identity/sign-in/passkey", await browser.GetAsync("/identity/account/authenticator"));
        Assert.Equal(["pwd"], await browser.MethodsAsync());
        Browser.IsTo("/identity/account", await browser.UsePasskeyAsync(key));
        Assert.Equal(["mfa", "pop", "pwd", "user"], await browser.MethodsAsync());
    }

    [Fact]
    public async Task Staff_with_a_passkey_cannot_replace_it_by_an_app_with_their_password_alone()
    {
        using var key = new SoftwareKey();
        var (email, _) = await identity.WithPasskeyAsync(key);
        await System.Net.Http.Json.HttpClientJsonExtensions.PostAsJsonAsync(
            await identity.ApiAsync("beheerder"), "/identity/v1/staff", new { email, role = "staff" }, Cancellation);
        await using var strict = identity.Another(settings: ("Metropool:Identity:StaffNeedSecondFactor", "true"));
        var browser = IdentityFixture.BrowserOf(strict);
        await browser.SignInAsync("/identity/sign-in", email, Password);

        Browser.IsTo("/identity/sign-in/passkey", await browser.GetAsync(browser.AuthorizePath()));
        Browser.IsTo("/identity/sign-in/passkey", await browser.GetAsync("/identity/account/authenticator"));
        await browser.UsePasskeyAsync(key);
        Assert.NotEmpty(Browser.CodeOf(await browser.GetAsync(browser.AuthorizePath())));
    }

    [Fact]
    public async Task The_owner_is_notified_of_a_used_recovery_code_and_how_many_are_left()
    {
        var (email, _, codes) = await identity.WithAppAsync();
        var browser = identity.Browser();
        using var half = await browser.SignInAsync("/identity/sign-in", email, Password);

        Browser.IsTo("/identity/account", await browser.FillInAsync(half.Headers.Location!.OriginalString, ("Code", codes[0])));

        var told = await identity.Mail.SayingAsync(email, "Er is een herstelcode van je account gebruikt");
        Assert.Contains("Je hebt er nog 9", told.TextBody, StringComparison.Ordinal);
    }

    private Task<int> OpenAsync(Guid personId) => identity.InDatabase(db =>
        db.SignInSessions.CountAsync(s => s.PersonId == personId && s.EndedAt == null, Cancellation));
}
