using System.Net;
using System.Net.Http.Json;
using Metropool.Identity.Accounts;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.Tests;

/// <summary>Nobody guesses a password or a code, and nobody keeps the owner out for ever.</summary>
public sealed class LockoutTests(IdentityFixture identity)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Many_guesses_at_the_same_moment_are_no_more_than_as_many_one_after_the_other()
    {
        var (email, personId) = await identity.RegisteredAsync();
        var browsers = Enumerable.Range(0, 12).Select(_ => identity.Browser()).ToArray();
        var pages = await Task.WhenAll(browsers.Select(browser => browser.OpenAsync("/identity/sign-in")));

        await Task.WhenAll(browsers.Zip(pages, (browser, page) => browser.SendAsync(page, [("UserName", email), ("Password", "not the password")])));

        var account = await AccountAsync(personId);
        Assert.Equal((0, 1), (account.AccessFailedCount, account.LockoutCount));
        Assert.Equal(HttpStatusCode.BadRequest, (await identity.Browser().SignInAsync("/identity/sign-in", email, IdentityFixture.Password)).StatusCode);
        await identity.Mail.SayingAsync(email, "Inloggen is daarom even gesloten");
    }

    [Fact]
    public async Task Each_time_it_takes_longer_up_to_an_hour_and_a_right_password_forgets_it()
    {
        var (email, personId) = await identity.RegisteredAsync();
        await using var later = identity.Another();
        var clock = (ShiftedTime)later.Services.GetService(typeof(TimeProvider))!;
        var lengths = new List<double>();
        for (var round = 0; round < 6; round++)
        {
            await FailAsync(IdentityFixture.BrowserOf(later), email, 5);
            var end = (await AccountAsync(personId)).LockoutEnd!.Value;
            lengths.Add(Math.Round((end - clock.GetUtcNow()).TotalMinutes));
            clock.Ahead += TimeSpan.FromMinutes(lengths[^1] + 1);
        }

        Assert.Equal([5, 10, 20, 40, 60, 60], lengths);
        Browser.IsTo("/identity/account", await IdentityFixture.BrowserOf(later).SignInAsync("/identity/sign-in", email, IdentityFixture.Password));
        var account = await AccountAsync(personId);
        Assert.Equal((0, 0, (DateTimeOffset?)null), (account.AccessFailedCount, account.LockoutCount, account.LockoutEnd));
    }

    [Fact]
    public async Task The_owner_comes_in_at_once_with_a_new_password_by_mail()
    {
        var (email, _) = await identity.RegisteredAsync();
        await FailAsync(identity.Browser(), email, 5);
        await identity.Browser().FillInAsync("/identity/password/forgot", ("Email", email));
        await identity.Browser().FillInAsync(await identity.Mail.LinkToAsync(email, "/identity/password/reset"), ("Password", "een nieuw lang wachtwoord"));

        await identity.SignedInAsync(email, "een nieuw lang wachtwoord");
    }

    [Fact]
    public async Task An_administrator_opens_the_account_of_another_and_never_their_own()
    {
        var (email, personId) = await identity.RegisteredAsync();
        await FailAsync(identity.Browser(), email, 5);
        var api = await identity.ApiAsync("beheerder");
        var found = await (await api.PostAsJsonAsync("/identity/v1/accounts/lookups", new { email }, Cancellation)).Content.ReadFromJsonAsync<FoundAccount>(Cancellation);
        Assert.Equal((personId, true), (found!.PersonId, found.Locked));

        Assert.Equal(HttpStatusCode.NoContent, (await api.PostAsync($"/identity/v1/accounts/{personId}/unlock", null, Cancellation)).StatusCode);

        await identity.SignedInAsync(email);
        await identity.Mail.SayingAsync(email, "Een beheerder heeft het inloggen");
        Assert.Equal(HttpStatusCode.Forbidden, (await api.PostAsync($"/identity/v1/accounts/{identity.User("beheerder").PersonId}/unlock", null, Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await api.PostAsync($"/identity/v1/accounts/{Guid.NewGuid()}/unlock", null, Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await identity.ApiAsync("decaan")).PostAsync($"/identity/v1/accounts/{personId}/unlock", null, Cancellation)).StatusCode);
    }

    [Fact]
    public async Task An_administrator_signs_somebody_out_everywhere()
    {
        var (email, personId) = await identity.RegisteredAsync();
        var browser = await identity.SignedInAsync(email);
        var code = Browser.CodeOf(await browser.GetAsync(browser.AuthorizePath()));
        var tokens = await identity.Browser().SignInForTokenAsync(email, IdentityFixture.Password);
        var api = await identity.ApiAsync("beheerder");

        Assert.Equal(HttpStatusCode.NoContent, (await api.PostAsync($"/identity/v1/accounts/{personId}/sign-out", null, Cancellation)).StatusCode);

        Browser.IsTo("/identity/sign-in", await browser.GetAsync("/identity/account"));
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.ExchangeAsync(code, browser.Verifier)).StatusCode);
        using var theirs = await identity.ApiAsync(null);
        theirs.DefaultRequestHeaders.Authorization = new("Bearer", tokens.AccessToken);
        Assert.Equal(HttpStatusCode.Unauthorized, (await theirs.GetAsync("/identity/connect/userinfo", Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await api.PostAsync($"/identity/v1/accounts/{identity.User("beheerder").PersonId}/sign-out", null, Cancellation)).StatusCode);
    }

    private static async Task FailAsync(Browser browser, string email, int times)
    {
        for (var i = 0; i < times; i++)
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await browser.SignInAsync("/identity/sign-in", email, "not the password")).StatusCode);
        }
    }

    private Task<Account> AccountAsync(Guid personId) => identity.InDatabase(async (IdentityDbContext db) => await db.Users.AsNoTracking().SingleAsync(a => a.Id == personId, Cancellation));
}
