using Metropool.EndToEnd.Tests.Telemetry;

namespace Metropool.EndToEnd.Tests;

/// <summary>What operators see of the platform, and what they must not see: everything that real processes export and write while a journey is played.</summary>
public sealed class TelemetryTests(ObservedJourney journey) : IClassFixture<ObservedJourney>
{
    private const int Participants = ObservedJourney.Participants;
    private const long Internal = 1;
    private const long Server = 2;
    private const long Client = 3;
    private const long Producer = 4;
    private const long Consumer = 5;

    [Fact]
    public void One_trace_goes_from_the_request_at_the_gateway_through_the_outbox_and_the_broker_to_the_SQL_of_a_consumer_elsewhere()
    {
        var spans = journey.Receiver.Spans;
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
        var spans = journey.Receiver.Spans;

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
        var traces = journey.Receiver.Spans.Select(span => span.TraceId).ToHashSet();
        var issued = journey.Receiver.Logs.Where(line => line.Service == "assessment" && line.Body.StartsWith("Certificate ", StringComparison.Ordinal)).ToList();

        Assert.Equal(Participants, issued.Count);
        Assert.All(issued, line =>
        {
            Assert.Contains(line.TraceId!, traces);
            Assert.Contains(journey.Logs["assessment"].Split('\n'), written => written.Contains(line.TraceId!, StringComparison.Ordinal) && written.Contains(" is issued by ", StringComparison.Ordinal));
        });
    }

    [Fact]
    public void Everything_is_measured_and_the_domain_is_counted()
    {
        var sums = journey.Receiver.Sums;

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
        AssertNone(journey.Logs.SelectMany(log => log.Value.Split('\n').Where(line => line.Contains("QuerySplittingBehavior", StringComparison.Ordinal)).Select(line => $"{log.Key}: {line}")));

    [Fact]
    public void Nothing_that_anybody_wrote_and_no_secret_is_in_spans_metrics_or_logs()
    {
        Assert.True(journey.Told.Texts.Count > 100, $"Only {journey.Told.Texts.Count} texts were told.");
        var logs = journey.Logs;

        // Of each text the first places, so that one that is everywhere doesn't hide the others.
        var found = journey.Told.Texts.SelectMany(told => journey.Receiver.Find(told.Key).Take(3)
            .Concat(logs.Where(log => log.Value.Contains(told.Key, StringComparison.Ordinal)).Select(log => $"log of {log.Key}: {log.Value.Split('\n').First(line => line.Contains(told.Key, StringComparison.Ordinal))}"))
            .Select(where => $"'{told.Key}' ({told.Value}): {where}"));

        AssertNone(found);
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
