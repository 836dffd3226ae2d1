using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Metropool.Gateway.Proxying;
using Metropool.LocalServers;
using Metropool.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Yarp.ReverseProxy;

namespace Metropool.Gateway.Tests;

/// <summary>A service with several replicas is available while one of them is, and no request is handled twice.</summary>
public sealed class ReplicaTests(GatewayFixture fixture) : IClassFixture<GatewayFixture>
{
    private const string Path = "/internship/v1/internships";
    private const int RequestCount = 40;

    // Intervals of an hour are longer than any test, so that only a request or a probe changes the health of a replica.
    private static readonly HealthCheckIntervals WithoutProbes = new() { Interval = TimeSpan.FromHours(1), Reactivation = TimeSpan.FromHours(1) };
    private static readonly HealthCheckIntervals QuickReactivation = new() { Interval = TimeSpan.FromHours(1), Reactivation = TimeSpan.FromMilliseconds(1) };
    private static readonly HealthCheckIntervals FrequentProbes = new() { Interval = TimeSpan.FromMilliseconds(50), Reactivation = TimeSpan.FromHours(1) };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task With_one_of_two_replicas_unavailable_every_request_is_handled_exactly_once(string method)
    {
        var bodies = new ConcurrentBag<string>();
        await using var alive = await FakeService.StartAsync(handler: async context =>
        {
            bodies.Add(await new StreamReader(context.Request.Body).ReadToEndAsync(Cancellation));
            await context.Response.WriteAsync("answered");
        });
        await using var gateway = With(QuickReactivation, UnusedAddress(), alive.Address);
        using var client = GatewayFixture.Client(gateway);

        for (var i = 0; i < RequestCount; i++)
        {
            using var request = new HttpRequestMessage(new(method), Path) { Content = method == "POST" ? new StringContent($"body {i}", Encoding.UTF8) : null };
            using var response = await client.SendAsync(request, Cancellation);
            Assert.Equal((i, HttpStatusCode.OK, "answered"), (i, response.StatusCode, await response.Content.ReadAsStringAsync(Cancellation)));
        }

        Assert.Equal(RequestCount, alive.Requests.Count);
        if (method == "POST")
        {
            Assert.Equal(Enumerable.Range(0, RequestCount).Select(i => $"body {i}").Order(StringComparer.Ordinal), bodies.Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task A_large_body_without_a_length_reaches_the_available_replica_completely()
    {
        var length = 0L;
        await using var alive = await FakeService.StartAsync(handler: async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, Cancellation);
            length = body.Length;
        });
        await using var gateway = With(QuickReactivation, UnusedAddress(), alive.Address);
        using var client = GatewayFixture.Client(gateway);

        for (var i = 0; i < 10; i++)
        {
            using var content = new StreamContent(new MemoryStream(new byte[500_000]));
            using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = content };
            request.Headers.TransferEncodingChunked = true;
            using var response = await client.SendAsync(request, Cancellation);
            Assert.Equal((HttpStatusCode.OK, 500_000L), (response.StatusCode, length));
        }
    }

    [Fact]
    public async Task A_replica_that_accepts_no_connection_gets_no_requests_for_a_while()
    {
        var port = LocalPorts.Next();
        await using var alive = await FakeService.StartAsync();
        await using var gateway = With(WithoutProbes, new($"http://127.0.0.1:{port}"), alive.Address);
        using var client = GatewayFixture.Client(gateway);
        await SendAsync(client, RequestCount);
        await Eventually.TrueAsync(() => Task.FromResult(Available(gateway) == 1), "the unavailable replica is excluded");

        // The replica is available again, but the gateway has not checked.
        await using var restarted = await FakeService.StartAsync(port: port);
        await SendAsync(client, RequestCount);

        Assert.Empty(restarted.Requests);
        Assert.Equal(2 * RequestCount, alive.Requests.Count);
    }

    [Fact]
    public async Task An_unhealthy_replica_gets_no_requests_until_it_is_healthy()
    {
        await using var healthy = await FakeService.StartAsync();
        await using var unhealthy = await FakeService.StartAsync();
        unhealthy.Health = StatusCodes.Status503ServiceUnavailable;
        await using var gateway = With(FrequentProbes, healthy.Address, unhealthy.Address);
        using var client = GatewayFixture.Client(gateway);

        await Eventually.TrueAsync(() => Task.FromResult(Available(gateway) == 1), "the unhealthy replica is excluded");
        var before = unhealthy.Requests.Count;
        await SendAsync(client, RequestCount);
        Assert.Equal(before, unhealthy.Requests.Count);

        unhealthy.Health = StatusCodes.Status200OK;
        await Eventually.TrueAsync(() => Task.FromResult(Available(gateway) == 2), "it is healthy again");
        await SendAsync(client, RequestCount);
        Assert.NotEqual(before, unhealthy.Requests.Count);
    }

    [Fact]
    public async Task If_no_replica_is_healthy_requests_are_forwarded_to_all()
    {
        await using var first = await FakeService.StartAsync();
        await using var second = await FakeService.StartAsync();
        first.Health = second.Health = StatusCodes.Status503ServiceUnavailable;
        await using var gateway = With(FrequentProbes, first.Address, second.Address);
        using var client = GatewayFixture.Client(gateway);
        await Eventually.TrueAsync(() => Task.FromResult(first.Probes > 4 && second.Probes > 4), "both were probed several times");

        await SendAsync(client, RequestCount);

        Assert.NotEmpty(first.Requests);
        Assert.NotEmpty(second.Requests);
    }

    [Fact]
    public async Task Without_an_available_replica_requests_are_503_until_the_first_one_accepts_connections()
    {
        var port = LocalPorts.Next();
        await using var gateway = With(WithoutProbes, new($"http://127.0.0.1:{port}"), UnusedAddress());
        using var client = GatewayFixture.Client(gateway);
        for (var i = 0; i < 5; i++)
        {
            using var response = await client.GetAsync(Path, Cancellation);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
            Assert.NotNull(response.Headers.RetryAfter?.Delta);
            Assert.Equal("gateway.service-unavailable", (await GatewayFixture.ProblemAsync(response)).Code);
        }

        await using var restarted = await FakeService.StartAsync(port: port);
        await SendAsync(client, 1);
    }

    [Fact]
    public async Task An_unhealthy_replica_is_tried_if_the_healthy_one_accepts_no_connection()
    {
        await using var unhealthy = await FakeService.StartAsync();
        unhealthy.Health = StatusCodes.Status503ServiceUnavailable;
        var healthy = await FakeService.StartAsync();
        await using var gateway = With(FrequentProbes with { Interval = TimeSpan.FromSeconds(1) }, healthy.Address, unhealthy.Address);
        using var client = GatewayFixture.Client(gateway);
        await Eventually.TrueAsync(() => Task.FromResult(Available(gateway) == 1), "the unhealthy replica is excluded");

        await healthy.DisposeAsync();

        await SendAsync(client, RequestCount);
    }

    [Theory]
    [InlineData("POST", "")]
    [InlineData("POST", "body")]
    public async Task A_request_whose_connection_breaks_is_never_sent_again(string method, string body)
    {
        static RequestDelegate AbortUnlessGet() => context =>
        {
            if (!HttpMethods.IsGet(context.Request.Method))
            {
                context.Abort();
            }

            return Task.CompletedTask;
        };
        await using var first = await FakeService.StartAsync(handler: AbortUnlessGet());
        await using var second = await FakeService.StartAsync(handler: AbortUnlessGet());
        await using var gateway = With(WithoutProbes, first.Address, second.Address);
        using var client = GatewayFixture.Client(gateway);

        // If a connection that was used before breaks, the HTTP client assumes that it was closed for idleness.
        await Task.WhenAll(Enumerable.Range(0, RequestCount).Select(_ => client.GetAsync(Path, Cancellation)));
        using var request = new HttpRequestMessage(new(method), Path) { Content = new StringContent(body, Encoding.UTF8) };
        using var response = await client.SendAsync(request, Cancellation);

        Assert.Equal("gateway.service-connection-lost", (await GatewayFixture.ProblemAsync(response)).Code);
        Assert.Single(first.Requests.Concat(second.Requests), sent => sent.Method == method);
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PATCH")]
    public async Task A_request_that_a_replica_received_before_it_ended_is_never_sent_again(string method)
    {
        await using var first = new ClosingServer();
        await using var second = new ClosingServer();
        await using var gateway = With(WithoutProbes, first.Address, second.Address);
        using var client = GatewayFixture.Client(gateway);
        await Task.WhenAll(Enumerable.Range(0, RequestCount).Select(_ => client.GetAsync(Path, Cancellation)));

        using var request = new HttpRequestMessage(new(method), Path);
        using var response = await client.SendAsync(request, Cancellation);

        Assert.Equal("gateway.service-connection-lost", (await GatewayFixture.ProblemAsync(response)).Code);
        Assert.Single(first.Requests.Concat(second.Requests), sent => sent.StartsWith(method, StringComparison.Ordinal));
    }

    private WebApplicationFactory<Program> With(HealthCheckIntervals times, params Uri[] replicas) =>
        fixture.With([.. replicas.Select((replica, i) => ($"services:internship:http:{i}", replica.ToString()))])
            .WithWebHostBuilder(host => host.ConfigureTestServices(services => services.AddSingleton(times)));

    private static int Available(WebApplicationFactory<Program> gateway) =>
        gateway.Services.GetRequiredService<IProxyStateLookup>().TryGetCluster("internship", out var cluster)
            ? cluster.DestinationsState.AvailableDestinations.Count
            : 0;

    private static async Task SendAsync(HttpClient client, int times)
    {
        for (var i = 0; i < times; i++)
        {
            using var response = await client.GetAsync(Path, Cancellation);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
    }

    // An address that refuses connections.
    private static Uri UnusedAddress() => new($"http://127.0.0.1:{LocalPorts.Next()}");
}
