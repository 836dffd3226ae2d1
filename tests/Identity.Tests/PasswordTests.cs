using System.Net;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.Tests;

/// <summary>New passwords, by mail and by hand.</summary>
public sealed class PasswordTests(IdentityFixture identity)
{
    private const string Another = "nog een lang wachtwoord";

    [Fact]
    public async Task A_password_reset_ends_all_sessions_notifies_the_owner_and_its_link_works_once()
    {
        var (email, personId) = await identity.RegisteredAsync();
        var browser = await identity.SignedInAsync(email);
        var code = Browser.CodeOf(await browser.GetAsync(browser.AuthorizePath()));
        var link = await LinkAsync(email);
        Assert.Equal(HttpStatusCode.OK, (await identity.Browser().GetAsync(link)).StatusCode);

        using var short_ = await identity.Browser().FillInAsync(link, ("Password", "kort"));
        using var done = await identity.Browser().FillInAsync(link, ("Password", Another));

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.OK), (short_.StatusCode, done.StatusCode));
        Assert.Equal(HttpStatusCode.BadRequest, (await identity.Browser().GetAsync(link)).StatusCode);
        Browser.IsTo("/identity/sign-in", await browser.GetAsync("/identity/account"));
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.ExchangeAsync(code, browser.Verifier)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await identity.Browser().SignInAsync("/identity/sign-in", email, IdentityFixture.Password)).StatusCode);
        await identity.SignedInAsync(email, Another);
        await identity.Mail.SayingAsync(email, "Er is een nieuw wachtwoord gekozen");
        Assert.True(await identity.InDatabase(
            db => db.SignInSessions.AnyAsync(s => s.PersonId == personId && s.EndedAt != null, TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task A_link_to_a_new_password_ends_after_an_hour_and_with_the_use_of_another()
    {
        var (email, _) = await identity.RegisteredAsync();
        var first = await LinkAsync(email);
        await identity.Browser().FillInAsync("/identity/password/forgot", ("Email", email));
        var second = await identity.Mail.LinkToAsync(email, "/identity/password/reset", exceptFor: first);
        await using var later = identity.Another(ahead: TimeSpan.FromMinutes(61));
        Assert.Equal(HttpStatusCode.BadRequest, (await IdentityFixture.BrowserOf(later).GetAsync(second)).StatusCode);

        Assert.Equal(HttpStatusCode.OK, (await identity.Browser().FillInAsync(second, ("Password", Another))).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await identity.Browser().GetAsync(first)).StatusCode);
    }

    [Fact]
    public async Task A_changed_password_signs_out_elsewhere_and_not_here()
    {
        var (email, _) = await identity.RegisteredAsync();
        var (here, elsewhere) = (await identity.SignedInAsync(email), await identity.SignedInAsync(email));

        Browser.IsTo("/identity/account", await here.FillInAsync("/identity/account/password", ("Password", Another)));

        Assert.Equal(HttpStatusCode.OK, (await here.GetAsync("/identity/account")).StatusCode);
        Browser.IsTo("/identity/sign-in", await elsewhere.GetAsync("/identity/account"));
        await identity.Mail.SayingAsync(email, "Het wachtwoord van je account is gewijzigd");
        await identity.SignedInAsync(email, Another);
    }

    [Theory]
    [InlineData("/identity/account/password")]
    [InlineData("/identity/account/email")]
    [InlineData("/identity/account/authenticator")]
    [InlineData("/identity/account/recovery-codes")]
    [InlineData("/identity/account/passkeys")]
    [InlineData("/identity/account/authenticator/removal")]
    [InlineData("/identity/account/erasure")]
    public async Task Changes_of_how_to_sign_in_need_a_recent_sign_in(string path)
    {
        var (email, _) = await identity.RegisteredAsync();
        await using var later = identity.Another(ahead: TimeSpan.Zero);
        var clock = (ShiftedTime)later.Services.GetService(typeof(TimeProvider))!;
        var browser = IdentityFixture.BrowserOf(later);
        await browser.SignInAsync("/identity/sign-in", email, IdentityFixture.Password);
        clock.Ahead = TimeSpan.FromMinutes(11);

        using var sent = await browser.GetAsync(path);
        Browser.IsTo("/identity/sign-in/again", sent);
        using var wrong = await browser.FillInAsync(sent.Headers.Location!.OriginalString, ("Password", "not the password"));
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        using var right = await browser.FillInAsync(sent.Headers.Location!.OriginalString, ("Password", IdentityFixture.Password));

        Browser.IsTo(path, right);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(path)).StatusCode);

        // Nor by a form that was left open.
        clock.Ahead = TimeSpan.FromMinutes(30);
        Browser.IsTo("/identity/sign-in/again", await browser.PostAsync(path, new Dictionary<string, string> { ["Password"] = Another }));
    }

    [Theory]
    [InlineData("Wachtwoord123!")]
    [InlineData("Welkom-2026-12")]
    [InlineData("wachtwoordwachtwoord")]
    [InlineData("123456789012")]
    [InlineData("987654321098")]
    [InlineData("Metropool is van mij")]
    [InlineData("ik heet voornaam.achternaam")]
    public async Task A_common_password_is_refused(string password)
    {
        using var answer = await identity.Browser().FillInAsync(
            "/identity/register", ("CallName", "Deelnemer"), ("Surname", "Voorbeeld"), (
                "Email", "Voornaam.Achternaam@demo.metropool.example"), ("Password", password));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("#Password", Assert.Single((await Browser.PageAsync(answer)).QuerySelectorAll("[role=alert] a")).GetAttribute("href"));
    }

    private async Task<string> LinkAsync(string email)
    {
        await identity.Browser().FillInAsync("/identity/password/forgot", ("Email", email));
        return await identity.Mail.LinkToAsync(email, "/identity/password/reset");
    }
}
