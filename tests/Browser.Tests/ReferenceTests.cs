using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Metropool.Browser.Tests;

/// <summary>The API reference as a developer uses it.</summary>
public sealed partial class ReferenceTests(Chromium chromium, BehindGateway platform) : IClassFixture<BehindGateway>
{
    private const string Services = "identity intake scheduling assessment";

    [Fact]
    public async Task It_opens_on_no_service_and_leads_to_each()
    {
        var page = await OpenAsync("/docs");

        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Metropool APIs");
        await page.GetByRole(AriaRole.Navigation, new() { Name = "APIs" }).GetByRole(AriaRole.Link, new() { Name = "Scheduling" }).ClickAsync();
        await page.WaitForURLAsync(new Uri(platform.Address, "/docs/scheduling").ToString());
        await RenderedAsync(page);
    }

    [Fact]
    public async Task Who_signed_in_stays_so_over_services_and_reloads_until_they_sign_out()
    {
        var page = await OpenAsync("/docs/intake");
        await RenderedAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await SignedInAsync(page);
        Assert.Equal("/docs/intake", new Uri(page.Url).AbsolutePath);
        Assert.Empty(new Uri(page.Url).Query);

        await page.ReloadAsync();
        await SignedInAsync(page);
        foreach (var service in Services.Split(' '))
        {
            await page.GotoAsync($"/docs/{service}");
            await SignedInAsync(page);
        }

        await page.GotoAsync("/docs");
        await SignedInAsync(page);

        // In the tab's storage, and nowhere that outlives it.
        Assert.Equal(0, await page.EvaluateAsync<int>("Object.values(localStorage).filter(value => value.includes('eyJ')).length"));
        Assert.DoesNotContain(await page.Context.CookiesAsync(), cookie => cookie.Value.Contains("eyJ", StringComparison.Ordinal));
        var other = await page.Context.NewPageAsync();
        await other.GotoAsync(new Uri(platform.Address, "/docs").ToString());
        await Assertions.Expect(other.GetByRole(AriaRole.Button, new() { Name = "Sign in" })).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Sign in" })).ToBeVisibleAsync();
        await page.ReloadAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Sign in" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task What_is_tried_is_called_as_who_signed_in()
    {
        var page = await OpenAsync("/docs/intake");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await SignedInAsync(page);
        await RenderedAsync(page);

        await page.GetByRole(AriaRole.Button, new() { NameRegex = TestRequest() }).First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { NameRegex = Send() }).First.ClickAsync();

        await Assertions.Expect(page.GetByText("200 OK").First).ToBeVisibleAsync();
        Assert.Contains(platform.Authorizations, authorization => authorization.StartsWith("Bearer eyJ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_answer_that_was_not_asked_for_signs_nobody_in()
    {
        var page = await OpenAsync("/docs/?code=forged&state=forged");

        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("Signing in failed. Try again.");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Sign in" })).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData("/docs")]
    [InlineData("/docs/identity")]
    [InlineData("/docs/intake")]
    [InlineData("/docs/scheduling")]
    [InlineData("/docs/assessment")]
    public async Task It_has_no_fault_that_axe_knows(string path)
    {
        foreach (var width in Chromium.Widths)
        {
            var page = await OpenAsync(path, width);
            if (path != "/docs")
            {
                await RenderedAsync(page);
            }

            Chromium.HasNone(await Chromium.FaultsAsync(page));
            await page.Context.CloseAsync();
        }
    }

    private static Task RenderedAsync(IPage page) => Assertions.Expect(page.Locator("#reference h1").First).ToBeVisibleAsync(new() { Timeout = Chromium.Patience });

    private static Task SignedInAsync(IPage page) =>
        Assertions.Expect(page.GetByRole(AriaRole.Banner).GetByRole(AriaRole.Status)).ToHaveTextAsync("Signed in as Zoë Voorbeeld", new() { Timeout = Chromium.Patience });

    private async Task<IPage> OpenAsync(string path, int width = 1280)
    {
        var page = await chromium.OpenAsync(width);
        await page.GotoAsync(new Uri(platform.Address, path).ToString());
        return page;
    }

    [GeneratedRegex("Test Request", RegexOptions.IgnoreCase)]
    private static partial Regex TestRequest();

    [GeneratedRegex("Send", RegexOptions.IgnoreCase)]
    private static partial Regex Send();
}
