using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Metropool.Identity.Accounts;
using Metropool.Identity.SignIn;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metropool.Identity.Tests;

/// <summary>Passwords and codes can't be guessed, and guesses don't lock out the owner.</summary>
public sealed class LockoutTests(IdentityFixture identity)
{
    private const string Attacker = "203.0.113.5";
    private const string Owner = "198.51.100.7";
    private const string Page = "/identity/sign-in";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(5)]
    [InlineData(50)]
    [InlineData(500)]
    public async Task After_wrong_passwords_from_elsewhere_the_right_one_signs_in_from_a_fresh_browser(int guesses)
    {
        var (email, _) = await identity.RegisteredAsync();

        var answers = await identity.Browser(Attacker).GuessAsync(email, guesses);

        Assert.Equal(5, answers.Count(status => status == HttpStatusCode.BadRequest));
        Assert.Equal(guesses - 5, answers.Count(status => status == HttpStatusCode.TooManyRequests));
        Browser.IsTo("/identity/account", await identity.Browser(Owner).SignInAsync(Page, email, IdentityFixture.Password));

        // The sign-in of the owner gives the attacker no new guesses.
        Assert.Equal(HttpStatusCode.TooManyRequests, (await identity.Browser(Attacker).SignInAsync(Page, email, IdentityFixture.Password)).StatusCode);
    }

    [Fact]
    public async Task The_lockout_page_says_until_when_and_is_the_same_for_an_unknown_address()
    {
        var (email, _) = await identity.RegisteredAsync();
        var texts = new List<string>();
        foreach (var address in new[] { email, $"{Guid.NewGuid():N}@demo.metropool.example" })
        {
            var browser = identity.Browser(Attacker);
            await browser.GuessAsync(address, 5);
            using var answer = await browser.SignInAsync(Page, address, IdentityFixture.Password);
            var summary = (await Browser.PageAsync(answer)).QuerySelector("[role=alert]")!.TextContent;

            Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
            Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(5));
            Assert.Matches(@"te vaak een verkeerd wachtwoord ingevuld.*Vanaf \d+ \w+ \d{4} \d\d:\d\d uur", summary.ReplaceLineEndings(" "));
            texts.Add(System.Text.RegularExpressions.Regex.Replace(summary, @"\d", "0"));
        }

        Assert.Single(texts.Distinct());
    }

    [Fact]
    public async Task Parallel_guesses_get_no_more_attempts_than_sequential_ones()
    {
        var (email, _) = await identity.RegisteredAsync();
        var browsers = Enumerable.Range(0, 12).Select(_ => identity.Browser(Attacker)).ToArray();
        var pages = await Task.WhenAll(browsers.Select(browser => browser.OpenAsync(Page)));

        (string, string)[] guess = [("UserName", email), ("Password", "not the password")];
        var answers = await Task.WhenAll(browsers.Zip(pages, (browser, page) => browser.SendAsync(page, guess)));

        Assert.Equal(5, answers.Count(answer => answer.StatusCode == HttpStatusCode.BadRequest));
        Assert.Equal(7, answers.Count(answer => answer.StatusCode == HttpStatusCode.TooManyRequests));
        await identity.Mail.SayingAsync(email, "een paar keer een verkeerd wachtwoord");
    }

    [Fact]
    public async Task Parallel_sign_ins_with_the_right_password_all_succeed()
    {
        var (email, _) = await identity.RegisteredAsync();
        for (var round = 0; round < 4; round++)
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => identity.Browser(Owner).SignInAsync(Page, email, IdentityFixture.Password)));
            Assert.All(answers, answer => Browser.IsTo("/identity/account", answer));
        }
    }

    [Theory]
    [InlineData("2001:db8:1:1:{0:x}::1", 5)]
    [InlineData("2001:db8:1:{0:x}::1", 20)]
    [InlineData("203.0.113.{0}", 20)]
    public async Task All_addresses_of_a_network_share_its_attempts(string address, int allowed)
    {
        var (email, _) = await identity.RegisteredAsync();
        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 30; i++)
        {
            answers.AddRange(await identity.Browser(string.Format(CultureInfo.InvariantCulture, address, i + 1)).GuessAsync(email, 1));
        }

        Assert.Equal(allowed, answers.Count(status => status == HttpStatusCode.BadRequest));
        Browser.IsTo("/identity/account", await identity.Browser(Owner).SignInAsync(Page, email, IdentityFixture.Password));
    }

    [Fact]
    public async Task Each_lockout_is_longer_up_to_an_hour_and_signing_in_resets_it()
    {
        var (email, _) = await identity.RegisteredAsync();
        await using var later = identity.Another();
        var clock = (ShiftedTime)later.Services.GetService(typeof(TimeProvider))!;
        var browser = IdentityFixture.BrowserOf(later, from: Attacker);
        var lengths = new List<double>();
        for (var round = 0; round < 6; round++)
        {
            Assert.All(await browser.GuessAsync(email, 5), status => Assert.Equal(HttpStatusCode.BadRequest, status));
            using var refused = await browser.SignInAsync(Page, email, "not the password");
            lengths.Add(Math.Round(refused.Headers.RetryAfter!.Delta!.Value.TotalMinutes));
            clock.Ahead += TimeSpan.FromMinutes(lengths[^1] + 1);
        }

        Assert.Equal([5, 10, 20, 40, 60, 60], lengths);
        Browser.IsTo("/identity/account", await browser.SignInAsync(Page, email, IdentityFixture.Password));
        var again = IdentityFixture.BrowserOf(later, from: Attacker);
        await again.GuessAsync(email, 5);
        Assert.Equal(5, Math.Round((await again.SignInAsync(Page, email, "not the password")).Headers.RetryAfter!.Delta!.Value.TotalMinutes));
    }

    [Fact]
    public async Task A_lockout_of_a_clock_that_is_set_back_does_not_last()
    {
        var (email, _) = await identity.RegisteredAsync();
        await using var ahead = identity.Another(TimeSpan.FromDays(2));
        await IdentityFixture.BrowserOf(ahead, from: Owner).GuessAsync(email, 5);

        Browser.IsTo("/identity/account", await identity.Browser(Owner).SignInAsync(Page, email, IdentityFixture.Password));
    }

    [Fact]
    public async Task Codes_are_counted_for_the_account_over_all_origins_and_a_known_device_is_not_affected()
    {
        var (email, secret, codes) = await identity.WithAppAsync();
        var known = identity.Browser(Owner);
        await identity.SignInWithAppAsync(known, email, secret);
        await known.SignOutAsync();
        for (var i = 0; i < 5; i++)
        {
            var code = i % 2 == 0 ? "000000" : "00000000000000000000";
            Assert.Equal(HttpStatusCode.BadRequest, (await CodeAsync(identity.Browser($"203.0.{i}.1"), email, code)).StatusCode);
        }

        using var refused = await CodeAsync(identity.Browser("192.0.2.9"), email, codes[0]);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        var text = (await Browser.PageAsync(refused)).QuerySelector("[role=alert]")!.TextContent;
        Assert.Contains("te vaak een verkeerde code", text, StringComparison.Ordinal);
        Assert.DoesNotContain("nieuw wachtwoord", text, StringComparison.Ordinal);
        await identity.Mail.SayingAsync(email, "Iemand heeft je wachtwoord");
        await identity.NextStepAsync(email);
        Assert.Equal(HttpStatusCode.Found, (await CodeAsync(known, email, SecondFactorScenarios.Code(secret))).StatusCode);

        // The sign-in of the owner gives an attacker with the password no new guesses.
        Assert.Equal(HttpStatusCode.TooManyRequests, (await CodeAsync(identity.Browser("192.0.2.10"), email, codes[0])).StatusCode);
    }

    [Fact]
    public async Task An_empty_password_is_not_counted()
    {
        var (email, _) = await identity.RegisteredAsync();
        var browser = await identity.SignedInAsync(email, from: Owner);
        for (var i = 0; i < 6; i++)
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await browser.FillInAsync("/identity/sign-in/again", ("Password", ""))).StatusCode);
        }

        Assert.False(await identity.InScope(async services =>
        {
            var account = await services.GetRequiredService<IdentityDbContext>().Users.SingleAsync(a => a.Email == email, Cancellation);
            return await services.GetRequiredService<SignInThrottle>().Of(account).AnyAsync(c => c.Attempts > 0, Cancellation);
        }));
    }

    [Fact]
    public async Task Changing_the_address_resets_its_counters()
    {
        var (email, _) = await identity.RegisteredAsync();
        var wanted = $"nieuw-{Guid.NewGuid():N}@demo.metropool.example";
        await identity.Browser(Attacker).GuessAsync(email, 1);
        var browser = await identity.SignedInAsync(email, from: Owner);
        Assert.True(await CountedAsync());

        await browser.FillInAsync("/identity/account/email", ("Email", wanted));
        await browser.FillInAsync(await identity.Mail.LinkToAsync(wanted, "/identity/account/email/confirm"));

        Assert.False(await CountedAsync());

        Task<bool> CountedAsync() => identity.InScope(services =>
        {
            var key = services.GetRequiredService<AttemptKeys>().OfAccount(email.ToUpperInvariant());
            return services.GetRequiredService<IdentityDbContext>().AttemptCounters.AnyAsync(c => c.AccountKey == key, Cancellation);
        });
    }

    [Fact]
    public async Task Wrong_passwords_of_a_reauthentication_are_counted()
    {
        var (email, _) = await identity.RegisteredAsync();
        var browser = await identity.SignedInAsync(email, from: Owner);
        var page = await browser.OpenAsync("/identity/sign-in/again");
        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 7; i++)
        {
            answers.Add((await browser.SendAsync(page, [("Password", "not the password")])).StatusCode);
        }

        Assert.Equal((5, 2), (answers.Count(status => status == HttpStatusCode.BadRequest), answers.Count(status => status == HttpStatusCode.TooManyRequests)));
    }

    [Fact]
    public async Task The_owner_is_notified_at_most_once_a_day()
    {
        var (email, _) = await identity.RegisteredAsync();
        foreach (var origin in new[] { "203.0.1.1", "203.0.2.1", "203.0.3.1" })
        {
            await identity.Browser(origin).GuessAsync(email, 6);
        }

        await identity.Mail.SayingAsync(email, "een paar keer een verkeerd wachtwoord");
        await identity.Browser().FillInAsync("/identity/password/forgot", ("Email", email));
        await identity.Mail.LinkToAsync(email, "/identity/password/reset");
        Assert.Single(identity.Mail.To(email), mail => mail.TextBody!.Contains("een paar keer een verkeerd wachtwoord", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_owner_can_sign_in_at_once_after_a_password_reset()
    {
        var (email, _) = await identity.RegisteredAsync();
        await identity.Browser().GuessAsync(email, 5);
        await identity.Browser().FillInAsync("/identity/password/forgot", ("Email", email));
        await identity.Browser().FillInAsync(await identity.Mail.LinkToAsync(email, "/identity/password/reset"), ("Password", "een nieuw lang wachtwoord"));

        await identity.SignedInAsync(email, "een nieuw lang wachtwoord");
    }

    [Fact]
    public async Task An_administrator_unlocks_the_account_of_another_and_never_their_own()
    {
        var (email, personId) = await identity.RegisteredAsync();
        await identity.Browser().GuessAsync(email, 5);
        var api = await identity.ApiAsync("beheerder");
        using var lookup = await api.PostAsJsonAsync("/identity/v1/accounts/lookups", new { email }, Cancellation);
        var found = await lookup.Content.ReadFromJsonAsync<AccountSummary>(Cancellation);
        Assert.Equal((personId, true), (found!.PersonId, found.Locked));

        Assert.Equal(HttpStatusCode.NoContent, (await api.PostAsync($"/identity/v1/accounts/{personId}/unlock", null, Cancellation)).StatusCode);

        await identity.SignedInAsync(email);
        await identity.Mail.SayingAsync(email, "Een beheerder heeft het inloggen");
        var own = identity.User("beheerder").PersonId;
        Assert.Equal(HttpStatusCode.Forbidden, (await api.PostAsync($"/identity/v1/accounts/{own}/unlock", null, Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await api.PostAsync($"/identity/v1/accounts/{Guid.NewGuid()}/unlock", null, Cancellation)).StatusCode);
        using var dean = await identity.ApiAsync("decaan");
        Assert.Equal(HttpStatusCode.Forbidden, (await dean.PostAsync($"/identity/v1/accounts/{personId}/unlock", null, Cancellation)).StatusCode);
    }

    [Fact]
    public async Task A_command_unlocks_an_account_after_wrong_passwords()
    {
        var (email, _) = await identity.RegisteredAsync();
        await identity.Browser(Owner).GuessAsync(email, 5);

        await identity.RunCommandAsync("unblock-account", email);

        Browser.IsTo("/identity/account", await identity.Browser(Owner).SignInAsync(Page, email, IdentityFixture.Password));
        Assert.Equal(1, await identity.ExitCodeOfAsync("unblock-account", email));
    }

    [Fact]
    public async Task An_administrator_ends_all_sessions_of_a_person()
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
        var own = identity.User("beheerder").PersonId;
        Assert.Equal(HttpStatusCode.Forbidden, (await api.PostAsync($"/identity/v1/accounts/{own}/sign-out", null, Cancellation)).StatusCode);
    }

    private static async Task<HttpResponseMessage> CodeAsync(Browser browser, string email, string code)
    {
        using var half = await browser.SignInAsync(Page, email, IdentityFixture.Password);
        Browser.IsTo("/identity/sign-in/second-factor", half);
        return await browser.FillInAsync(half.Headers.Location!.OriginalString, ("Code", code));
    }
}
