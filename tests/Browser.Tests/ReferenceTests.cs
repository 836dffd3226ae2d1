using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Metropool.Browser.Tests;

/// <summary>The API reference in a browser.</summary>
public sealed partial class ReferenceTests(Chromium chromium, GatewayFixture platform)
{
    private static readonly string[] Services = ["identity", "intake", "scheduling", "assessment"];

    [Fact]
    public async Task The_start_page_has_links_to_the_services()
    {
        var page = await OpenAsync("/docs");

        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Metropool APIs");
        await page.GetByRole(AriaRole.Navigation, new() { Name = "APIs" }).GetByRole(AriaRole.Link, new() { Name = "Scheduling" }).ClickAsync();
        await page.WaitForURLAsync(new Uri(platform.Address, "/docs/scheduling").ToString());
        await ExpectRenderedAsync(page);
    }

    [Fact]
    public async Task A_user_stays_signed_in_on_all_pages_and_after_reloads_until_they_sign_out()
    {
        var page = await OpenAsync("/docs/intake");
        await ExpectRenderedAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await ExpectSignedInAsync(page);
        Assert.Equal("/docs/intake", new Uri(page.Url).AbsolutePath);
        Assert.Empty(new Uri(page.Url).Query);

        await page.ReloadAsync();
        await ExpectSignedInAsync(page);
        foreach (var service in Services)
        {
            await page.GotoAsync($"/docs/{service}", new() { WaitUntil = WaitUntilState.Commit });
            await ExpectSignedInAsync(page);
        }

        await page.GotoAsync("/docs");
        await ExpectSignedInAsync(page);

        // The tokens are in the session storage of the tab only.
        Assert.Equal(0, await page.EvaluateAsync<int>("Object.values(localStorage).filter(value => value.includes('eyJ')).length"));
        Assert.DoesNotContain(await page.Context.CookiesAsync(), cookie => cookie.Value.Contains("eyJ", StringComparison.Ordinal));
        var other = await page.Context.NewPageAsync();
        await other.GotoAsync("/docs");
        await Assertions.Expect(other.GetByRole(AriaRole.Button, new() { Name = "Sign in" })).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Sign in" })).ToBeVisibleAsync();
        await page.ReloadAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Sign in" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_request_from_the_reference_has_the_token_of_the_user()
    {
        var page = await OpenAsync("/docs/intake");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await ExpectSignedInAsync(page);
        await ExpectRenderedAsync(page);

        await page.GetByRole(AriaRole.Button, new() { NameRegex = TestRequest() }).First.ClickAsync();
        var client = page.GetByRole(AriaRole.Dialog);
        await client.GetByRole(AriaRole.Button, new() { NameRegex = Send() }).First.ClickAsync();

        // The status of the response, and not that in the documentation.
        await Assertions.Expect(client.GetByText("200 OK")).ToBeVisibleAsync();
        Assert.StartsWith("Bearer eyJ", Assert.Single(platform.Authorizations), StringComparison.Ordinal);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_forged_authorization_response_is_refused()
    {
        var page = await OpenAsync("/docs/?code=forged&state=forged");

        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("Signing in failed. Try again.");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Sign in" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_reference_has_no_accessibility_faults()
    {
        var page = await OpenAsync("/docs");
        List<string> faults = [.. await Chromium.FaultsAsync(page, "/docs")];
        foreach (var service in Services)
        {
            await page.GotoAsync($"/docs/{service}");
            await ExpectRenderedAsync(page);
            faults.AddRange(await Chromium.FaultsAsync(page, $"/docs/{service}"));
        }

        await page.Context.CloseAsync();
        Chromium.AssertNone(faults);
    }

    private static Task ExpectRenderedAsync(IPage page) => Assertions.Expect(page.Locator("#reference h1").First).ToBeVisibleAsync();

    private static Task ExpectSignedInAsync(IPage page) =>
        Assertions.Expect(page.GetByRole(AriaRole.Banner).GetByRole(AriaRole.Status)).ToHaveTextAsync("Signed in as Zoë Voorbeeld");

    private async Task<IPage> OpenAsync(string path)
    {
        var page = await chromium.OpenAsync(platform.Address);
        await page.GotoAsync(path);
        return page;
    }

    [GeneratedRegex("Test Request", RegexOptions.IgnoreCase)]
    private static partial Regex TestRequest();

    [GeneratedRegex("Send", RegexOptions.IgnoreCase)]
    private static partial Regex Send();
}
