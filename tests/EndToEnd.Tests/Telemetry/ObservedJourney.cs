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

/// <summary>A journey and invalid requests on a platform, with all telemetry and logs since its start.</summary>
public sealed class ObservedJourney(PlatformFixture platform) : IAsyncLifetime
{
    internal const int Participants = 2;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    internal OtlpReceiver Receiver => platform.Receiver;

    internal SensitiveTextRecorder SensitiveTexts { get; } = new();

    internal IReadOnlyDictionary<string, string> Logs => platform.Logs;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        await SendInvalidRequestsAsync();
        var report = await JourneyRunner.RunAsync(platform.Journey(Participants) with { MessageHandler = SensitiveTexts }, null, Cancellation);
        Assert.True(report.IsComplete, string.Join(Environment.NewLine, report.Missing));
        await WaitForExportsAsync();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Receiver.Stop();
        return ValueTask.CompletedTask;
    }

    // Sends texts in places where they are invalid, because errors often contain invalid values.
    private async Task SendInvalidRequestsAsync()
    {
        using var http = new HttpClient { BaseAddress = platform.Url };
        foreach (var (i, service) in PlatformFixture.Services.Index())
        {
            var phrase = $"Geheim van Iemand {i}";
            SensitiveTexts.Add("an invalid request", phrase);
            SensitiveTexts.Add("an invalid request", WebUtility.UrlEncode(phrase));
            SensitiveTexts.Add("an invalid request", Uri.EscapeDataString(phrase));
            await http.GetAsync(new Uri($"/{service}/v1/{Uri.EscapeDataString(phrase)}", UriKind.Relative), Cancellation);
            await http.GetAsync(new Uri($"/{service}/v1/openapi.json?q={Uri.EscapeDataString(phrase)}", UriKind.Relative), Cancellation);
            await http.GetAsync(new Uri($"/{Uri.EscapeDataString(phrase)}?q={Uri.EscapeDataString(phrase)}", UriKind.Relative), Cancellation);
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"/{service}/v1/anything", UriKind.Relative));
            request.Headers.TryAddWithoutValidation("baggage", $"name={Uri.EscapeDataString(phrase)}");
            request.Headers.TryAddWithoutValidation("tracestate", $"a={phrase}");
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {phrase.Replace(' ', '.')}");
            await http.SendAsync(request, Cancellation);
        }

        // A verification code and a name in lower case. Routes are in lower case too, so the case doesn't distinguish them.
        foreach (var value in new[] { "zqxwv-hjkmn-ptrsd-fgbcy", "7k2qx-0vd3m-9zta1-5whrc", "anneliesvandermolen" })
        {
            SensitiveTexts.Add("a path in lower case", value);
            string[] paths = [$"/assessment/v1/certificates/{value}", $"/assessment/v1/{value}", $"/identity/v1/organisations/{value}", $"/{value}"];
            foreach (var path in paths)
            {
                await http.GetAsync(new Uri(path, UriKind.Relative), Cancellation);
            }
        }

        SensitiveTexts.Add("an invalid sign-in", "onbekend@elders.example");
        using var form = new FormUrlEncodedContent(
            [new("grant_type", "password"), new("username", "onbekend@elders.example"), new("password", "Geheim van Iemand 6")]);
        SensitiveTexts.Add("an invalid sign-in", "Geheim van Iemand 6");
        await http.PostAsync(new Uri("/identity/connect/token", UriKind.Relative), form, Cancellation);
        using var text = new StringContent("{\"Geheim van Iemand 7\": ", Encoding.UTF8, "application/json");
        SensitiveTexts.Add("invalid JSON", "Geheim van Iemand 7");
        await http.PostAsync(new Uri("/intake/v1/applications", UriKind.Relative), text, Cancellation);
    }

    // Waits for the telemetry and logs of the last effects of the journey, in every process that handles them.
    private async Task WaitForExportsAsync()
    {
        var issued = new List<LogRecord>();
        await Eventually.TrueAsync(
            () =>
            {
                issued = [.. Receiver.Logs.Where(line => line.Body.Contains(" was issued by ", StringComparison.Ordinal))];
                return Task.FromResult(issued.Count >= Participants);
            },
            "the exported log of the certificates");
        await Eventually.TrueAsync(
            () => Task.FromResult(issued.TrueForAll(line => platform.ReadLog("assessment").Contains(line.TraceId!, StringComparison.Ordinal))),
            "the written log of the certificates");
        foreach (var counter in (string[])["metropool.assessment.certificates.issued", "metropool.internship.internships.completed"])
        {
            await Eventually.TrueAsync(
                () => Task.FromResult(Receiver.Sums.GetValueOrDefault(counter).Value >= Participants), $"the exported counter {counter}");
        }

        await Eventually.EmptyAsync(
            () => issued.Select(line => line.TraceId!).Except(Receiver.Spans.Select(span => span.TraceId)), "the exported traces of the certificates");
    }
}

/// <summary>Runs <see cref="TelemetryTests"/> first, so that the telemetry is that of the observed journey only.</summary>
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
