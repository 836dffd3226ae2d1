using Microsoft.Playwright;

namespace Metropool.Browser.Tests;

/// <summary>A browser gets errors as pages in Dutch.</summary>
public sealed class ErrorPageTests(Chromium chromium, GatewayFixture platform)
{
    private static readonly (string Path, int Status, string Title)[] Pages =
    [
        ("/", 200, "Metropool"),
        ("/nowhere", 404, "Deze pagina bestaat niet"),
        ("/internship/nowhere", 404, "Deze pagina bestaat niet"),
        ("/a%2Fb", 400, "Dat kan zo niet"),
    ];

    [Fact]
    public async Task Error_pages_have_no_accessibility_faults()
    {
        var page = await chromium.OpenAsync(platform.Address);
        var faults = new List<string>();
        foreach (var (path, status, title) in Pages)
        {
            var answer = await page.GotoAsync(path);
            Assert.Equal((path, status), (path, answer!.Status));
            await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(title);
            faults.AddRange(await Chromium.FaultsAsync(page, path));
        }

        await page.Context.CloseAsync();
        Chromium.AssertNone(faults);
    }
}
