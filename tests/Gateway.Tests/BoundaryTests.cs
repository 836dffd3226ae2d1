using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Metropool.Testing;
using Metropool.Testing.Servers;

namespace Metropool.Gateway.Tests;

/// <summary>What of a stranger's request is believed, and what the gateway says in a service's place.</summary>
public sealed partial class BoundaryTests(GatewayFixture fixture) : IClassFixture<GatewayFixture>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("00")]
    [InlineData("01")]
    public async Task A_strangers_trace_is_linked_to_and_not_joined(string flags)
    {
        var (trace, span) = (ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom());
        using var spans = new ServerSpans();
        var received = await ReceivedAsync(
            ("traceparent", $"00-{trace}-{span}-{flags}"), ("tracestate", "vendor=somebody"), ("baggage", "name=somebody"), ("Correlation-Context", "name=somebody"));

        var parent = TraceParent().Match(received["traceparent"]);
        Assert.True(parent.Success, received["traceparent"]);
        Assert.NotEqual(trace.ToString(), parent.Groups["trace"].Value);
        Assert.Equal("01", parent.Groups["flags"].Value);
        Assert.DoesNotContain(received, header => header.Value.Contains("somebody", StringComparison.Ordinal));

        var ours = spans.Ended.Where(activity => activity.TraceId.ToString() == parent.Groups["trace"].Value && activity.ParentSpanId == default);
        var link = Assert.Single(Assert.Single(ours).Links);
        Assert.Equal((trace, span), (link.Context.TraceId, link.Context.SpanId));
        Assert.Null(link.Context.TraceState);
    }

    [Fact]
    public async Task Headers_that_only_the_inside_may_send_are_taken_off()
    {
        var received = await ReceivedAsync(
            ("Forwarded", "for=forged"), ("X-Real-IP", "forged"), ("X-Forwarded-User", "forged"), ("X-Forwarded-Port", "forged"), ("X-Forwarded-Client-Cert", "forged"),
            ("X-Original-URL", "/forged"), ("X-HTTP-Method-Override", "forged"));

        Assert.DoesNotContain(received, header => header.Value.Contains("forged", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_refusal_in_a_services_place_has_the_version_that_the_service_named_last()
    {
        await using var versioned = await StandIn.StartAsync(answer: context =>
        {
            context.Response.Headers["API-Version"] = "1.4.2";
            return Task.CompletedTask;
        });
        await using var gateway = fixture.With(("services:internship:http:0", versioned.Address.ToString()));
        var client = GatewayFixture.Client(gateway);
        await client.GetAsync("/internship/v1/internships", Cancellation);
        await versioned.StopAsync();

        var response = await client.GetAsync("/internship/v1/internships", Cancellation);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("1.4.2", Assert.Single(response.Headers.GetValues("API-Version")));
    }

    [Fact]
    public async Task Every_answer_below_a_services_API_has_a_version_also_while_the_service_was_never_there()
    {
        await using var gateway = RunningGateway.Start(fixture, ("Metropool:Gateway:LargestBody", "2048"));
        using var client = gateway.Client();
        await Eventually.TrueAsync(async () => await WithWrongTokenAsync("intake") == HttpStatusCode.Unauthorized, "the gateway knows Identity's keys");
        foreach (var service in Proxying.Services.All)
        {
            var release = JsonElement.Parse(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "services", $"{char.ToUpperInvariant(service[0])}{service[1..]}", "openapi.json"), Cancellation))
                .GetProperty("info").GetProperty("version").GetString();
            using var trace = new HttpRequestMessage(HttpMethod.Trace, $"/{service}/v1/anything");
            using var wrongToken = new HttpRequestMessage(HttpMethod.Get, $"/{service}/v1/anything") { Headers = { Authorization = new("Bearer", "no.token.atall") } };
            HttpResponseMessage[] answers =
            [
                await client.SendAsync(trace, Cancellation),
                await client.SendAsync(wrongToken, Cancellation),
                await client.PostAsync($"/{service}/v1/anything", new StringContent(new string('x', 4096)), Cancellation),
                await client.GetAsync(new Uri($"/{service}/v1/a%2Fb", UriKind.Relative), Cancellation),
            ];
            Assert.Equal([405, 401, 413, 400], answers.Select(answer => (int)answer.StatusCode));
            Assert.All(answers, answer => Assert.Equal(release, Assert.Single(answer.Headers.GetValues("API-Version"))));
        }

        Assert.Equal("1.0.0", Assert.Single((await client.GetAsync("/scheduling/v1/editions", Cancellation)).Headers.GetValues("API-Version")));

        async Task<HttpStatusCode> WithWrongTokenAsync(string service)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/{service}/v1/anything") { Headers = { Authorization = new("Bearer", "no.token.atall") } };
            using var answer = await client.SendAsync(request, Cancellation);
            return answer.StatusCode;
        }

        foreach (var path in new[] { "/", "/nowhere", "/docs/", "/intake", "/intake/v2/applications", "/intakes/v1/applications", "/identity/sign-in" })
        {
            Assert.False((await client.GetAsync(path, Cancellation)).Headers.Contains("API-Version"), path);
        }
    }

    private async Task<IReadOnlyDictionary<string, string>> ReceivedAsync(params (string Name, string Value)[] headers)
    {
        var path = $"/intake/v1/headers/{Guid.NewGuid()}";
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        await using var gateway = RunningGateway.Start(fixture);
        // A client of its own that adds no trace to what it is given.
        using var client = new HttpClient(new SocketsHttpHandler { ActivityHeadersPropagator = null }) { BaseAddress = gateway.Address };
        await client.SendAsync(request, Cancellation);
        return fixture.Intake.Requests.Single(r => r.Path == path).Headers;
    }

    [GeneratedRegex("^00-(?<trace>[0-9a-f]{32})-(?<span>[0-9a-f]{16})-(?<flags>[0-9a-f]{2})$")]
    private static partial Regex TraceParent();

    private sealed class ServerSpans : IDisposable
    {
        private readonly ActivityListener _listener;

        public ServerSpans()
        {
            _listener = new ActivityListener
            {
                ShouldListenTo = source => source.Name == "Microsoft.AspNetCore",
                Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
                ActivityStopped = Ended.Add,
            };
            ActivitySource.AddActivityListener(_listener);
        }

        public ConcurrentBag<Activity> Ended { get; } = [];

        public void Dispose() => _listener.Dispose();
    }
}
