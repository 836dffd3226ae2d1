using System.Net;

namespace Metropool.Identity.Tests;

/// <summary>A device on which an account signed in before is counted apart from all others.</summary>
public sealed class KnownDeviceTests(IdentityFixture identity)
{
    private const string Attacker = "203.0.113.5";
    private const string Owner = "198.51.100.7";
    private const string Page = "/identity/sign-in";
    private const string Cookie = "metropool-identity-device";

    [Fact]
    public async Task Guesses_from_everywhere_lock_neither_a_known_device_nor_a_new_one_after_a_password_reset()
    {
        var (email, _) = await identity.RegisteredAsync();
        var known = await identity.SignedInAsync(email, from: Owner);
        await known.SignOutAsync();

        // Ten networks, with five guesses from one address of each.
        for (var network = 0; network < 10; network++)
        {
            Assert.All(await identity.Browser($"203.0.{network}.1").GuessAsync(email, 5), status => Assert.Equal(HttpStatusCode.BadRequest, status));
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, (await identity.Browser("192.0.2.1").SignInAsync(Page, email, IdentityFixture.Password)).StatusCode);
        Browser.IsTo("/identity/account", await known.SignInAsync(Page, email, IdentityFixture.Password));
        await using (var second = identity.Another())
        {
            using var refused = await IdentityFixture.BrowserOf(second, from: "192.0.2.2").SignInAsync(Page, email, IdentityFixture.Password);
            Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        }

        var fresh = identity.Browser("192.0.2.3");
        await fresh.FillInAsync("/identity/password/forgot", ("Email", email));
        await fresh.FillInAsync(await identity.Mail.LinkToAsync(email, "/identity/password/reset"), ("Password", "een nieuw lang wachtwoord"));
        Browser.IsTo("/identity/account", await fresh.SignInAsync(Page, email, "een nieuw lang wachtwoord"));
    }


    [Fact]
    public async Task A_known_device_has_as_many_attempts_as_another()
    {
        var (email, _) = await identity.RegisteredAsync();
        var known = await identity.SignedInAsync(email, from: Owner);
        await known.SignOutAsync();

        var answers = await known.GuessAsync(email, 7);

        Assert.Equal(5, answers.Count(status => status == HttpStatusCode.BadRequest));
        Assert.Equal(HttpStatusCode.TooManyRequests, (await known.SignInAsync(Page, email, IdentityFixture.Password)).StatusCode);
        Browser.IsTo("/identity/account", await identity.Browser(Owner).SignInAsync(Page, email, IdentityFixture.Password));
    }


    [Fact]
    public async Task A_device_is_known_for_the_account_that_signed_in_on_it_and_for_no_other()
    {
        var (mine, _) = await identity.RegisteredAsync();
        var (theirs, _) = await identity.RegisteredAsync();
        var browser = await identity.SignedInAsync(mine, from: Attacker);
        await browser.SignOutAsync();
        await identity.Browser(Attacker).GuessAsync(theirs, 5);

        Assert.Equal(HttpStatusCode.TooManyRequests, (await browser.SignInAsync(Page, theirs, IdentityFixture.Password)).StatusCode);
        Browser.IsTo("/identity/account", await browser.SignInAsync(Page, mine, IdentityFixture.Password));
    }


    [Fact]
    public async Task The_cookie_of_a_device_is_for_us_alone_lives_long_and_is_another_on_each_device()
    {
        var (email, _) = await identity.RegisteredAsync();
        var cookies = new List<string>();
        foreach (var browser in new[] { identity.Browser(), identity.Browser() })
        {
            using var answer = await browser.SignInAsync(Page, email, IdentityFixture.Password);
            cookies.Add(Assert.Single(answer.Headers.GetValues("Set-Cookie"), cookie => cookie.StartsWith(Cookie + "=", StringComparison.Ordinal)));
        }

        Assert.NotEqual(cookies[0].Split(';')[0], cookies[1].Split(';')[0]);
        Assert.All(
            ["httponly", "samesite=lax", "path=/identity", "max-age=15552000"],
            attribute => Assert.Contains(attribute, cookies[0], StringComparison.OrdinalIgnoreCase));
    }


    [Theory]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("%00%22")]
    [InlineData("a.b.c.d.e.f.g.h")]
    public async Task A_forged_cookie_makes_no_device_known(string cookie)
    {
        var (email, _) = await identity.RegisteredAsync();
        await identity.Browser(Attacker).GuessAsync(email, 5);
        var client = identity.Application.CreateClient(new() { AllowAutoRedirect = false, HandleCookies = true });
        client.DefaultRequestHeaders.Add("X-Forwarded-For", Attacker);
        client.DefaultRequestHeaders.Add("Cookie", $"{Cookie}={cookie}");

        Assert.Equal(HttpStatusCode.TooManyRequests, (await new Browser(client).SignInAsync(Page, email, IdentityFixture.Password)).StatusCode);
    }

    [Fact]
    public async Task A_secret_planted_by_an_attacker_never_becomes_a_known_device()
    {
        var (mine, _) = await identity.RegisteredAsync();
        var (theirs, _) = await identity.RegisteredAsync();
        using var signedIn = await identity.Browser(Attacker).SignInAsync(Page, mine, IdentityFixture.Password);
        var planted = signedIn.Headers.GetValues("Set-Cookie").Single(cookie => cookie.StartsWith(Cookie + "=", StringComparison.Ordinal)).Split(';')[0];
        using var victim = await With(planted, Owner).SignInAsync(Page, theirs, IdentityFixture.Password);
        Browser.IsTo("/identity/account", victim);

        await identity.Browser(Attacker).GuessAsync(theirs, 5);

        Assert.Equal(HttpStatusCode.TooManyRequests, (await With(planted, Attacker).SignInAsync(Page, theirs, IdentityFixture.Password)).StatusCode);
    }

    [Fact]
    public async Task Signing_out_everywhere_makes_all_devices_unknown()
    {
        var (email, _) = await identity.RegisteredAsync();
        var known = await identity.SignedInAsync(email, from: Owner);
        await known.SendAsync(await known.OpenAsync("/identity/account"), [], "/identity/account/sessions/end-all");
        await identity.Browser(Owner).GuessAsync(email, 5);

        Assert.Equal(HttpStatusCode.TooManyRequests, (await known.SignInAsync(Page, email, IdentityFixture.Password)).StatusCode);
    }

    // The test's own cookie, beside those that the browser gets.
    private Browser With(string cookie, string from)
    {
        var client = identity.Application.CreateDefaultClient(new OneCookie(cookie), new Microsoft.AspNetCore.Mvc.Testing.Handlers.CookieContainerHandler());
        client.DefaultRequestHeaders.Add("X-Forwarded-For", from);
        return new(client);
    }

    private sealed class OneCookie(string cookie) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.Add("Cookie", cookie);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
