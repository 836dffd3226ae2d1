using System.Net;
using Metropool.Contracts.Identity;
using Metropool.Identity.Jobs;
using Metropool.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metropool.Identity.Tests;

/// <summary>People register themselves, with an address that they confirm.</summary>
public sealed class RegistrationTests(IdentityFixture identity)
{
    private const string Password = IdentityFixture.Password;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_person_can_sign_in_and_is_published_after_confirming_the_registration()
    {
        var email = NewEmail();
        using var asked = await RegisterAsync(email, prefix: "van der");
        Assert.Equal(HttpStatusCode.OK, asked.StatusCode);
        Assert.Equal("Kijk in je mail", (await Browser.PageAsync(asked)).QuerySelector("h1")!.TextContent);
        var link = await identity.Mail.LinkToAsync(email, "/identity/register/confirm");
        Assert.Equal(HttpStatusCode.BadRequest, (await identity.Browser().SignInAsync("/identity/sign-in", email, Password)).StatusCode);
        Assert.False(await identity.InDatabase(db => db.Users.AnyAsync(a => a.Email == email, Cancellation)));
        Assert.DoesNotContain(identity.Events.Seen.OfType<PersonChanged>(), e => e.DisplayName == $"Deelnemer van der {email[..8]}");

        using var confirmed = await identity.Browser().FillInAsync(link, ("Password", Password));

        Assert.Equal(HttpStatusCode.OK, confirmed.StatusCode);
        var told = await identity.Events.PublishedAsync<PersonChanged>(e => e.DisplayName == $"Deelnemer van der {email[..8]}");
        Assert.Equal(1, told.Version);
        var token = new Microsoft.IdentityModel.JsonWebTokens.JsonWebToken((await identity.Browser().SignInForTokenAsync(email, Password)).AccessToken);
        Assert.Equal(told.PersonId.ToString(), token.Subject);
        Assert.DoesNotContain(token.Claims, claim => claim.Type == "role");
    }

    [Theory]
    [InlineData("\u200B")]
    [InlineData("\u00AD")]
    [InlineData("\u2800")]
    [InlineData("\u3164")]
    [InlineData("\uFE0F")]
    [InlineData("Win https://example.com")]
    [InlineData("www.example.com")]
    [InlineData("iemand@example.com")]
    [InlineData("An\u202Ena")]
    [InlineData("An\u0007na")]
    public async Task A_name_is_visible_and_carries_no_address(string callName)
    {
        using var asked = await identity.Browser()
            .FillInAsync("/identity/register", ("CallName", callName), ("Surname", "Voorbeeld"), ("Email", NewEmail()), ("Password", Password));

        Assert.Equal(HttpStatusCode.BadRequest, asked.StatusCode);
        Assert.Contains("#CallName", (await Browser.PageAsync(asked)).QuerySelectorAll("a").Select(link => link.GetAttribute("href")));
    }

    [Fact]
    public async Task In_development_the_link_can_be_copied_from_the_file_as_it_is()
    {
        var email = NewEmail();
        await RegisterAsync(email);
        var link = await identity.Mail.LinkToAsync(email, "/identity/register/confirm");

        Assert.Contains(Directory.GetFiles(identity.Mail.Folder, "*.eml").SelectMany(File.ReadLines), line => line.EndsWith(link, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Opening_the_link_uses_nothing_up_and_using_it_does()
    {
        var email = NewEmail();
        await RegisterAsync(email);
        var link = await identity.Mail.LinkToAsync(email, "/identity/register/confirm");

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await identity.Browser().GetAsync(link)).StatusCode);
        }

        Assert.Equal(HttpStatusCode.OK, (await identity.Browser().FillInAsync(link, ("Password", Password))).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await identity.Browser().GetAsync(link)).StatusCode);
    }

    [Fact]
    public async Task A_link_works_once_in_parallel_requests()
    {
        var email = NewEmail();
        await RegisterAsync(email);
        var link = await identity.Mail.LinkToAsync(email, "/identity/register/confirm");
        var browsers = Enumerable.Range(0, 4).Select(_ => identity.Browser()).ToArray();
        var pages = await Task.WhenAll(browsers.Select(browser => browser.OpenAsync(link)));

        var answers = await Task.WhenAll(browsers.Zip(pages, (browser, page) => browser.SendAsync(page, [("Password", Password)])));

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.OK);
        Assert.Equal(1, await identity.InDatabase(db => db.Users.CountAsync(a => a.Email == email, Cancellation)));
    }

    [Fact]
    public async Task The_answer_does_not_show_whether_an_address_has_an_account_and_its_owner_is_notified()
    {
        var (known, _) = await identity.RegisteredAsync();
        var unknown = NewEmail();

        using var first = await RegisterAsync(known);
        using var second = await RegisterAsync(unknown);

        Assert.Equal(first.StatusCode, second.StatusCode);
        Assert.Equal(await first.Content.ReadAsStringAsync(Cancellation), await second.Content.ReadAsStringAsync(Cancellation));
        await identity.Mail.SayingAsync(known, "Dat is er al");
        Assert.Equal(HttpStatusCode.OK, (await identity.Browser().GetAsync(await identity.Mail.LinkToAsync(unknown, "/identity/register/confirm"))).StatusCode);

        foreach (var path in new[] { "/identity/password/forgot", "/identity/register/resend" })
        {
            var stranger = NewEmail();
            using var forKnown = await identity.Browser().FillInAsync(path, ("Email", known));
            using var forStranger = await identity.Browser().FillInAsync(path, ("Email", stranger));
            Assert.Equal(await forKnown.Content.ReadAsStringAsync(Cancellation), await forStranger.Content.ReadAsStringAsync(Cancellation));
            await identity.Mail.SayingAsync(stranger, "Er is geen account met dit adres");
        }
    }

    [Fact]
    public async Task Registering_the_address_of_another_gives_no_account_when_its_owner_opens_the_link()
    {
        var email = NewEmail();
        await RegisterAsync(email, password: "het wachtwoord van een ander");
        var link = await identity.Mail.LinkToAsync(email, "/identity/register/confirm");

        for (var i = 0; i < 5; i++)
        {
            using var answer = await identity.Browser().FillInAsync(link, ("Password", Password));
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        }

        // The link doesn't allow guessing the password.
        using var right = await identity.Browser().FillInAsync(link, ("Password", "het wachtwoord van een ander"));
        Assert.Equal(HttpStatusCode.BadRequest, right.StatusCode);
        Assert.False(await identity.InDatabase(db => db.Users.AnyAsync(a => a.Email == email, Cancellation)));
    }

    [Fact]
    public async Task Another_link_can_be_asked_for_and_an_address_gets_five_messages_in_an_hour()
    {
        var email = NewEmail();
        await RegisterAsync(email);
        var first = await identity.Mail.LinkToAsync(email, "/identity/register/confirm");
        await identity.Browser().FillInAsync("/identity/register/resend", ("Email", email));
        var second = await identity.Mail.LinkToAsync(email, "/identity/register/confirm", exceptFor: first);
        for (var i = 0; i < 5; i++)
        {
            using var answer = await identity.Browser().FillInAsync("/identity/register/resend", ("Email", email));
            Assert.Equal("Kijk in je mail", (await Browser.PageAsync(answer)).QuerySelector("h1")!.TextContent);
        }

        await Eventually.TrueAsync(
            () => identity.InDatabase(async db => !await db.OutgoingMail.AnyAsync(mail => mail.Recipient == email, Cancellation)),
            "all is sent");
        Assert.Equal(5, identity.Mail.CountTo(email));
        Assert.Equal(HttpStatusCode.OK, (await identity.Browser().FillInAsync(second, ("Password", Password))).StatusCode);
    }

    [Fact]
    public async Task Parallel_requests_send_an_address_at_most_five_messages()
    {
        var (email, _) = await identity.RegisteredAsync();
        var before = identity.Mail.CountTo(email);
        var browsers = Enumerable.Range(0, 16).Select(_ => identity.Browser()).ToArray();
        var pages = await Task.WhenAll(browsers.Select(browser => browser.OpenAsync("/identity/password/forgot")));

        var answers = await Task.WhenAll(browsers.Zip(pages, (browser, page) => browser.SendAsync(page, [("Email", email)])));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        await Eventually.TrueAsync(
            () => identity.InDatabase(async db => !await db.OutgoingMail.AnyAsync(mail => mail.Recipient == email, Cancellation)),
            "all is sent");
        Assert.Equal(before + 5, identity.Mail.CountTo(email));
    }

    [Fact]
    public async Task An_unconfirmed_registration_expires_with_its_link()
    {
        await using var own = new IdentityFixture();
        await own.InitializeAsync();
        var email = NewEmail();
        await own.Browser().FillInAsync("/identity/register", ("CallName", "Deelnemer"), ("Surname", "Voorbeeld"), ("Email", email), ("Password", Password));
        var link = await own.Mail.LinkToAsync(email, "/identity/register/confirm");
        await using var tomorrow = own.Another(ahead: TimeSpan.FromHours(25));

        Assert.Equal(HttpStatusCode.BadRequest, (await IdentityFixture.BrowserOf(tomorrow).GetAsync(link)).StatusCode);
        await using (var scope = tomorrow.Services.CreateAsyncScope())
        {
            await ActivatorUtilities.CreateInstance<ExpiredDataCleanupJob>(scope.ServiceProvider).RunAsync(Cancellation);
        }

        Assert.False(await own.InDatabase(db => db.PendingRegistrations.AnyAsync(p => p.Email == email, Cancellation)));
        Assert.False(await own.InDatabase(db => db.MailRequests.AnyAsync(Cancellation)));
    }

    [Fact]
    public async Task Every_field_that_is_wrong_is_named_with_a_label_and_a_way_to_it()
    {
        using var answer = await identity.Browser().FillInAsync(
            "/identity/register", ("CallName", ""), (
                "Prefix", new string('a', 61)), ("Surname", "\u200B"), ("Email", "geen adres"), ("Password", "aaaaaaaaaaaa"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var page = await Browser.PageAsync(answer);
        Assert.StartsWith("Fout:", page.Title, StringComparison.Ordinal);
        Assert.Equal(["CallName", "Prefix", "Surname", "Email", "Password"], page.QuerySelectorAll("[role=alert] a").Select(a => a.GetAttribute("href")![1..]));
        foreach (var field in page.QuerySelectorAll("input:not([type=hidden])"))
        {
            Assert.NotNull(page.QuerySelector($"label[for={field.Id}]"));
            Assert.Equal("true", field.GetAttribute("aria-invalid"));
            Assert.All(field.GetAttribute("aria-describedby")!.Split(' '), id => Assert.NotEmpty(page.GetElementById(id)!.TextContent));
        }

        Assert.Equal("", page.QuerySelector("#Password")!.GetAttribute("value") ?? "");
    }

    [Theory]
    [InlineData("/identity/register/confirm")]
    [InlineData("/identity/password/reset")]
    [InlineData("/identity/account/email/confirm")]
    [InlineData("/identity/invitation")]
    public async Task An_invalid_link_shows_the_page_for_invalid_links(string path)
    {
        Assert.Equal(HttpStatusCode.BadRequest, (await identity.Browser().GetAsync(path)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await identity.Browser().GetAsync(path + "?code=" + new string('A', 43))).StatusCode);
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await identity.Browser().PostAsync(path, new Dictionary<string, string> { ["code"] = "a", ["Password"] = Password })).StatusCode);
    }

    [Fact]
    public async Task Registration_returns_to_the_client()
    {
        var email = NewEmail();
        var browser = identity.Browser();
        var toPage = await browser.GetAsync(browser.AuthorizePath());
        var register = (await browser.OpenAsync(toPage.Headers.Location!.OriginalString))
            .QuerySelector(".links a[href^='/identity/register']")!.GetAttribute("href")!;
        await browser.FillInAsync(register, ("CallName", "Deelnemer"), ("Surname", "Voorbeeld"), ("Email", email), ("Password", Password));

        using var confirmed = await browser.FillInAsync(await identity.Mail.LinkToAsync(email, "/identity/register/confirm"), ("Password", Password));
        var signIn = (await Browser.PageAsync(confirmed)).QuerySelector(".links a")!.GetAttribute("href")!;
        using var back = await browser.SignInAsync(signIn, email, Password);

        Assert.NotEmpty(Browser.CodeOf(await browser.GetAsync(back.Headers.Location!.OriginalString)));
    }

    private static string NewEmail() => $"{Guid.NewGuid():N}@demo.metropool.example";

    private Task<HttpResponseMessage> RegisterAsync(string email, string prefix = "", string password = Password) => identity.Browser().FillInAsync(
        "/identity/register", ("CallName", "Deelnemer"), ("Prefix", prefix), ("Surname", email[..8]), ("Email", email), ("Password", password));
}
