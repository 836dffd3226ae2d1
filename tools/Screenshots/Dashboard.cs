using System.Net.Http.Json;
using Microsoft.Playwright;

namespace Metropool.Screenshots;

/// <summary>Takes screenshots of the dashboard in a browser.</summary>
internal sealed class Dashboard(Uri address, string folder, IPlaywright playwright, IBrowser browser, IPage page) : IAsyncDisposable
{
    private const string Row = ".fluent-data-grid-row:has(td)";

    // Enough for a page on a slow machine.
    private const float TimeoutInMilliseconds = 60_000;

    /// <summary>Starts Chromium.</summary>
    public static async Task<Dashboard> OpenAsync(Uri address, string folder)
    {
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Environment.GetEnvironmentVariable("METROPOOL_CHROMIUM") is { Length: > 0 } chromium ? chromium : "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
        });
        var context = await browser.NewContextAsync(new() { BaseURL = address.ToString(), ViewportSize = new() { Width = 1280, Height = 900 } });
        context.SetDefaultTimeout(TimeoutInMilliseconds);
        return new Dashboard(address, folder, playwright, browser, await context.NewPageAsync());
    }

    /// <summary>Takes a screenshot of each page.</summary>
    public async Task TakeAllAsync()
    {
        await TakeAsync("resources", "/", $"{Row}:has-text('gateway')");
        await TakeAsync("console", "/consolelogs/resource/intake", ".log-line-row");
        await TakeAsync("structured-logs", "/structuredlogs", Row);
        await TakeAsync("traces", "/traces", Row);
        await TakeAsync("metrics", "/metrics/resource/gateway?meter=Microsoft.AspNetCore.Hosting&instrument=http.server.request.duration", ".js-plotly-plot");
        if (await WidestTraceAsync() is { } trace)
        {
            await TakeAsync("trace", $"/traces/detail/{trace}", ".span-bar");
        }
        else
        {
            Console.WriteLine("There are no traces yet. ./metropool demo creates some.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await browser.DisposeAsync();
        playwright.Dispose();
    }

    private async Task TakeAsync(string name, string path, string element)
    {
        await page.GotoAsync(path);
        await page.Locator(element).First.WaitForAsync();
        await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}.png") });
    }

    // The trace with the most resources and, among these, with the fewest spans, so that it fits into the screenshot.
    private async Task<string?> WidestTraceAsync()
    {
        using var http = new HttpClient { BaseAddress = address };
        var response = await http.GetFromJsonAsync<TraceResponse>("/api/telemetry/traces?limit=2000");
        return response?.Data.ResourceSpans
            .SelectMany(resource => resource.ScopeSpans.SelectMany(scope => scope.Spans), (resource, span) => (span.TraceId, Resource: resource.Resource.Name))
            .GroupBy(span => span.TraceId)
            .OrderByDescending(trace => trace.Select(span => span.Resource).Distinct().Count())
            .ThenBy(trace => trace.Count())
            .FirstOrDefault()?.Key;
    }

    // OTLP as JSON.
    private sealed record TraceResponse(Data Data);

    private sealed record Data(IReadOnlyList<ResourceSpans> ResourceSpans);

    private sealed record ResourceSpans(Resource Resource, IReadOnlyList<ScopeSpans> ScopeSpans);

    private sealed record Resource(IReadOnlyList<Attribute> Attributes)
    {
        public string? Name => Attributes.FirstOrDefault(attribute => attribute.Key == "service.name")?.Value.StringValue;
    }

    private sealed record Attribute(string Key, Value Value);

    private sealed record Value(string? StringValue);

    private sealed record ScopeSpans(IReadOnlyList<Span> Spans);

    private sealed record Span(string TraceId);
}
