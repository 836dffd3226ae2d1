using Deque.AxeCore.Commons;
using Metropool.Browser.Tests;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace Metropool.Browser.Tests;

/// <summary>Chromium, started once for all tests.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private const string PathVariable = "METROPOOL_CHROMIUM";
    private const string DefaultPath = "/usr/bin/chromium";

    // Much longer than any page takes. It only ends tests that hang.
    internal const float Timeout = 120_000;

    private const int Height = 900;

    // Runs axe in the page itself. The library opens another tab for each run to support frames, which our pages don't have.
    private const string RunAxe = """
        async tags => (await axe.run({ runOnly: tags })).violations
            .map(found => `${found.id}: ${found.help}: ${found.nodes.slice(0, 5).map(node => node.html).join(' | ')}`)
        """;

    private static readonly string[] Rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    private IPlaywright _playwright = null!;
    private IBrowser _browser = null!;

    /// <summary>The supported widths: a small phone and a desktop.</summary>
    public static IReadOnlyList<int> Widths { get; } = [320, 1280];

    public async ValueTask InitializeAsync()
    {
        Assertions.SetDefaultExpectTimeout(Timeout);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Environment.GetEnvironmentVariable(PathVariable) ?? DefaultPath,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
        });
    }

    /// <summary>Opens a page in a new browser context.</summary>
    /// <param name="baseUrl">The base of relative addresses.</param>
    public async Task<IPage> OpenAsync(Uri? baseUrl = null)
    {
        var context = await _browser.NewContextAsync(new()
        {
            BaseURL = baseUrl?.ToString(),
            ViewportSize = new() { Width = 1280, Height = Height },
            Locale = "nl-NL",
        });
        context.SetDefaultTimeout(Timeout);
        return await context.NewPageAsync();
    }

    /// <summary>
    /// The accessibility faults of a page at each width: the violations that axe finds, with their elements, and a page that is wider than the screen.
    /// </summary>
    /// <param name="page">The loaded page.</param>
    /// <param name="name">The name of the page in the faults.</param>
    public static async Task<IReadOnlyList<string>> FaultsAsync(IPage page, string name)
    {
        ArgumentNullException.ThrowIfNull(page);
        var faults = new List<string>();
        foreach (var width in Widths)
        {
            await page.SetViewportSizeAsync(width, Height);
            await page.EvaluateAsync(Axe);
            var violations = await page.EvaluateAsync<string[]>(RunAxe, Rules);
            var isTooWide = await page.EvaluateAsync<bool>("document.documentElement.scrollWidth > document.documentElement.clientWidth");
            faults.AddRange(violations.Select(violation => $"{name} at {width}: {violation}"));
            if (isTooWide)
            {
                faults.Add($"{name} at {width}: The page is wider than the screen.");
            }
        }

        return faults;
    }

    /// <summary>Fails with all faults, unless there are none.</summary>
    public static void AssertNone(IReadOnlyList<string> faults)
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
