using System.Net;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.Tests;

/// <summary>Several registrations of one address: its owner can always confirm their own.</summary>
public sealed class PendingTests(IdentityFixture identity)
{
    private const string Password = IdentityFixture.Password;
    private const string Strange = "het wachtwoord van een ander";
    private const string ConfirmPath = "/identity/register/confirm";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Any_link_to_an_address_confirms_the_registration_whose_password_is_given()
    {
        var email = NewEmail();
        await RegisterAsync(email, "Eigenaar", Password);
        var mine = await identity.Mail.LinkToAsync(email, ConfirmPath);
        await RegisterAsync(email, "Vreemde", Strange);
        var strangers = await identity.Mail.LinkToAsync(email, ConfirmPath, exceptFor: mine);

        Assert.Equal(HttpStatusCode.OK, (await identity.Browser().FillInAsync(strangers, ("Password", Password))).StatusCode);

        Assert.Equal("Eigenaar", await NameAsync(email));
        await identity.SignedInAsync(email);
        Assert.Equal(HttpStatusCode.BadRequest, (await identity.Browser().FillInAsync(mine, ("Password", Strange))).StatusCode);
        Assert.False(await identity.InDatabase(db => db.PendingRegistrations.AnyAsync(p => p.Email == email, Cancellation)));
    }

    [Fact]
    public async Task Another_link_works_for_the_owner_also_after_a_stranger_registered_the_address()
    {
        var email = NewEmail();
        await RegisterAsync(email, "Eigenaar", Password);
        var mine = await identity.Mail.LinkToAsync(email, ConfirmPath);
        await RegisterAsync(email, "Vreemde", Strange);
        var strangers = await identity.Mail.LinkToAsync(email, ConfirmPath, exceptFor: mine);
        await identity.Browser().FillInAsync("/identity/register/resend", ("Email", email));
        var again = await identity.Mail.LinkToAsync(email, ConfirmPath, mine, strangers);

        Assert.Equal(HttpStatusCode.OK, (await identity.Browser().FillInAsync(again, ("Password", Password))).StatusCode);
        Assert.Equal("Eigenaar", await NameAsync(email));
    }

    [Fact]
    public async Task A_registration_stays_after_a_stranger_has_used_up_the_messages_of_the_hour()
    {
        var email = NewEmail();
        for (var i = 0; i < 5; i++)
        {
            await RegisterAsync(email, "Vreemde", Strange);
        }

        await RegisterAsync(email, "Eigenaar", Password);
        var link = await identity.Mail.LinkToAsync(email, ConfirmPath);

        Assert.Equal(HttpStatusCode.OK, (await identity.Browser().FillInAsync(link, ("Password", Password))).StatusCode);
        Assert.Equal("Eigenaar", await NameAsync(email));
    }

    [Fact]
    public async Task After_five_wrong_passwords_no_dead_link_is_mailed()
    {
        var email = NewEmail();
        await RegisterAsync(email, "Eigenaar", Password);
        var link = await identity.Mail.LinkToAsync(email, ConfirmPath);
        for (var i = 0; i < 5; i++)
        {
            await identity.Browser().FillInAsync(link, ("Password", "niet het goede wachtwoord"));
        }

        await identity.Browser().FillInAsync("/identity/register/resend", ("Email", email));

        await identity.Mail.SayingAsync(email, "Er is geen account met dit adres");

        // Registered anew, every link that still is one works.
        await RegisterAsync(email, "Eigenaar", "een heel ander lang wachtwoord");
        Assert.Equal(HttpStatusCode.OK, (await identity.Browser().FillInAsync(link, ("Password", "een heel ander lang wachtwoord"))).StatusCode);
    }

    [Theory]
    [InlineData(ConfirmPath)]
    [InlineData("/identity/password/reset")]
    [InlineData("/identity/invitation")]
    public async Task A_form_that_was_open_too_long_is_shown_again_and_its_link_stays_valid(string path)
    {
        var link = await LinkAsync(path);

        using var stale = await identity.Browser().PostAsync(path, new Dictionary<string, string> { ["code"] = link.Split('=')[1] });

        var page = await Browser.PageAsync(stale);
        Assert.Contains(
            "stond te lang open", page.QuerySelector("[role=alert]")?.TextContent ?? page.QuerySelector("h1")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(link.Split('=')[1], page.QuerySelector("input[name=code]")!.GetAttribute("value"));
    }

    private static string NewEmail() => $"{Guid.NewGuid():N}@demo.metropool.example";

    private Task<string?> NameAsync(string email) =>
        identity.InDatabase(db => db.Users.Where(a => a.Email == email).Select(a => a.CallName).SingleAsync(Cancellation));

    private Task<HttpResponseMessage> RegisterAsync(string email, string callName, string password) => identity.Browser().FillInAsync(
        "/identity/register", ("CallName", callName), ("Surname", "Voorbeeld"), ("Email", email), ("Password", password));

    private async Task<string> LinkAsync(string path)
    {
        switch (path)
        {
            case ConfirmPath:
                var email = NewEmail();
                await RegisterAsync(email, "Eigenaar", Password);
                return await identity.Mail.LinkToAsync(email, path);
            case "/identity/invitation":
                var invited = NewEmail();
                await System.Net.Http.Json.HttpClientJsonExtensions.PostAsJsonAsync(
                    await identity.ApiAsync("beheerder"), "/identity/v1/staff", new { email = invited, role = "staff" }, Cancellation);
                return await identity.Mail.LinkToAsync(invited, path);
            default:
                var (known, _) = await identity.RegisteredAsync();
                await identity.Browser().FillInAsync("/identity/password/forgot", ("Email", known));
                return await identity.Mail.LinkToAsync(known, path);
        }
    }
}
