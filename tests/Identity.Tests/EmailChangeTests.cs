using System.Net;

namespace Metropool.Identity.Tests;

/// <summary>Changing the e-mail address can't be used to take over an account.</summary>
public sealed class EmailChangeTests(IdentityFixture identity)
{
    private const string Password = IdentityFixture.Password;
    private const string Another = "nog een lang wachtwoord";
    private const string ConfirmPath = "/identity/account/email/confirm";

    [Fact]
    public async Task A_new_address_is_confirmed_by_the_owner_alone_who_signs_in_for_it_and_comes_back()
    {
        var (email, _, link) = await AskedAsync();
        var browser = identity.Browser();

        using var sent = await browser.GetAsync(link);
        Browser.IsTo("/identity/sign-in", sent);
        using var back = await browser.SignInAsync(sent.Headers.Location!.OriginalString, email, Password);

        Assert.Equal(link, back.Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.OK, (await browser.FillInAsync(link)).StatusCode);
    }

    [Fact]
    public async Task Another_person_who_is_signed_in_cannot_confirm_the_address()
    {
        var (email, _, link) = await AskedAsync();
        var (other, _) = await identity.RegisteredAsync();
        var browser = await identity.SignedInAsync(other);

        using var shown = await browser.GetAsync(link);
        Assert.Equal(HttpStatusCode.BadRequest, shown.StatusCode);
        Assert.Contains("een ander account", (await Browser.PageAsync(shown)).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        var form = (await browser.OpenAsync("/identity/account/name")).QuerySelector("form input")!;
        using var taken = await browser.PostAsync(
            ConfirmPath, new Dictionary<string, string> { [form.GetAttribute("name")!] = form.GetAttribute("value")!, ["code"] = link.Split('=')[1] });

        Assert.Equal(HttpStatusCode.BadRequest, taken.StatusCode);
        await identity.SignedInAsync(email);
    }

    [Fact]
    public async Task A_new_password_by_mail_ends_the_link_to_another_address()
    {
        var (email, _, link) = await AskedAsync();
        await identity.Browser().FillInAsync("/identity/password/forgot", ("Email", email));
        await identity.Browser().FillInAsync(await identity.Mail.LinkToAsync(email, "/identity/password/reset"), ("Password", Another));

        Assert.Equal(HttpStatusCode.BadRequest, (await (await identity.SignedInAsync(email, Another)).GetAsync(link)).StatusCode);
    }

    [Fact]
    public async Task A_changed_password_ends_the_link_to_another_address()
    {
        var (_, browser, link) = await AskedAsync();
        Browser.IsTo("/identity/account", await browser.FillInAsync("/identity/account/password", ("Password", Another)));

        Assert.Equal(HttpStatusCode.BadRequest, (await browser.GetAsync(link)).StatusCode);
    }

    [Fact]
    public async Task Signing_out_everywhere_ends_the_link_to_another_address()
    {
        var (email, browser, link) = await AskedAsync();
        await browser.SendAsync(await browser.OpenAsync("/identity/account"), [], "/identity/account/sessions/end-all");

        Assert.Equal(HttpStatusCode.BadRequest, (await (await identity.SignedInAsync(email)).GetAsync(link)).StatusCode);
    }

    [Fact]
    public async Task The_old_address_is_notified_whether_or_not_the_new_one_has_an_account()
    {
        var (known, _) = await identity.RegisteredAsync();
        foreach (var next in new[] { known, $"nieuw-{Guid.NewGuid():N}@demo.metropool.example" })
        {
            var (email, _) = await identity.RegisteredAsync();
            await (await identity.SignedInAsync(email)).FillInAsync("/identity/account/email", ("Email", next));

            await identity.Mail.SayingAsync(email, "een ander e-mailadres opgegeven");
        }
    }

    [Fact]
    public async Task The_old_address_is_not_sent_to_a_page_that_no_longer_knows_it()
    {
        var (email, browser, link) = await AskedAsync();

        Assert.Equal(HttpStatusCode.OK, (await browser.FillInAsync(link)).StatusCode);

        var told = await identity.Mail.SayingAsync(email, "Op dit adres krijg je geen mail meer");
        Assert.DoesNotContain("/password/forgot", told.TextBody, StringComparison.Ordinal);
        Assert.Contains("Was jij dit niet?", told.TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_that_was_open_too_long_is_shown_again_and_its_link_stays_valid()
    {
        var (_, browser, link) = await AskedAsync();

        using var stale = await browser.PostAsync(ConfirmPath, new Dictionary<string, string> { ["code"] = link.Split('=')[1] });

        Assert.Contains("stond te lang open", (await Browser.PageAsync(stale)).QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
    }

    private async Task<(string Email, Browser Browser, string Link)> AskedAsync()
    {
        var (email, _) = await identity.RegisteredAsync();
        var next = $"nieuw-{Guid.NewGuid():N}@demo.metropool.example";
        var browser = await identity.SignedInAsync(email);
        await browser.FillInAsync("/identity/account/email", ("Email", next));
        return (email, browser, await identity.Mail.LinkToAsync(next, ConfirmPath));
    }
}
