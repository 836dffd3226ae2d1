using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Metropool.Browser.Tests;

/// <summary>The API reference as a developer uses it.</summary>
public sealed partial class ReferenceTests(Chromium chromium, BehindGateway platform)
{
    private static readonly string[] Services = ["identity", "intake", "scheduling", "assessment"];

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
        foreach (var service in Services)
        {
            await page.GotoAsync($"/docs/{service}", new() { WaitUntil = WaitUntilState.Commit });
            await SignedInAsync(page);
        }

        await page.GotoAsync("/docs");
        await SignedInAsync(page);

        // In the tab's storage, and nowhere that outlives it.
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
    public async Task What_is_tried_is_called_as_who_signed_in()
    {
        var page = await OpenAsync("/docs/intake");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await SignedInAsync(page);
        await RenderedAsync(page);

        await page.GetByRole(AriaRole.Button, new() { NameRegex = TestRequest() }).First.ClickAsync();
        var client = page.GetByRole(AriaRole.Dialog);
        await client.GetByRole(AriaRole.Button, new() { NameRegex = Send() }).First.ClickAsync();

        // The reference itself names the status too: this is the answer's.
        await Assertions.Expect(client.GetByText("200 OK")).ToBeVisibleAsync();
        Assert.StartsWith("Bearer eyJ", Assert.Single(platform.Authorizations), StringComparison.Ordinal);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task An_answer_that_was_not_asked_for_signs_nobody_in()
    {
        var page = await OpenAsync("/docs/?code=forged&state=forged");

        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("Signing in failed. Try again.");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Sign in" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task It_has_no_fault_that_axe_knows()
    {
        var page = await OpenAsync("/docs");
        List<string> faults = [.. await Chromium.FaultsAsync(page, "/docs")];
        foreach (var service in Services)
        {
            await page.GotoAsync($"/docs/{service}");
            await RenderedAsync(page);
            faults.AddRange(await Chromium.FaultsAsync(page, $"/docs/{service}"));
        }

        await page.Context.CloseAsync();
        Chromium.HasNone(faults);
    }

    private static Task RenderedAsync(IPage page) => Assertions.Expect(page.Locator("#reference h1").First).ToBeVisibleAsync();

    private static Task SignedInAsync(IPage page) =>
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
