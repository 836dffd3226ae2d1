using System.Net;
using Metropool.Identity.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Metropool.Identity.Tests;

/// <summary>Authenticator apps and recovery codes.</summary>
public sealed class SecondFactorTests(IdentityFixture identity)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task With_an_app_signing_in_needs_a_code_and_the_token_shows_it()
    {
        var (email, secret, codes) = await identity.WithAppAsync();
        Assert.Equal(10, codes.Length);
        await identity.Mail.SayingAsync(email, "Er is een authenticator-app ingesteld");
        var browser = identity.Browser();
        var page = await browser.GetAsync(browser.AuthorizePath());

        var half = await browser.SignInAsync(page.Headers.Location!.OriginalString, email, IdentityFixture.Password);
        Browser.IsTo("/identity/sign-in/second-factor", half);
        Assert.StartsWith("/identity/sign-in", (await browser.GetAsync(browser.AuthorizePath())).Headers.Location!.OriginalString, StringComparison.Ordinal);
        await identity.NextStepAsync(email);
        var back = await browser.FillInAsync(half.Headers.Location!.OriginalString, ("Code", SecondFactorScenarios.Code(secret)));

        Browser.IsTo("/identity/connect/authorize", back);
        using var answer = await browser.ExchangeAsync(Browser.CodeOf(await browser.GetAsync(back.Headers.Location!.OriginalString)), browser.Verifier);
        var tokens = System.Text.Json.JsonElement.Parse(await answer.Content.ReadAsStringAsync(Cancellation));
        foreach (var name in new[] { "access_token", "id_token" })
        {
            var token = new JsonWebToken(tokens.GetProperty(name).GetString());
            Assert.Equal(["mfa", "otp", "pwd"], token.Claims.Where(claim => claim.Type == "amr").Select(claim => claim.Value).Order());
            Assert.Equal("urn:metropool:acr:two-factors", token.GetClaim("acr").Value);
        }
    }

    [Fact]
    public async Task Without_one_the_token_says_one_factor()
    {
        var token = new JsonWebToken(await identity.TokenOfAsync("deelnemer"));

        Assert.Equal(("pwd", "urn:metropool:acr:one-factor"), (token.GetClaim("amr").Value, token.GetClaim("acr").Value));
    }

    [Fact]
    public async Task A_code_works_once_also_in_parallel_requests()
    {
        var (email, secret, _) = await identity.WithAppAsync();
        await identity.NextStepAsync(email);
        var code = SecondFactorScenarios.Code(secret);
        var browsers = new[] { identity.Browser(), identity.Browser() };
        var pages = new List<string>();
        foreach (var browser in browsers)
        {
            pages.Add((await browser.SignInAsync("/identity/sign-in", email, IdentityFixture.Password)).Headers.Location!.OriginalString);
        }

        var answers = await Task.WhenAll(browsers.Zip(pages, (browser, page) => browser.FillInAsync(page, ("Code", code))));

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.Found);
        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task The_code_that_set_up_the_app_does_not_sign_in()
    {
        var (email, secret, _) = await identity.WithAppAsync();
        var step = await identity.InDatabase(db => db.Users.Where(a => a.Email == email).Select(a => a.TotpLastStep).SingleAsync(Cancellation));
        var used = Totp.CodeAt(secret, DateTimeOffset.FromUnixTimeSeconds(step!.Value * 30));
        var browser = identity.Browser();
        var half = await browser.SignInAsync("/identity/sign-in", email, IdentityFixture.Password);

        Assert.Equal(HttpStatusCode.BadRequest, (await browser.FillInAsync(half.Headers.Location!.OriginalString, ("Code", used))).StatusCode);
    }

    [Fact]
    public async Task A_recovery_code_signs_in_once()
    {
        var (email, _, codes) = await identity.WithAppAsync();

        (string, HttpStatusCode)[] attempts =
        [
            (codes[3], HttpStatusCode.Found),
            (codes[3], HttpStatusCode.BadRequest),
            (codes[4].Replace(" ", "-", StringComparison.Ordinal), HttpStatusCode.Found),
        ];
        foreach (var (code, status) in attempts)
        {
            var browser = identity.Browser();
            var half = await browser.SignInAsync("/identity/sign-in", email, IdentityFixture.Password);
            Assert.Equal(status, (await browser.FillInAsync(half.Headers.Location!.OriginalString, ("Code", code))).StatusCode);
        }
    }

    [Fact]
    public async Task Entering_the_password_again_does_not_reset_the_counter_of_codes()
    {
        var (email, secret, _) = await identity.WithAppAsync();
        var browser = identity.Browser();
        for (var i = 0; i < 5; i++)
        {
            var half = await browser.SignInAsync("/identity/sign-in", email, IdentityFixture.Password);
            Assert.Equal(HttpStatusCode.BadRequest, (await browser.FillInAsync(half.Headers.Location!.OriginalString, ("Code", "00000"))).StatusCode);
        }

        await identity.NextStepAsync(email);
        var again = await browser.SignInAsync("/identity/sign-in", email, IdentityFixture.Password);
        Assert.Equal(
            HttpStatusCode.TooManyRequests,
            (await browser.FillInAsync(again.Headers.Location!.OriginalString, ("Code", SecondFactorScenarios.Code(secret)))).StatusCode);
        await identity.Mail.SayingAsync(email, "het goede wachtwoord van je account");
    }

    [Fact]
    public async Task A_wrong_code_sets_no_app_up_and_the_drawing_stays_the_same()
    {
        var (email, _) = await identity.RegisteredAsync();
        var browser = await identity.SignedInAsync(email);
        var page = await browser.OpenAsync("/identity/account/authenticator");

        using var answer = await browser.SendAsync(page, [("Code", "12345")]);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(page.QuerySelector(".drawing + p code")!.TextContent, (await Browser.PageAsync(answer)).QuerySelector(".drawing + p code")!.TextContent);
        Assert.NotNull(page.QuerySelector(".drawing svg path, .drawing svg rect"));
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/identity/account")).StatusCode);
    }

    [Fact]
    public async Task The_secret_is_stored_encrypted_and_the_codes_as_hashes()
    {
        var (email, secret, codes) = await identity.WithAppAsync();
        var account = await identity.InDatabase(db => db.Users.AsNoTracking().SingleAsync(a => a.Email == email, Cancellation));

        Assert.DoesNotContain(Convert.ToHexString(secret), Convert.ToHexString(account.TotpSecret!), StringComparison.Ordinal);
        Assert.Equal(10, codes.Length);
    }

    [Fact]
    public async Task An_app_is_removed_and_the_recovery_codes_with_it()
    {
        var (email, secret, _) = await identity.WithAppAsync();
        var browser = identity.Browser();
        await identity.NextStepAsync(email);
        var half = await browser.SignInAsync("/identity/sign-in", email, IdentityFixture.Password);
        await browser.FillInAsync(half.Headers.Location!.OriginalString, ("Code", SecondFactorScenarios.Code(secret)));

        Browser.IsTo("/identity/account", await browser.FillInAsync("/identity/account/authenticator/removal"));

        await identity.SignedInAsync(email);
        Assert.False(
            await identity.InDatabase(db => db.RecoveryCodes.AnyAsync(code => db.Users.Any(a => a.Email == email && a.Id == code.PersonId), Cancellation)));
    }

    [Fact]
    public async Task Staff_need_a_second_factor_for_a_token_and_set_one_up_on_the_way()
    {
        var (email, _) = await identity.RegisteredAsync();
        await System.Net.Http.Json.HttpClientJsonExtensions.PostAsJsonAsync(
            await identity.ApiAsync("beheerder"), "/identity/v1/staff", new { email, role = "staff" }, Cancellation);
        await using var strict = identity.Another(settings: ("Metropool:Identity:StaffNeedSecondFactor", "true"));
        var browser = IdentityFixture.BrowserOf(strict);
        var page = await browser.GetAsync(browser.AuthorizePath());
        var back = await browser.SignInAsync(page.Headers.Location!.OriginalString, email, IdentityFixture.Password);

        var asked = await browser.GetAsync(back.Headers.Location!.OriginalString);
        Browser.IsTo("/identity/account/authenticator", asked);
        Assert.Contains(
            "error=interaction_required",
            (await browser.GetAsync(browser.AuthorizePath(extra: "&prompt=none"))).Headers.Location!.Query,
            StringComparison.Ordinal);
        var setUp = await browser.OpenAsync(asked.Headers.Location!.OriginalString);
        using var done = await browser.SendAsync(setUp, [("Code", SecondFactorScenarios.Code(SecondFactorScenarios.SecretOf(setUp)))]);
        var onward = (await Browser.PageAsync(done)).QuerySelector(".links a")!.GetAttribute("href")!;

        Assert.StartsWith("/identity/connect/authorize?", onward, StringComparison.Ordinal);
        Assert.NotEmpty(Browser.CodeOf(await browser.GetAsync(onward)));

        // Not for a person without a role.
        var participant = IdentityFixture.BrowserOf(strict);
        Assert.NotEmpty((await participant.SignInForTokenAsync(identity.User("deelnemer").UserName, identity.User("deelnemer").Password)).AccessToken);
    }

    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1234567890, "005924")]
    [InlineData(20000000000, "353130")]
    public void Codes_are_those_of_the_standard(long seconds, string code) =>
        // RFC 6238, appendix B; its eight digits end in these six.
        Assert.Equal(code, Totp.CodeAt("12345678901234567890"u8.ToArray(), DateTimeOffset.FromUnixTimeSeconds(seconds)));
}
