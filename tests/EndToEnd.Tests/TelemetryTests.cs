using System.Net;
using System.Text;
using Metropool.EndToEnd.Tests.Telemetry;
using Metropool.Journey;
using Metropool.Testing;

namespace Metropool.EndToEnd.Tests;

/// <summary>What operators see of the platform, and what they must not see: everything that real processes export and write while a journey is played.</summary>
[Collection("platform")]
public sealed class TelemetryTests(ObservedPlatform platform) : IClassFixture<ObservedPlatform>, IAsyncLifetime
{
    private const int Participants = 2;
    private const long Internal = 1;
    private const long Server = 2;
    private const long Client = 3;
    private const long Producer = 4;
    private const long Consumer = 5;
    private static readonly SemaphoreSlim One = new(1);
    private static readonly Told Told = new();
    private static bool _played;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The journey is played once for all of these tests, and bad requests are made.</summary>
    public async ValueTask InitializeAsync()
    {
        await One.WaitAsync(Cancellation);
        try
        {
            if (!_played)
            {
                await SendBadRequestsAsync();
                var report = await JourneyPlayer.PlayAsync(platform.Journey(Participants) with { Through = Told }, null, Cancellation);
                Assert.True(report.IsComplete, string.Join(Environment.NewLine, report.Missing));
                await EverythingIsExportedAsync();
                _played = true;
            }
        }
        finally
        {
            One.Release();
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public void One_trace_goes_from_the_request_at_the_gateway_through_the_outbox_and_the_broker_to_the_SQL_of_a_consumer_elsewhere()
    {
        var spans = platform.Receiver.Spans;
        var byId = spans.ToDictionary(span => span.SpanId);

        // A report is handed in at Internship; the internship is completed by it, and Assessment learns of that.
        var ways = spans.Where(span => span.Service == "assessment" && span.Source == "Npgsql").Select(sql => (List<Span>)[sql, .. Ancestors(sql, byId)]).ToList();
        var way = ways.FirstOrDefault(way => way.Where(span => span.Kind != Internal).Select(span => (span.Service, span.Kind)).SequenceEqual(
            [("assessment", Client), ("assessment", Consumer), ("internship", Producer), ("internship", Server), ("gateway", Client), ("gateway", Server)]));

        Assert.True(way is not null, string.Join(Environment.NewLine, ways.Select(w => string.Join(" < ", w.Select(span => $"{span.Service} {span.Kind}"))).Distinct().Take(40)));
        Assert.Single(way.Select(span => span.TraceId).Distinct());
        Assert.Null(way[^1].ParentId);
    }

    [Fact]
    public void Nothing_begins_a_trace_but_a_request_at_the_gateway_and_work_that_time_or_an_event_began()
    {
        var spans = platform.Receiver.Spans;

        Assert.NotEmpty(spans);
        // What polls would begin one with its question.
        AssertNone(spans.Where(span => span.ParentId is null && span.Kind == Client).Select(span => span.ToString()));
        AssertNone(spans.Where(span => span.ParentId is null && span.Kind == Internal && !span.Source.StartsWith("Metropool.", StringComparison.Ordinal)).Select(span => span.ToString()));
        Assert.DoesNotContain(spans, span => span.Attributes.GetValueOrDefault("url.path") is "/health" or "/alive");
        AssertNone(spans.Where(span => span.ParentId is null && span.Kind == Server && span.Service != "gateway").Select(span => span.ToString()));
    }

    [Fact]
    public void Log_lines_carry_the_trace_of_the_request_that_they_are_about()
    {
        var traces = platform.Receiver.Spans.Select(span => span.TraceId).ToHashSet();
        var issued = platform.Receiver.Logs.Where(line => line.Service == "assessment" && line.Body.StartsWith("Certificate ", StringComparison.Ordinal)).ToList();

        Assert.Equal(Participants, issued.Count);
        Assert.All(issued, line =>
        {
            Assert.Contains(line.TraceId!, traces);
            Assert.Contains(platform.Logs["assessment"].Split('\n'), written => written.Contains(line.TraceId!, StringComparison.Ordinal) && written.Contains(" is issued by ", StringComparison.Ordinal));
        });
    }

    [Fact]
    public void Everything_is_measured_and_the_domain_is_counted()
    {
        var sums = platform.Receiver.Sums;

        Assert.Superset(
            new HashSet<string>
            {
                "http.server.request.duration", "http.client.request.duration", "db.client.operation.duration", "messaging.masstransit.consume", "dotnet.gc.collections",
                "metropool.outbox.pending", "metropool.outbox.delivered", "aspnetcore.rate_limiting.requests",
            },
            sums.Keys.ToHashSet());
        foreach (var (metric, meter, count) in new[]
        {
            // One more hands in and is admitted, and misses module 1.
            ("metropool.intake.applications.submitted", "Metropool.Intake", Participants + 1),
            ("metropool.intake.interviews.held", "Metropool.Intake", Participants + 1),
            ("metropool.intake.admissions.granted", "Metropool.Intake", Participants + 1),
            ("metropool.scheduling.participations.begun", "Metropool.Scheduling", Participants + 1),
            ("metropool.internship.internships.completed", "Metropool.Internship", Participants),
            ("metropool.assessment.certificates.issued", "Metropool.Assessment", Participants),
        })
        {
            Assert.Equal((metric, meter, count), (metric, sums[metric].Meter, (int)sums[metric].Value));
        }

        Assert.All(
            ["metropool.scheduling.interviews.booked", "metropool.scheduling.module_days.recorded", "metropool.internship.placements.approved", "metropool.assessment.chapters.submitted",
             "metropool.assessment.interviews.held", "metropool.assessment.certificates.refused"],
            metric => Assert.True(sums[metric].Value >= Participants, $"{metric} is {sums[metric].Value}"));
    }

    [Fact]
    public void No_query_leaves_it_to_chance_how_its_collections_are_read() =>
        AssertNone(platform.Logs.SelectMany(log => log.Value.Split('\n').Where(line => line.Contains("QuerySplittingBehavior", StringComparison.Ordinal)).Select(line => $"{log.Key}: {line}")));

    [Fact]
    public void Nothing_that_anybody_wrote_and_no_secret_is_in_spans_metrics_or_logs()
    {
        Assert.True(Told.Texts.Count > 100, $"Only {Told.Texts.Count} texts were told.");
        var logs = platform.Logs;

        // Of each text the first places, so that one that is everywhere doesn't hide the others.
        var found = Told.Texts.SelectMany(told => platform.Receiver.Find(told.Key).Take(3)
            .Concat(logs.Where(log => log.Value.Contains(told.Key, StringComparison.Ordinal)).Select(log => $"log of {log.Key}: {log.Value.Split('\n').First(line => line.Contains(told.Key, StringComparison.Ordinal))}"))
            .Select(where => $"'{told.Key}' ({told.Value}): {where}"));

        AssertNone(found);
    }

    // Where a text is in the way of what was expected, it is easily told in an error.
    private async Task SendBadRequestsAsync()
    {
        using var http = new HttpClient { BaseAddress = platform.Url };
        foreach (var (i, service) in ObservedPlatform.Services.Index())
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

        // A code as somebody types it from paper, and a name, both in small letters: as names of ours are.
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

    // The last thing that the journey causes has been exported, by each process that has a part in it; and a moment's exports are in.
    private async Task EverythingIsExportedAsync()
    {
        await Eventually.TrueAsync(
            () => Task.FromResult(platform.Receiver.Logs.Count(line => line.Body.Contains(" is issued by ", StringComparison.Ordinal)) >= Participants), "the log of the certificates is exported");
        await Eventually.TrueAsync(
            () => Task.FromResult(platform.Receiver.Sums.GetValueOrDefault("metropool.assessment.certificates.issued").Value >= Participants), "the count of the certificates is exported");
        await Eventually.TrueAsync(
            () => Task.FromResult(platform.Receiver.Sums.GetValueOrDefault("metropool.internship.internships.completed").Value >= Participants), "the count of the internships is exported");
    }

    // All of it, and not the first few characters.
    private static void AssertNone(IEnumerable<string> found)
    {
        var all = found.Distinct().ToList();
        Assert.True(all.Count == 0, $"{all.Count}:{Environment.NewLine}{string.Join(Environment.NewLine, all.Take(60))}");
    }

    private static IEnumerable<Span> Ancestors(Span span, Dictionary<string, Span> byId)
    {
        for (var above = span.ParentId; above is not null && byId.TryGetValue(above, out var parent); above = parent.ParentId)
        {
            yield return parent;
        }
    }
}
