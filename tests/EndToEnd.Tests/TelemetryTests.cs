using Metropool.EndToEnd.Tests.Telemetry;

namespace Metropool.EndToEnd.Tests;

/// <summary>The telemetry and logs of the processes during a journey: what operators need, and no personal data.</summary>
public sealed class TelemetryTests(ObservedJourney journey) : IClassFixture<ObservedJourney>
{
    private const int Participants = ObservedJourney.Participants;
    private const long Internal = 1;
    private const long Server = 2;
    private const long Client = 3;
    private const long Producer = 4;
    private const long Consumer = 5;

    [Fact]
    public void One_trace_goes_from_the_gateway_through_the_outbox_and_the_broker_to_the_SQL_of_a_consumer()
    {
        var spans = journey.Receiver.Spans;
        var byId = spans.ToDictionary(span => span.SpanId);

        // Submitting a report completes the internship, and Assessment handles the event.
        (string Service, long Kind)[] expected =
            [("assessment", Client), ("assessment", Consumer), ("internship", Producer), ("internship", Server), ("gateway", Client), ("gateway", Server)];
        var chains = spans
            .Where(span => span.Service == "assessment" && span.Source == "Npgsql")
            .Select(sql => (List<Span>)[sql, .. Ancestors(sql, byId)])
            .ToList();
        var chain = chains.FirstOrDefault(
            chain => chain.Where(span => span.Kind != Internal).Select(span => (span.Service, span.Kind)).SequenceEqual(expected));

        var shown = chains.Select(chain => string.Join(" < ", chain.Select(span => $"{span.Service} {span.Kind}"))).Distinct().Take(40);
        Assert.True(chain is not null, string.Join(Environment.NewLine, shown));
        Assert.Single(chain.Select(span => span.TraceId).Distinct());
        Assert.Null(chain[^1].ParentId);
    }

    [Fact]
    public void Only_requests_at_the_gateway_jobs_and_events_start_a_trace()
    {
        var spans = journey.Receiver.Spans;

        Assert.NotEmpty(spans);
        var roots = spans.Where(span => span.ParentId is null).ToList();
        // Polling would start a trace with a query.
        AssertEmpty(roots.Where(span => span.Kind == Client).Select(span => span.ToString()));
        AssertEmpty(roots
            .Where(span => span.Kind == Internal && !span.Source.StartsWith("Metropool.", StringComparison.Ordinal))
            .Select(span => span.ToString()));
        Assert.DoesNotContain(spans, span => span.Attributes.GetValueOrDefault("url.path") is "/health" or "/alive");
        AssertEmpty(roots.Where(span => span.Kind == Server && span.Service != "gateway").Select(span => span.ToString()));
    }

    [Fact]
    public void Log_records_have_the_trace_id_of_their_request()
    {
        var traces = journey.Receiver.Spans.Select(span => span.TraceId).ToHashSet();
        var issued = journey.Receiver.Logs
            .Where(record => record.Service == "assessment" && record.Body.StartsWith("Certificate ", StringComparison.Ordinal))
            .ToList();
        var lines = journey.Logs["assessment"].Split('\n').Where(line => line.Contains(" was issued by ", StringComparison.Ordinal)).ToList();

        Assert.Equal(Participants, issued.Count);
        Assert.All(issued, record =>
        {
            Assert.Contains(record.TraceId!, traces);
            Assert.Contains(lines, line => line.Contains(record.TraceId!, StringComparison.Ordinal));
        });
    }

    [Fact]
    public void Technical_metrics_and_domain_counters_are_exported()
    {
        var sums = journey.Receiver.Sums;

        Assert.Superset(
            new HashSet<string>
            {
                "http.server.request.duration",
                "http.client.request.duration",
                "db.client.operation.duration",
                "messaging.masstransit.consume",
                "dotnet.gc.collections",
                "metropool.outbox.pending",
                "metropool.outbox.delivered",
                "aspnetcore.rate_limiting.requests",
            },
            sums.Keys.ToHashSet());
        foreach (var (metric, meter, count) in new[]
        {
            // One more candidate is admitted, and misses module 1.
            ("metropool.intake.applications.submitted", "Metropool.Intake", Participants + 1),
            ("metropool.intake.interviews.held", "Metropool.Intake", Participants + 1),
            ("metropool.intake.admissions.granted", "Metropool.Intake", Participants + 1),
            ("metropool.scheduling.participations.enrolled", "Metropool.Scheduling", Participants + 1),
            ("metropool.internship.internships.completed", "Metropool.Internship", Participants),
            ("metropool.assessment.certificates.issued", "Metropool.Assessment", Participants),
        })
        {
            Assert.Equal((metric, meter, count), (metric, sums[metric].Meter, (int)sums[metric].Value));
        }

        Assert.All(
            [
                "metropool.scheduling.interviews.booked",
                "metropool.scheduling.module_days.recorded",
                "metropool.internship.placements.approved",
                "metropool.assessment.chapters.submitted",
                "metropool.assessment.interviews.held",
                "metropool.assessment.certificates.refused",
            ],
            metric => Assert.True(sums[metric].Value >= Participants, $"{metric} is {sums[metric].Value}"));
    }

    [Fact]
    public void Every_query_with_collections_sets_its_splitting_behavior() =>
        AssertEmpty(journey.Logs.SelectMany(log => LinesWith(log.Value, "QuerySplittingBehavior").Select(line => $"{log.Key}: {line}")));

    [Fact]
    public void No_personal_text_and_no_secret_is_in_spans_metrics_or_logs()
    {
        Assert.True(journey.SensitiveTexts.Locations.Count > 100, $"Only {journey.SensitiveTexts.Locations.Count} texts were recorded.");
        var logs = journey.Logs;

        // Only the first locations of each text, so that a frequent text doesn't hide the others.
        var found = journey.SensitiveTexts.Locations.SelectMany(text => journey.Receiver.Find(text.Key).Take(3)
            .Concat(logs.SelectMany(log => LinesWith(log.Value, text.Key).Take(1).Select(line => $"log of {log.Key}: {line}")))
            .Select(location => $"'{text.Key}' ({text.Value}): {location}"));

        AssertEmpty(found);
    }

    private static IEnumerable<string> LinesWith(string log, string text) =>
        log.Split('\n').Where(line => line.Contains(text, StringComparison.Ordinal));

    // Shows whole lines, which Assert.Empty would truncate.
    private static void AssertEmpty(IEnumerable<string> found)
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
