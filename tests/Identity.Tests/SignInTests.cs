using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Metropool.Identity.Tests;

/// <summary>People sign in with authorization code and PKCE on an accessible page.</summary>
public sealed class SignInTests(IdentityFixture identity)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_token_of_a_person_has_their_id_name_roles_and_services()
    {
        var dean = identity.User("decaan");

        var tokens = await identity.Browser().SignInForTokenAsync(dean.UserName, dean.Password);

        var token = new JsonWebToken(tokens.AccessToken);
        Assert.Equal("at+jwt", token.Typ);
        Assert.Equal("RS256", token.Alg);
        Assert.Equal(IdentityFixture.Issuer, token.Issuer);
        Assert.Equal(dean.PersonId.ToString(), token.Subject);
        Assert.Equal(Browser.ClientId, token.GetClaim("client_id").Value);
        Assert.Equal(dean.DisplayName, token.GetClaim("name").Value);
        Assert.Equal(["staff"], token.Claims.Where(c => c.Type == "role").Select(c => c.Value));
        Assert.Equal(["assessment", "identity", "intake", "internship", "scheduling"], token.Audiences.Order(StringComparer.Ordinal));
        Assert.Equal(TimeSpan.FromMinutes(15), token.ValidTo - token.IssuedAt);
        Assert.DoesNotContain(token.Claims, c => c.Value.Contains('@', StringComparison.Ordinal));
        Assert.Equal(dean.PersonId.ToString(), new JsonWebToken(tokens.IdToken).Subject);
    }

    [Fact]
    public async Task An_employers_contact_has_the_organisation_in_the_token_and_a_participant_has_no_role()
    {
        var employer = identity.User("werkgever-noord");
        var token = new JsonWebToken(await identity.TokenOfAsync("werkgever-noord"));
        Assert.Equal("employer-contact", token.GetClaim("role").Value);
        Assert.Equal(employer.OrganisationId.ToString(), token.GetClaim("organisation").Value);
        Assert.Equal(identity.Demo.Clients.Single(c => c.ClientId == "demogemeente-noord").OrganisationId, employer.OrganisationId);

        Assert.DoesNotContain(new JsonWebToken(await identity.TokenOfAsync("deelnemer")).Claims, c => c.Type is "role" or "organisation");
    }

    [Fact]
    public async Task A_token_is_for_the_services_that_were_asked_for()
    {
        var dean = identity.User("decaan");

        var tokens = await identity.Browser().SignInForTokenAsync(dean.UserName, dean.Password, "openid intake scheduling");

        Assert.Equal(["intake", "scheduling"], new JsonWebToken(tokens.AccessToken).Audiences.Order());
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_account_get_the_same_answer()
    {
        var wrong = await identity.Browser().SignInAsync("/identity/sign-in", identity.User("trainer").UserName, "not the password");
        var unknown = await identity.Browser().SignInAsync("/identity/sign-in", "niemand@demo.metropool.example", "not the password");

        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.Equal(wrong.StatusCode, unknown.StatusCode);
        var (first, second) = (await Browser.PageAsync(wrong), await Browser.PageAsync(unknown));
        Assert.NotNull(first.QuerySelector("[role=alert]"));
        Assert.Equal(first.QuerySelector("[role=alert]")!.TextContent, second.QuerySelector("[role=alert]")!.TextContent);
        Assert.Equal("", first.QuerySelector<IHtmlInputElement>("#Password")!.Value);
    }

    [Fact]
    public async Task The_page_is_Dutch_labelled_and_names_every_empty_field()
    {
        var browser = identity.Browser();
        var answer = await browser.SignInAsync("/identity/sign-in", "", "");
        var page = await Browser.PageAsync(answer);

        Assert.Equal("nl", page.DocumentElement.GetAttribute("lang"));
        Assert.StartsWith("Fout:", page.Title, StringComparison.Ordinal);
        Assert.Single(page.QuerySelectorAll("h1"));
        Assert.Single(page.QuerySelectorAll("main"));
        Assert.Empty(page.QuerySelectorAll("script"));
        foreach (var field in page.QuerySelectorAll<IHtmlInputElement>("input:not([type=hidden])"))
        {
            Assert.NotNull(page.QuerySelector($"label[for={field.Id}]"));
            Assert.NotEmpty(field.GetAttribute("autocomplete")!);
            Assert.Equal("true", field.GetAttribute("aria-invalid"));
            Assert.NotEmpty(page.GetElementById(field.GetAttribute("aria-describedby")!)!.TextContent);
            Assert.NotNull(page.QuerySelector($"[role=alert] a[href='#{field.Id}']"));
        }
    }

    [Fact]
    public async Task The_style_is_the_one_that_the_content_security_policy_allows()
    {
        var response = await identity.Browser().GetAsync("/identity/sign-in");
        var style = (await Browser.PageAsync(response)).QuerySelector("style")!.TextContent;
        var hash = Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(style)));

        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains($"style-src 'sha256-{hash}'", policy, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.True(response.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task A_form_without_antiforgery_token_is_refused()
    {
        var dean = identity.User("decaan");
        var browser = identity.Browser();

        var answer = await browser.PostAsync(
            "/identity/sign-in", new Dictionary<string, string> { ["UserName"] = dean.UserName, ["Password"] = dean.Password });

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.DoesNotContain(
            answer.Headers,
            header => header.Key == "Set-Cookie" && header.Value.Any(cookie => cookie.StartsWith("metropool-identity=", StringComparison.Ordinal)));
        Assert.Contains("te lang open", (await Browser.PageAsync(answer)).QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://elsewhere.example/")]
    [InlineData("//elsewhere.example/identity/connect/authorize?")]
    [InlineData("/elsewhere")]
    [InlineData("/identity/connect/authorize?x=\u00FC")]
    [InlineData("/identity/account//elsewhere.example")]
    [InlineData("/identity/accounts")]
    [InlineData("/identity/connect/authorize?x=\r\nSet-Cookie: a=b")]
    public async Task Signing_in_never_leads_to_another_site(string returnUrl)
    {
        var dean = identity.User("decaan");

        var answer = await identity.Browser().SignInAsync($"/identity/sign-in?returnUrl={Uri.EscapeDataString(returnUrl)}", dean.UserName, dean.Password);

        Assert.Equal("/identity/account", answer.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task An_unknown_redirect_address_is_shown_to_the_person_and_not_followed()
    {
        var browser = identity.Browser();
        var answer = await browser.GetAsync(browser.AuthorizePath(callback: "https://elsewhere.example/callback"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Null(answer.Headers.Location);
        Assert.Equal("Inloggen kan niet", (await Browser.PageAsync(answer)).QuerySelector("h1")!.TextContent);
    }

    [Fact]
    public async Task A_code_works_once_and_only_with_its_verifier()
    {
        var dean = identity.User("decaan");
        var browser = identity.Browser();
        var code = await browser.SignInForCodeAsync(dean.UserName, dean.Password);

        Assert.Equal(HttpStatusCode.BadRequest, (await browser.ExchangeAsync(code, identity.Browser().Verifier)).StatusCode);

        // The cookie remembers who signed in: no page this time.
        var next = Browser.CodeOf(await browser.GetAsync(browser.AuthorizePath()));
        Assert.Equal(HttpStatusCode.OK, (await browser.ExchangeAsync(next, browser.Verifier)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.ExchangeAsync(next, browser.Verifier)).StatusCode);
    }

    [Fact]
    public async Task A_client_may_ask_for_a_new_sign_in_and_may_ask_for_none()
    {
        var dean = identity.User("decaan");
        var browser = identity.Browser();
        var none = await browser.GetAsync(browser.AuthorizePath(extra: "&prompt=none"));
        Assert.Contains("error=login_required", none.Headers.Location!.Query, StringComparison.Ordinal);

        await browser.SignInForCodeAsync(dean.UserName, dean.Password);
        var again = await browser.GetAsync(browser.AuthorizePath(extra: "&prompt=login"));
        Assert.StartsWith("/identity/sign-in?returnUrl=", again.Headers.Location!.OriginalString, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_time_of_sign_in_is_in_the_id_token_and_max_age_is_measured_from_it()
    {
        var dean = identity.User("decaan");
        var browser = identity.Browser();
        var before = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var tokens = await browser.SignInForTokenAsync(dean.UserName, dean.Password);

        Assert.InRange(new JsonWebToken(tokens.IdToken).GetPayloadValue<long>("auth_time"), before, DateTimeOffset.UtcNow.ToUnixTimeSeconds());
        Assert.DoesNotContain(new JsonWebToken(tokens.AccessToken).Claims, claim => claim.Type == "auth_time");
        Assert.NotEmpty(Browser.CodeOf(await browser.GetAsync(browser.AuthorizePath(extra: "&max_age=3600"))));
        var again = await browser.GetAsync(browser.AuthorizePath(extra: "&max_age=0"));
        Assert.StartsWith("/identity/sign-in?returnUrl=", again.Headers.Location!.OriginalString, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nie\0mand")]
    [InlineData("' OR 1=1 --")]
    [InlineData("<script>alert(1)</script>")]
    public async Task Odd_characters_in_the_name_break_nothing(string userName)
    {
        var answer = await identity.Browser().SignInAsync("/identity/sign-in", userName, "not the password");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Theory]
    [InlineData("/identity/connect/token")]
    [InlineData("/identity/connect/authorize")]
    [InlineData("/identity/connect/logout")]
    public async Task A_form_that_cannot_be_read_is_400(string path)
    {
        var nul = await identity.Browser().PostAsync(path, new Dictionary<string, string> { ["a"] = "\0" });
        var many = await identity.Browser().PostAsync(path, Enumerable.Range(0, 2000).Select(i => KeyValuePair.Create($"a{i}", "b")));

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (nul.StatusCode, many.StatusCode));
    }

    [Fact]
    public async Task Signing_out_is_asked_first_and_then_done()
    {
        var dean = identity.User("decaan");
        var browser = identity.Browser();
        await browser.SignInForCodeAsync(dean.UserName, dean.Password);

        var asked = await browser.GetAsync("/identity/connect/logout");
        Assert.Equal(HttpStatusCode.OK, asked.StatusCode);
        Browser.CodeOf(await browser.GetAsync(browser.AuthorizePath()));

        var fields = (await Browser.PageAsync(asked)).QuerySelectorAll<IHtmlInputElement>("input[type=hidden]")
            .Select(input => KeyValuePair.Create(input.Name!, input.Value));
        var done = await browser.PostAsync("/identity/connect/logout", fields);
        Assert.Equal("/identity/sign-in", done.Headers.Location!.OriginalString);
        Assert.StartsWith("/identity/sign-in?", (await browser.GetAsync(browser.AuthorizePath())).Headers.Location!.OriginalString, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_client_gets_the_claims_of_the_person()
    {
        var employer = identity.User("werkgever-noord");
        var answer = await (await identity.ApiAsync("werkgever-noord")).GetStringAsync("/identity/connect/userinfo", Cancellation);

        var info = System.Text.Json.JsonElement.Parse(answer);
        Assert.Equal(employer.PersonId, info.GetProperty("sub").GetGuid());
        Assert.Equal(employer.DisplayName, info.GetProperty("name").GetString());
        Assert.Equal(employer.OrganisationId, info.GetProperty("organisation").GetGuid());
    }
}
