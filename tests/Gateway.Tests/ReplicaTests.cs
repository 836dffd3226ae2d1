using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Metropool.Gateway.Proxying;
using Metropool.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace Metropool.Gateway.Tests;

/// <summary>A service with several replicas answers while one of them does, and nothing is carried out twice.</summary>
public sealed class ReplicaTests(GatewayFixture fixture) : IClassFixture<GatewayFixture>
{
    private const string Path = "/internship/v1/internships";
    private const int Many = 40;

    // Longer than a test takes: what is unhealthy stays so, unless a request or a probe says otherwise.
    private static readonly HealthCheckTimes NoProbes = new() { Interval = TimeSpan.FromHours(1), Reactivation = TimeSpan.FromHours(1) };
    private static readonly HealthCheckTimes QuickProbes = new() { Interval = TimeSpan.FromMilliseconds(50), Reactivation = TimeSpan.FromHours(1) };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task With_one_of_two_replicas_away_every_request_is_answered_and_arrives_once(string method)
    {
        var bodies = new ConcurrentBag<string>();
        await using var alive = await StandIn.StartAsync(answer: async context =>
        {
            bodies.Add(await new StreamReader(context.Request.Body).ReadToEndAsync(Cancellation));
            await context.Response.WriteAsync("answered");
        });
        await using var gateway = With(new() { Interval = TimeSpan.FromHours(1), Reactivation = TimeSpan.FromMilliseconds(1) }, new($"http://127.0.0.1:{FreePort()}"), alive.Address);
        using var client = GatewayFixture.Client(gateway);

        for (var i = 0; i < Many; i++)
        {
            using var request = new HttpRequestMessage(new(method), Path) { Content = method == "POST" ? new StringContent($"body {i}", Encoding.UTF8) : null };
            using var response = await client.SendAsync(request, Cancellation);
            Assert.Equal((i, HttpStatusCode.OK, "answered"), (i, response.StatusCode, await response.Content.ReadAsStringAsync(Cancellation)));
        }

        Assert.Equal(Many, alive.Requests.Count);
        if (method == "POST")
        {
            Assert.Equal(Enumerable.Range(0, Many).Select(i => $"body {i}").Order(StringComparer.Ordinal), bodies.Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task A_large_body_without_a_length_reaches_the_replica_that_is_there_as_a_whole()
    {
        var length = 0L;
        await using var alive = await StandIn.StartAsync(answer: async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, Cancellation);
            length = body.Length;
        });
        await using var gateway = With(new() { Interval = TimeSpan.FromHours(1), Reactivation = TimeSpan.FromMilliseconds(1) }, new($"http://127.0.0.1:{FreePort()}"), alive.Address);
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
        var port = FreePort();
        await using var alive = await StandIn.StartAsync();
        await using var gateway = With(NoProbes, new($"http://127.0.0.1:{port}"), alive.Address);
        using var client = GatewayFixture.Client(gateway);
        await AskAsync(client, Many);
        await Eventually.TrueAsync(() => Task.FromResult(Available(gateway) == 1), "the replica that is away is left out");

        // It is back, and nobody has asked it yet.
        await using var back = await StandIn.StartAsync(port: port);
        await AskAsync(client, Many);

        Assert.Empty(back.Requests);
        Assert.Equal(2 * Many, alive.Requests.Count);
    }

    [Fact]
    public async Task A_replica_that_is_not_healthy_gets_no_requests_until_it_is()
    {
        await using var healthy = await StandIn.StartAsync();
        await using var ill = await StandIn.StartAsync();
        ill.Health = StatusCodes.Status503ServiceUnavailable;
        await using var gateway = With(QuickProbes, healthy.Address, ill.Address);
        using var client = GatewayFixture.Client(gateway);

        await Eventually.TrueAsync(() => Task.FromResult(Available(gateway) == 1), "the replica that isn't healthy is left out");
        var before = ill.Requests.Count;
        await AskAsync(client, Many);
        Assert.Equal(before, ill.Requests.Count);

        ill.Health = StatusCodes.Status200OK;
        await Eventually.TrueAsync(() => Task.FromResult(Available(gateway) == 2), "it is healthy again");
        await AskAsync(client, Many);
        Assert.NotEqual(before, ill.Requests.Count);
    }

    [Fact]
    public async Task Where_no_replica_is_healthy_what_they_answer_is_passed_on()
    {
        await using var first = await StandIn.StartAsync();
        await using var second = await StandIn.StartAsync();
        first.Health = second.Health = StatusCodes.Status503ServiceUnavailable;
        await using var gateway = With(QuickProbes, first.Address, second.Address);
        using var client = GatewayFixture.Client(gateway);
        await Eventually.TrueAsync(() => Task.FromResult(first.Probes > 4 && second.Probes > 4), "both were asked several times");

        await AskAsync(client, Many);

        Assert.NotEmpty(first.Requests);
        Assert.NotEmpty(second.Requests);
    }

    [Fact]
    public async Task Where_no_replica_is_there_the_service_is_away_and_the_first_that_comes_back_answers_at_once()
    {
        var port = FreePort();
        await using var gateway = With(NoProbes, new($"http://127.0.0.1:{port}"), new($"http://127.0.0.1:{FreePort()}"));
        using var client = GatewayFixture.Client(gateway);
        for (var i = 0; i < 5; i++)
        {
            using var away = await client.GetAsync(Path, Cancellation);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, away.StatusCode);
            Assert.NotNull(away.Headers.RetryAfter?.Delta);
            Assert.Equal("gateway.service-away", (await GatewayFixture.ProblemAsync(away)).Code);
        }

        await using var back = await StandIn.StartAsync(port: port);
        await AskAsync(client, 1);
    }

    [Fact]
    public async Task An_unhealthy_replica_is_tried_when_the_healthy_one_accepts_no_connection()
    {
        await using var ill = await StandIn.StartAsync();
        ill.Health = StatusCodes.Status503ServiceUnavailable;
        var healthy = await StandIn.StartAsync();
        await using var gateway = With(QuickProbes with { Interval = TimeSpan.FromSeconds(1) }, healthy.Address, ill.Address);
        using var client = GatewayFixture.Client(gateway);
        await Eventually.TrueAsync(() => Task.FromResult(Available(gateway) == 1), "the replica that isn't healthy is left out");

        await healthy.DisposeAsync();

        await AskAsync(client, Many);
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
        await using var first = await StandIn.StartAsync(answer: AbortUnlessGet());
        await using var second = await StandIn.StartAsync(answer: AbortUnlessGet());
        await using var gateway = With(NoProbes, first.Address, second.Address);
        using var client = GatewayFixture.Client(gateway);

        // A connection that was used before is one that the HTTP client takes to have been closed for idleness.
        await Task.WhenAll(Enumerable.Range(0, Many).Select(_ => client.GetAsync(Path, Cancellation)));
        using var request = new HttpRequestMessage(new(method), Path) { Content = new StringContent(body, Encoding.UTF8) };
        using var response = await client.SendAsync(request, Cancellation);

        Assert.Equal("gateway.service-broke-off", (await GatewayFixture.ProblemAsync(response)).Code);
        Assert.Single(first.Requests.Concat(second.Requests), sent => sent.Method == method);
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PATCH")]
    public async Task A_request_that_a_replica_received_before_it_ended_is_never_sent_again(string method)
    {
        await using var first = new EndingServer();
        await using var second = new EndingServer();
        await using var gateway = With(NoProbes, first.Address, second.Address);
        using var client = GatewayFixture.Client(gateway);
        await Task.WhenAll(Enumerable.Range(0, Many).Select(_ => client.GetAsync(Path, Cancellation)));

        using var request = new HttpRequestMessage(new(method), Path);
        using var response = await client.SendAsync(request, Cancellation);

        Assert.Equal("gateway.service-broke-off", (await GatewayFixture.ProblemAsync(response)).Code);
        Assert.Single(first.Requests.Concat(second.Requests), sent => sent.StartsWith(method, StringComparison.Ordinal));
    }

    private WebApplicationFactory<Program> With(HealthCheckTimes times, params Uri[] replicas) =>
        fixture.With([.. replicas.Select((replica, i) => ($"services:internship:http:{i}", replica.ToString()))])
            .WithWebHostBuilder(host => host.ConfigureTestServices(services => services.AddSingleton(times)));

    private static int Available(WebApplicationFactory<Program> gateway) =>
        gateway.Services.GetRequiredService<Yarp.ReverseProxy.IProxyStateLookup>().TryGetCluster("internship", out var cluster) ? cluster.DestinationsState.AvailableDestinations.Count : 0;

    private static async Task AskAsync(HttpClient client, int times)
    {
        for (var i = 0; i < times; i++)
        {
            using var response = await client.GetAsync(Path, Cancellation);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
    }

    // Nothing listens on it, and connections to it are refused.
    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
