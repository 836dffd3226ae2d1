using System.Net;
using System.Text;
using Metropool.EndToEnd.Tests.Platform;
using Metropool.EndToEnd.Tests.Telemetry;
using Metropool.Journey;
using Metropool.Testing;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(ObservedJourneyFirst))]

namespace Metropool.EndToEnd.Tests.Telemetry;

/// <summary>What the platform exports and writes from its start until a journey has been played and bad requests have been made.</summary>
public sealed class ObservedJourney(PlatformFixture platform) : IAsyncLifetime
{
    internal const int Participants = 2;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    internal OtlpReceiver Receiver => platform.Receiver;

    internal Told Told { get; } = new();

    internal IReadOnlyDictionary<string, string> Logs => platform.Logs;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        await SendBadRequestsAsync();
        var report = await JourneyPlayer.PlayAsync(platform.Journey(Participants) with { Through = Told }, null, Cancellation);
        Assert.True(report.IsComplete, string.Join(Environment.NewLine, report.Missing));
        await EverythingIsExportedAsync();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Receiver.Stop();
        return ValueTask.CompletedTask;
    }

    // Where a text is in the way of what was expected, it is easily told in an error.
    private async Task SendBadRequestsAsync()
    {
        using var http = new HttpClient { BaseAddress = platform.Url };
        foreach (var (i, service) in PlatformFixture.Services.Index())
        {
            var phrase = $"Geheim van Iemand {i}";
            Told.Note("a bad request", phrase);
            Told.Note("a bad request", WebUtility.UrlEncode(phrase));
            Told.Note("a bad request", Uri.EscapeDataString(phrase));
            await http.GetAsync(new Uri($"/{service}/v1/{Uri.EscapeDataString(phrase)}", UriKind.Relative), Cancellation);
            await http.GetAsync(new Uri($"/{service}/v1/openapi.json?q={Uri.EscapeDataString(phrase)}", UriKind.Relative), Cancellation);
            await http.GetAsync(new Uri($"/{Uri.EscapeDataString(phrase)}?q={Uri.EscapeDataString(phrase)}", UriKind.Relative), Cancellation);
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"/{service}/v1/anything", UriKind.Relative));
            request.Headers.TryAddWithoutValidation("baggage", $"name={Uri.EscapeDataString(phrase)}");
            request.Headers.TryAddWithoutValidation("tracestate", $"a={phrase}");
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {phrase.Replace(' ', '.')}");
            await http.SendAsync(request, Cancellation);
        }

        // A certificate's code and a person's name, typed in lower case: routes are in lower case too, so the case doesn't tell them apart.
        foreach (var typed in new[] { "zqxwv-hjkmn-ptrsd-fgbcy", "7k2qx-0vd3m-9zta1-5whrc", "anneliesvandermolen" })
        {
            Told.Note("a path in small letters", typed);
            foreach (var path in new[] { $"/assessment/v1/certificates/{typed}", $"/assessment/v1/{typed}", $"/identity/v1/organisations/{typed}", $"/{typed}" })
            {
                await http.GetAsync(new Uri(path, UriKind.Relative), Cancellation);
            }
        }

        Told.Note("a bad sign-in", "onbekend@elders.example");
        using var form = new FormUrlEncodedContent([new("grant_type", "password"), new("username", "onbekend@elders.example"), new("password", "Geheim van Iemand 6")]);
        Told.Note("a bad sign-in", "Geheim van Iemand 6");
        await http.PostAsync(new Uri("/identity/connect/token", UriKind.Relative), form, Cancellation);
        using var text = new StringContent("{\"Geheim van Iemand 7\": ", Encoding.UTF8, "application/json");
        Told.Note("bad JSON", "Geheim van Iemand 7");
        await http.PostAsync(new Uri("/intake/v1/applications", UriKind.Relative), text, Cancellation);
    }

    // The last thing that the journey causes has been exported and written, by each process that has a part in it; and a moment's exports are in.
    private async Task EverythingIsExportedAsync()
    {
        var issued = new List<LogLine>();
        await Eventually.TrueAsync(
            () => Task.FromResult((issued = [.. Receiver.Logs.Where(line => line.Body.Contains(" is issued by ", StringComparison.Ordinal))]).Count >= Participants),
            "the log of the certificates is exported");
        await Eventually.TrueAsync(
            () => Task.FromResult(issued.TrueForAll(line => platform.LogOf("assessment").Contains(line.TraceId!, StringComparison.Ordinal))), "the log of the certificates is written");
        foreach (var count in (string[])["metropool.assessment.certificates.issued", "metropool.internship.internships.completed"])
        {
            await Eventually.TrueAsync(() => Task.FromResult(Receiver.Sums.GetValueOrDefault(count).Value >= Participants), $"{count} is exported");
        }

        await Eventually.EmptyAsync(
            () => issued.Select(line => line.TraceId!).Except(Receiver.Spans.Select(span => span.TraceId)), "the traces of the certificates are exported");
    }
}

/// <summary>Lets <see cref="TelemetryTests"/> be first: the platform counts and exports nothing but the observed journey until then.</summary>
public sealed class ObservedJourneyFirst : ITestCollectionOrderer
{
    /// <inheritdoc/>
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
    [
        .. testCollections.OrderByDescending(collection => collection.TestCollectionDisplayName.Contains(nameof(TelemetryTests), StringComparison.Ordinal))
            .ThenBy(collection => collection.TestCollectionDisplayName, StringComparer.Ordinal),
    ];
}
