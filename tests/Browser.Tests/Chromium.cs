using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Metropool.Browser.Tests;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace Metropool.Browser.Tests;

/// <summary>Debian's Chromium, started once.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private const string Setting = "METROPOOL_CHROMIUM";
    private const string Usual = "/usr/bin/chromium";

    // Much longer than any page takes here: it ends a test that hangs, and decides nothing else.
    internal const float Patience = 120_000;

    private static readonly AxeRunOptions Rules = new()
    {
        RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
    };

    private IPlaywright _playwright = null!;
    private IBrowser _browser = null!;

    /// <summary>The widths that the pages are made for: a small phone and a desktop.</summary>
    public static IReadOnlyList<int> Widths { get; } = [320, 1280];

    public async ValueTask InitializeAsync()
    {
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Environment.GetEnvironmentVariable(Setting) ?? Usual,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
        });
    }

    /// <summary>A page in a browser that nobody has used.</summary>
    public async Task<IPage> OpenAsync(int width = 1280)
    {
        var context = await _browser.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = 900 }, Locale = "nl-NL" });
        context.SetDefaultTimeout(Patience);
        return await context.NewPageAsync();
    }

    /// <summary>What stands in the way of a person with a disability, each with the elements that it is about, and whether the page is wider than the screen.</summary>
    public static async Task<IReadOnlyList<string>> FaultsAsync(IPage page)
    {
        ArgumentNullException.ThrowIfNull(page);
        var result = await page.RunAxe(Rules);
        var isTooWide = await page.EvaluateAsync<bool>("document.documentElement.scrollWidth > document.documentElement.clientWidth");
        return
        [
            .. result.Violations.Select(violation => $"{violation.Id}: {violation.Help}: {string.Join(" | ", violation.Nodes.Take(5).Select(node => node.Html))}"),
            .. isTooWide ? ["The page is wider than the screen."] : Array.Empty<string>(),
        ];
    }

    /// <summary>Fails with all of them.</summary>
    public static void HasNone(IReadOnlyList<string> faults)
    {
        ArgumentNullException.ThrowIfNull(faults);
        Assert.True(faults.Count == 0, string.Join(Environment.NewLine, faults));
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
