using Microsoft.Playwright;

namespace Metropool.Browser.Tests;

/// <summary>A browser gets what went wrong as a page in Dutch.</summary>
public sealed class ErrorPageTests(Chromium chromium, BehindGateway platform) : IClassFixture<BehindGateway>
{
    [Theory]
    [InlineData("/", 200, "Metropool")]
    [InlineData("/nowhere", 404, "Deze pagina bestaat niet")]
    [InlineData("/internship/nowhere", 404, "Deze pagina bestaat niet")]
    [InlineData("/a%2Fb", 400, "Dat kan zo niet")]
    public async Task It_has_no_fault_that_axe_knows(string path, int status, string title)
    {
        foreach (var width in Chromium.Widths)
        {
            var page = await chromium.OpenAsync(width);
            var answer = await page.GotoAsync(new Uri(platform.Address, path).ToString());

            Assert.Equal(status, answer!.Status);
            await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(title);
            Chromium.HasNone(await Chromium.FaultsAsync(page));
            await page.Context.CloseAsync();
        }
    }
}
