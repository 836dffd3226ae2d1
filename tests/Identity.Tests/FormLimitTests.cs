using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace Metropool.Identity.Tests;

/// <summary>A page says which limits it has, and has those that it says.</summary>
public sealed class FormLimitTests(IdentityFixture identity)
{
    [Theory]
    [InlineData("/identity/register")]
    [InlineData("/identity/register/resend")]
    [InlineData("/identity/password/forgot")]
    public async Task The_public_pages_enforce_the_limits_that_they_show(string path) => await HoldsAsync(identity.Browser(), path);

    [Theory]
    [InlineData("/identity/account/name")]
    [InlineData("/identity/account/email")]
    public async Task The_account_pages_enforce_the_limits_that_they_show(string path)
    {
        var (email, _) = await identity.RegisteredAsync();

        await HoldsAsync(await identity.SignedInAsync(email), path);
    }

    [Fact]
    public async Task The_page_shows_the_rules_for_passwords()
    {
        var page = await identity.Browser().OpenAsync("/identity/register");

        Assert.Contains(
            "Minstens 12 en hoogstens 200 tekens, waarvan minstens 5 verschillende.",
            page.QuerySelector("#Password-hint")!.TextContent,
            StringComparison.Ordinal);
        Assert.False(
            page.QuerySelector("#Password")!.HasAttribute("maxlength"),
            "A browser would cut what is pasted, and nobody would know with which password they registered.");
    }

    private static async Task HoldsAsync(Browser browser, string path)
    {
        var page = await browser.OpenAsync(path);
        var fields = page.QuerySelectorAll<IHtmlInputElement>("input:not([type=hidden]):not([type=password])").ToList();
        Assert.NotEmpty(fields);
        foreach (var field in fields)
        {
            Assert.True(field.MaxLength > 0, $"{field.Name} has no limit.");
            if (field.Type != "email")
            {
                Assert.Contains($"{field.MaxLength} tekens", page.QuerySelector($"#{field.Name}-hint")!.TextContent, StringComparison.Ordinal);
            }

            Assert.True(await IsRefusedAsync(browser, path, field, field.MaxLength + 1), $"{field.Name} has a higher limit than it says.");
            Assert.False(await IsRefusedAsync(browser, path, field, field.MaxLength), $"{field.Name} has a lower limit than it says.");
        }
    }

    // Another field is wrong in any case, where there is one, so that nothing is done.
    private static async Task<bool> IsRefusedAsync(Browser browser, string path, IHtmlInputElement field, int length)
    {
        using var answer = await browser.FillInAsync(path, (field.Name!, field.Type == "email" ? Address(length) : new string('x', length)));
        return (await Browser.PageAsync(answer)).QuerySelector($"#{field.Name}[aria-invalid=true]") is not null;
    }

    // 61 characters before the @, and labels of at most 60 after it.
    private static string Address(int length)
    {
        var domain = string.Join('.', Enumerable.Repeat(new string('d', 60), 3)) + ".nl";
        return $"{new string('a', 61)}@{new string('e', length - 63 - domain.Length)}.{domain}";
    }
}
