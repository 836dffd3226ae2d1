using System.Net;
using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.Tests;

/// <summary>An invitation is accepted by the owner of the account with its address, however they sign in.</summary>
public sealed class InvitationTests(IdentityFixture identity)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_person_without_a_password_signs_in_first_and_then_accepts_the_invitation()
    {
        using var key = new SoftwareKey();
        var (email, link) = await InvitedAsync();
        var first = await RegisterAsync(email);
        await first.AddPasskeyAsync(key);
        await identity.InDatabase(
            db => db.Users.Where(a => a.Email == email).ExecuteUpdateAsync(set => set.SetProperty(a => a.PasswordHash, (string?)null), Cancellation));
        var browser = identity.Browser();

        var page = await browser.OpenAsync(link);
        Assert.Null(page.QuerySelector("input[type=password], button"));
        var signIn = page.QuerySelector(".links a[href^='/identity/sign-in']")!.GetAttribute("href")!;
        var passkey = (await browser.OpenAsync(signIn)).QuerySelector(".links a[href^='/identity/sign-in/passkey']")!.GetAttribute("href")!;
        using var back = await browser.UsePasskeyAsync(key, passkey);
        Assert.Equal(link, back.Headers.Location!.OriginalString);
        using var taken = await browser.FillInAsync(link);

        Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
        Assert.Contains("staff", await RolesAsync(email));
    }

    [Fact]
    public async Task The_session_of_another_account_cannot_accept_an_invitation()
    {
        var (email, link) = await InvitedAsync();
        await RegisterAsync(email);
        var (other, _) = await identity.RegisteredAsync();
        var browser = await identity.SignedInAsync(other);

        using var refused = await browser.FillInAsync(link, ("Password", ""));

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Empty(await RolesAsync(email));
    }

    private async Task<(string Email, string Link)> InvitedAsync()
    {
        var email = $"{Guid.NewGuid():N}@demo.metropool.example";
        await (await identity.ApiAsync("beheerder")).PostAsJsonAsync("/identity/v1/staff", new { email, role = "staff" }, Cancellation);
        return (email, await identity.Mail.LinkToAsync(email, "/identity/invitation"));
    }

    private async Task<Browser> RegisterAsync(string email)
    {
        await identity.Browser()
            .FillInAsync("/identity/register", ("CallName", "Trainer"), ("Surname", "Voorbeeld"), ("Email", email), ("Password", IdentityFixture.Password));
        await identity.Browser().FillInAsync(await identity.Mail.LinkToAsync(email, "/identity/register/confirm"), ("Password", IdentityFixture.Password));
        return await identity.SignedInAsync(email);
    }

    private Task<List<string>> RolesAsync(string email) =>
        identity.InDatabase(db => db.Users.Where(a => a.Email == email).Select(a => a.Roles).SingleAsync(Cancellation));
}
