using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Metropool.Testing;
using Metropool.Testing.Servers;

namespace Metropool.Gateway.Tests;

/// <summary>Which headers of a caller the gateway accepts, and which ones it adds to its own responses.</summary>
public sealed partial class BoundaryTests(GatewayFixture fixture) : IClassFixture<GatewayFixture>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("00")]
    [InlineData("01")]
    public async Task The_trace_of_a_caller_is_linked_and_not_continued(string flags)
    {
        var (trace, span) = (ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom());
        using var spans = new ServerSpans();
        var received = await ReceivedAsync(
            ("traceparent", $"00-{trace}-{span}-{flags}"), ("tracestate", "vendor=forged"), ("baggage", "name=forged"), ("Correlation-Context", "name=forged"));

        var parent = TraceParent().Match(received["traceparent"]);
        Assert.True(parent.Success, received["traceparent"]);
        Assert.NotEqual(trace.ToString(), parent.Groups["trace"].Value);
        Assert.Equal("01", parent.Groups["flags"].Value);
        Assert.DoesNotContain(received, header => header.Value.Contains("forged", StringComparison.Ordinal));

        var ours = spans.Ended.Where(activity => activity.TraceId.ToString() == parent.Groups["trace"].Value && activity.ParentSpanId == default);
        var link = Assert.Single(Assert.Single(ours).Links);
        Assert.Equal((trace, span), (link.Context.TraceId, link.Context.SpanId));
        Assert.Null(link.Context.TraceState);
    }

    [Fact]
    public async Task Headers_that_callers_must_not_set_are_removed()
    {
        var received = await ReceivedAsync(
            ("Forwarded", "for=forged"), ("X-Real-IP", "forged"), ("X-Forwarded-User", "forged"), ("X-Forwarded-Port", "forged"),
            ("X-Forwarded-Client-Cert", "forged"), ("X-Original-URL", "/forged"), ("X-HTTP-Method-Override", "forged"));

        Assert.DoesNotContain(received, header => header.Value.Contains("forged", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_gateways_own_response_has_the_API_version_that_the_service_sent_last()
    {
        await using var versioned = await FakeService.StartAsync(handler: context =>
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
    public async Task Every_response_below_the_path_of_an_API_has_its_version_even_if_the_service_was_never_available()
    {
        await using var gateway = RunningGateway.Start(fixture, ("Metropool:Gateway:MaxBodySize", "2048"));
        using var client = gateway.Client();
        await Eventually.TrueAsync(
            async () => (await GetWithInvalidTokenAsync("intake")).StatusCode == HttpStatusCode.Unauthorized, "the gateway has loaded Identity's keys");
        foreach (var service in Proxying.Services.All)
        {
            var folder = Path.Combine(Repository.Root, "services", $"{char.ToUpperInvariant(service[0])}{service[1..]}");
            var document = JsonElement.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "openapi.json"), Cancellation));
            var release = document.GetProperty("info").GetProperty("version").GetString();
            using var trace = new HttpRequestMessage(HttpMethod.Trace, $"/{service}/v1/anything");
            HttpResponseMessage[] responses =
            [
                await client.SendAsync(trace, Cancellation),
                await GetWithInvalidTokenAsync(service),
                await client.PostAsync($"/{service}/v1/anything", new StringContent(new string('x', 4096)), Cancellation),
                await client.GetAsync(new Uri($"/{service}/v1/a%2Fb", UriKind.Relative), Cancellation),
            ];
            Assert.Equal([405, 401, 413, 400], responses.Select(response => (int)response.StatusCode));
            Assert.All(responses, response => Assert.Equal(release, Assert.Single(response.Headers.GetValues("API-Version"))));
        }

        Assert.Equal("1.0.0", Assert.Single((await client.GetAsync("/scheduling/v1/editions", Cancellation)).Headers.GetValues("API-Version")));

        foreach (var path in new[] { "/", "/nowhere", "/docs/", "/intake", "/intake/v2/applications", "/intakes/v1/applications", "/identity/sign-in" })
        {
            Assert.False((await client.GetAsync(path, Cancellation)).Headers.Contains("API-Version"), path);
        }

        async Task<HttpResponseMessage> GetWithInvalidTokenAsync(string service)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/{service}/v1/anything");
            request.Headers.Authorization = new("Bearer", "no.token.atall");
            return await client.SendAsync(request, Cancellation);
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
        // A client that adds no trace headers of its own.
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
