using Deque.AxeCore.Commons;
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

    private const int Height = 900;

    // In the page itself: the library's own way opens a tab for each run, for pages with frames. Ours have none.
    private const string Run = """
        async tags => (await axe.run({ runOnly: tags })).violations
            .map(found => `${found.id}: ${found.help}: ${found.nodes.slice(0, 5).map(node => node.html).join(' | ')}`)
        """;

    private static readonly string[] Rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    private IPlaywright _playwright = null!;
    private IBrowser _browser = null!;

    /// <summary>The widths that the pages are made for: a small phone and a desktop.</summary>
    public static IReadOnlyList<int> Widths { get; } = [320, 1280];

    public async ValueTask InitializeAsync()
    {
        Assertions.SetDefaultExpectTimeout(Patience);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Environment.GetEnvironmentVariable(Setting) ?? Usual,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
        });
    }

    /// <summary>A page in a browser that nobody has used.</summary>
    /// <param name="baseUrl">What relative addresses are relative to.</param>
    public async Task<IPage> OpenAsync(Uri? baseUrl = null)
    {
        var context = await _browser.NewContextAsync(new() { BaseURL = baseUrl?.ToString(), ViewportSize = new() { Width = 1280, Height = Height }, Locale = "nl-NL" });
        context.SetDefaultTimeout(Patience);
        return await context.NewPageAsync();
    }

    /// <summary>The violations that axe finds on a page at each width, with the elements concerned, and whether the page is wider than the screen.</summary>
    /// <param name="page">The page, loaded.</param>
    /// <param name="name">What to call the page in a fault.</param>
    public static async Task<IReadOnlyList<string>> FaultsAsync(IPage page, string name)
    {
        ArgumentNullException.ThrowIfNull(page);
        var faults = new List<string>();
        foreach (var width in Widths)
        {
            await page.SetViewportSizeAsync(width, Height);
            await page.EvaluateAsync(Axe);
            var violations = await page.EvaluateAsync<string[]>(Run, Rules);
            var isTooWide = await page.EvaluateAsync<bool>("document.documentElement.scrollWidth > document.documentElement.clientWidth");
            faults.AddRange(violations.Select(violation => $"{name} at {width}: {violation}"));
            if (isTooWide)
            {
                faults.Add($"{name} at {width}: The page is wider than the screen.");
            }
        }

        return faults;
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
