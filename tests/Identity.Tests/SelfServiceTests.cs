using System.Net;
using Metropool.Contracts.Identity;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.Tests;

/// <summary>People look after their own account.</summary>
public sealed class SelfServiceTests(IdentityFixture identity)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_name_reaches_every_service()
    {
        var (email, personId) = await identity.RegisteredAsync();
        var browser = await identity.SignedInAsync(email);

        Browser.IsTo(
            "/identity/account", await browser.FillInAsync("/identity/account/name", ("CallName", "Kandidaat"), ("Prefix", "ten"), ("Surname", "Voorbeeld")));

        var told = await identity.Events.PublishedAsync<PersonChanged>(e => e.PersonId == personId && e.Version == 2);
        Assert.Equal("Kandidaat ten Voorbeeld", told.DisplayName);
        Assert.Contains("Kandidaat ten Voorbeeld", (await browser.OpenAsync("/identity/account")).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_address_is_used_after_its_confirmation_and_the_old_one_is_notified()
    {
        var (email, _) = await identity.RegisteredAsync();
        var next = $"nieuw-{Guid.NewGuid():N}@demo.metropool.example";
        var browser = await identity.SignedInAsync(email);
        await browser.FillInAsync("/identity/account/email", ("Email", next));
        var link = await identity.Mail.LinkToAsync(next, "/identity/account/email/confirm");
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(link)).StatusCode);
        await identity.SignedInAsync(email);

        Assert.Equal(HttpStatusCode.OK, (await browser.FillInAsync(link)).StatusCode);

        await identity.SignedInAsync(next);
        Assert.Equal(HttpStatusCode.BadRequest, (await identity.Browser().SignInAsync("/identity/sign-in", email, IdentityFixture.Password)).StatusCode);
        await identity.Mail.SayingAsync(email, "Op dit adres krijg je geen mail meer");
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.GetAsync(link)).StatusCode);
    }

    [Fact]
    public async Task The_address_of_another_account_cannot_be_taken_and_the_page_does_not_show_that_it_exists()
    {
        var (email, _) = await identity.RegisteredAsync();
        var (owner, _) = await identity.RegisteredAsync();
        var browser = await identity.SignedInAsync(email);

        using var known = await browser.FillInAsync("/identity/account/email", ("Email", owner));
        using var unknown = await browser.FillInAsync("/identity/account/email", ("Email", $"{Guid.NewGuid():N}@demo.metropool.example"));

        Assert.Equal(known.Headers.Location, unknown.Headers.Location);
        await identity.Mail.SayingAsync(owner, "Dat is er al");
    }

    [Fact]
    public async Task A_person_sees_their_sessions_and_ends_one_or_all()
    {
        var (email, personId) = await identity.RegisteredAsync();
        var (here, there, elsewhere) = (await identity.SignedInAsync(email), await identity.SignedInAsync(email), await identity.SignedInAsync(email));
        var page = await here.OpenAsync("/identity/account");
        Assert.Equal(2, page.QuerySelectorAll("form[action='/identity/account/sessions/end']").Length);
        Assert.Contains("(deze browser)", page.QuerySelector("#sessies")!.ParentElement!.TextContent, StringComparison.Ordinal);
        var last = await identity.InDatabase(
            db => db.SignInSessions.Where(s => s.PersonId == personId).OrderByDescending(s => s.SessionId).Select(s => s.SessionId).FirstAsync(Cancellation));

        await here.SendAsync(page, [("id", last.ToString())], "/identity/account/sessions/end");
        Browser.IsTo("/identity/sign-in", await elsewhere.GetAsync("/identity/account"));
        Assert.Equal(HttpStatusCode.OK, (await there.GetAsync("/identity/account")).StatusCode);

        await here.SendAsync(page, [], "/identity/account/sessions/end-all");
        Browser.IsTo("/identity/sign-in", await here.GetAsync("/identity/account"));
        Browser.IsTo("/identity/sign-in", await there.GetAsync("/identity/account"));
    }

    [Fact]
    public async Task A_person_cannot_end_the_session_of_another()
    {
        var (mine, _) = await identity.RegisteredAsync();
        var (other, otherId) = await identity.RegisteredAsync();
        var (here, there) = (await identity.SignedInAsync(mine), await identity.SignedInAsync(other));
        var session = await identity.InDatabase(db => db.SignInSessions.Where(s => s.PersonId == otherId).Select(s => s.SessionId).SingleAsync(Cancellation));

        await here.SendAsync(await here.OpenAsync("/identity/account"), [("id", session.ToString())], "/identity/account/sessions/end-all");

        Assert.Equal(HttpStatusCode.OK, (await there.GetAsync("/identity/account")).StatusCode);
    }

    [Theory]
    [InlineData("/identity/account")]
    [InlineData("/identity/account/name")]
    [InlineData("/identity/account/password")]
    public async Task A_person_who_is_not_signed_in_returns_to_the_page_after_signing_in(string path)
    {
        var (email, _) = await identity.RegisteredAsync();
        var browser = identity.Browser();
        using var sent = await browser.GetAsync(path);
        Browser.IsTo("/identity/sign-in", sent);

        Browser.IsTo(path, await browser.SignInAsync(sent.Headers.Location!.OriginalString, email, IdentityFixture.Password));
    }

    [Theory]
    [InlineData("/identity/sign-in")]
    [InlineData("/identity/register")]
    [InlineData("/identity/register/resend")]
    [InlineData("/identity/password/forgot")]
    [InlineData("/identity/sign-in/passkey")]
    [InlineData("/identity/account")]
    [InlineData("/identity/account/name")]
    [InlineData("/identity/account/email")]
    [InlineData("/identity/account/password")]
    [InlineData("/identity/account/authenticator")]
    [InlineData("/identity/account/passkeys")]
    [InlineData("/identity/account/erasure")]
    public async Task Every_page_is_Dutch_has_one_heading_and_labels_and_runs_no_script_but_ours(string path)
    {
        var (email, _) = await identity.RegisteredAsync();
        var browser = path.StartsWith("/identity/account", StringComparison.Ordinal) ? await identity.SignedInAsync(email) : identity.Browser();
        using var response = await browser.GetAsync(path);
        var page = await Browser.PageAsync(response);

        Assert.Equal(("nl", 1, 1), (page.DocumentElement.GetAttribute("lang"), page.QuerySelectorAll("h1").Length, page.QuerySelectorAll("main").Length));
        Assert.Empty(page.QuerySelectorAll("script:not([src='/identity/passkeys.js'])"));
        Assert.Empty(page.QuerySelectorAll("[style], [onclick]"));
        Assert.All(page.QuerySelectorAll("input:not([type=hidden])"), field =>
        {
            Assert.NotNull(page.QuerySelector($"label[for={field.Id}]"));
            Assert.NotEmpty(field.GetAttribute("autocomplete")!);
        });
        var ids = page.QuerySelectorAll("[id]").Select(element => element.Id).ToList();
        Assert.Equal(ids.Distinct(), ids);
        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.Equal(page.QuerySelector("script") is not null, policy.Contains("script-src 'self'", StringComparison.Ordinal));
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
    }
}
