using System.Collections.Concurrent;
using System.Diagnostics;
using Metropool.Http;
using Metropool.Testing;
using Microsoft.AspNetCore.TestHost;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace Metropool.Gateway.Tests;

/// <summary>The gateway's spans are named by the routes of the services, and hold no ids in their names.</summary>
public sealed class RouteNameTests(GatewayFixture fixture) : IClassFixture<GatewayFixture>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_span_has_the_route_of_the_service_which_the_caller_is_not_told()
    {
        await using var service = await StandIn.StartAsync(answer: context =>
        {
            Assert.Equal("?", context.Request.Headers[RouteHeader.Name].ToString());
            context.Response.Headers[RouteHeader.Name] = "/internship/v1/internships/{internshipId}";
            return Task.CompletedTask;
        });

        var (span, answer) = await AskAsync($"/internship/v1/internships/{Guid.NewGuid()}", service.Address);

        Assert.True(answer.IsSuccessStatusCode);
        Assert.Equal("GET /internship/v1/internships/{internshipId}", span.DisplayName);
        Assert.Equal("/internship/v1/internships/{internshipId}", span.GetTagItem("http.route"));
        Assert.False(answer.Headers.Contains(RouteHeader.Name));
    }

    [Fact]
    public async Task A_span_of_a_service_that_does_not_answer_is_named_by_what_the_gateway_knows()
    {
        var (span, answer) = await AskAsync($"/internship/v1/internships/{Guid.NewGuid()}", new("http://127.0.0.1:1"));

        Assert.Equal(503, (int)answer.StatusCode);
        Assert.Equal("GET /internship/v1/...", span.DisplayName);
        Assert.Equal("/internship/v1/...", span.GetTagItem("http.route"));
    }

    private async Task<(Activity Span, HttpResponseMessage Answer)> AskAsync(string path, Uri service)
    {
        var spans = new Spans();
        await using var gateway = fixture.With(("services:internship:http:0", service.ToString()))
            .WithWebHostBuilder(host => host.ConfigureTestServices(services => services.ConfigureOpenTelemetryTracerProvider(tracing => tracing.AddProcessor(spans))));
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { RouteHeader.Name, "/of/a/stranger" } } };
        var answer = await GatewayFixture.Client(gateway).SendAsync(request, Cancellation);

        // The gateways of other tests are heard too.
        var own = await Eventually.ValueAsync(() => Task.FromResult(spans.Ended.FirstOrDefault(span => span.Kind == ActivityKind.Server && $"{span.GetTagItem("url.path")}".EndsWith(path[^36..], StringComparison.Ordinal))), "the span has ended");
        return (own, answer);
    }

    private sealed class Spans : BaseProcessor<Activity>
    {
        public ConcurrentBag<Activity> Ended { get; } = [];

        public override void OnEnd(Activity data) => Ended.Add(data);
    }
}
