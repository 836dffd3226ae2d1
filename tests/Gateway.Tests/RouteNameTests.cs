using System.Collections.Concurrent;
using System.Diagnostics;
using Metropool.Http;
using Metropool.Testing;
using Microsoft.AspNetCore.TestHost;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace Metropool.Gateway.Tests;

/// <summary>The gateway's spans are named after the routes of the services, without ids.</summary>
public sealed class RouteNameTests(GatewayFixture fixture) : IClassFixture<GatewayFixture>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_span_has_the_route_of_the_service_and_the_response_does_not()
    {
        await using var service = await FakeService.StartAsync(handler: context =>
        {
            Assert.Equal("?", context.Request.Headers[RouteHeader.Name].ToString());
            context.Response.Headers[RouteHeader.Name] = "/internship/v1/internships/{internshipId}";
            return Task.CompletedTask;
        });

        var (span, response) = await SendAsync($"/internship/v1/internships/{Guid.NewGuid()}", service.Address);

        Assert.True(response.IsSuccessStatusCode);
        Assert.Equal("GET /internship/v1/internships/{internshipId}", span.DisplayName);
        Assert.Equal("/internship/v1/internships/{internshipId}", span.GetTagItem("http.route"));
        Assert.False(response.Headers.Contains(RouteHeader.Name));
    }

    [Fact]
    public async Task A_span_has_the_route_of_the_gateway_if_the_service_does_not_respond()
    {
        var (span, response) = await SendAsync($"/internship/v1/internships/{Guid.NewGuid()}", new("http://127.0.0.1:1"));

        Assert.Equal(503, (int)response.StatusCode);
        Assert.Equal("GET /internship/v1/...", span.DisplayName);
        Assert.Equal("/internship/v1/...", span.GetTagItem("http.route"));
    }

    private async Task<(Activity Span, HttpResponseMessage Response)> SendAsync(string path, Uri service)
    {
        var spans = new Spans();
        await using var gateway = fixture.With(("services:internship:http:0", service.ToString()))
            .WithWebHostBuilder(host => host.ConfigureTestServices(
                services => services.ConfigureOpenTelemetryTracerProvider(tracing => tracing.AddProcessor(spans))));
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { RouteHeader.Name, "/forged" } } };
        var response = await GatewayFixture.Client(gateway).SendAsync(request, Cancellation);

        // The processor also receives the spans of other tests' gateways.
        var id = path[^36..];
        var span = await Eventually.ValueAsync(
            () => Task.FromResult(spans.Ended.FirstOrDefault(
                span => span.Kind == ActivityKind.Server && $"{span.GetTagItem("url.path")}".EndsWith(id, StringComparison.Ordinal))),
            "the span has ended");
        return (span, response);
    }

    private sealed class Spans : BaseProcessor<Activity>
    {
        public ConcurrentBag<Activity> Ended { get; } = [];

        public override void OnEnd(Activity data) => Ended.Add(data);
    }
}
