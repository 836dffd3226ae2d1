using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

namespace Metropool.Gateway.Tests;

/// <summary>The gateway forwards requests to public paths unchanged, and responds itself if a service doesn't.</summary>
public sealed class ProxyTests(GatewayFixture fixture) : IClassFixture<GatewayFixture>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/intake/v1/applications")]
    [InlineData("/intake/v1/applications?status=submitted&q=a%2Fb%20c")]
    [InlineData("/intake/v1/applications/caf%C3%A9%20a")]
    [InlineData("/intake/v1/openapi.json")]
    [InlineData("/intake/agreement?code=a-secret")]
    [InlineData("/intake/agreement/refusal?code=a-secret")]
    public async Task A_request_is_forwarded_with_an_unchanged_path(string path)
    {
        await fixture.Client().GetAsync(new Uri(path, UriKind.Relative), Cancellation);

        Assert.Contains(fixture.Intake.Requests, request => request.Method == "GET" && request.Path == path);
    }

    [Theory]
    [InlineData("/identity/sign-in")]
    [InlineData("/identity/connect/authorize")]
    [InlineData("/identity/.well-known/openid-configuration")]
    [InlineData("/identity/v1/me")]
    public async Task Requests_to_the_public_pages_of_Identity_are_forwarded(string path)
    {
        await fixture.Client().GetAsync(path, Cancellation);

        Assert.Contains(fixture.Identity.Requests, request => request.Path == path);
    }

    [Theory]
    [InlineData("/nowhere")]
    [InlineData("/intake")]
    [InlineData("/intake/health")]
    [InlineData("/intake/alive")]
    [InlineData("/identity/health")]
    [InlineData("/intake/v2/applications")]
    [InlineData("/services")]
    public async Task A_path_that_is_not_public_is_404(string path)
    {
        var response = await fixture.Client().GetAsync(path, Cancellation);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("request.not-found", (await GatewayFixture.ProblemAsync(response)).Code);
        Assert.DoesNotContain(fixture.Intake.Requests, request => request.Path == path);
    }

    [Fact]
    public async Task The_response_of_a_service_is_unchanged()
    {
        var response = await fixture.Client().GetAsync("/intake/v1/refused", Cancellation);

        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.Equal("intake.capacity-reached", (await GatewayFixture.ProblemAsync(response)).Code);
    }

    [Fact]
    public async Task An_unavailable_service_is_503_with_Retry_After()
    {
        var response = await fixture.Client().GetAsync("/scheduling/v1/editions", Cancellation);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.NotNull(response.Headers.RetryAfter?.Delta);
        Assert.Equal("gateway.service-unavailable", (await GatewayFixture.ProblemAsync(response)).Code);
    }

    [Fact]
    public async Task A_service_that_accepts_no_connection_is_503_and_not_504()
    {
        // The queue of pending connections is full, so that further ones get no response, as with a host that drops packets.
        using var full = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        full.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        full.Listen(0);
        var address = (IPEndPoint)full.LocalEndPoint!;
        var waiting = Enumerable.Range(0, 8).Select(_ => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)).ToList();
        using var connectEnd = new CancellationTokenSource();
        var connecting = waiting.Select(socket => socket.ConnectAsync(address, connectEnd.Token).AsTask()).ToList();
        await using var gateway = fixture.With(("services:internship:http:0", $"http://{address}"));

        var response = await GatewayFixture.Client(gateway).GetAsync("/internship/v1/internships", Cancellation);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("gateway.service-unavailable", (await GatewayFixture.ProblemAsync(response)).Code);
        await connectEnd.CancelAsync();
        // Each connection was made or cancelled.
        await Task.WhenAll(connecting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        waiting.ForEach(socket => socket.Dispose());
    }

    [Fact]
    public async Task Requests_are_distributed_over_all_addresses_of_a_service()
    {
        await using var first = await FakeService.StartAsync();
        await using var second = await FakeService.StartAsync();
        await using var gateway = fixture.With(
            ("services:internship:http:0", first.Address.ToString()), ("services:internship:http:1", second.Address.ToString()));
        var client = GatewayFixture.Client(gateway);

        await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => client.GetAsync("/internship/v1/internships", Cancellation)));

        Assert.NotEmpty(first.Requests);
        Assert.NotEmpty(second.Requests);
    }

    [Fact]
    public async Task A_lost_connection_to_a_service_is_502()
    {
        var response = await fixture.Client().GetAsync("/intake/v1/broken", Cancellation);

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Equal("gateway.service-connection-lost", (await GatewayFixture.ProblemAsync(response)).Code);
    }

    [Fact]
    public async Task A_service_that_does_not_respond_in_time_is_504()
    {
        var never = new TaskCompletionSource();
        await using var silent = await FakeService.StartAsync(handler: context => never.Task.WaitAsync(context.RequestAborted));
        await using var gateway = fixture.With(("services:internship:http:0", silent.Address.ToString()), ("Metropool:Gateway:ResponseTimeout", "00:00:01"));

        var response = await GatewayFixture.Client(gateway).GetAsync("/internship/v1/internships", Cancellation);

        Assert.Equal(HttpStatusCode.GatewayTimeout, response.StatusCode);
        Assert.Equal("gateway.service-timeout", (await GatewayFixture.ProblemAsync(response)).Code);
    }

    [Fact]
    public async Task Requests_reach_a_service_after_it_has_restarted()
    {
        var first = await FakeService.StartAsync();
        var address = first.Address;
        await using var gateway = fixture.With(("services:internship:http:0", address.ToString()));
        var client = GatewayFixture.Client(gateway);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/internship/v1/internships", Cancellation)).StatusCode);
        await first.DisposeAsync();
        Assert.NotEqual(HttpStatusCode.OK, (await client.GetAsync("/internship/v1/internships", Cancellation)).StatusCode);

        await using var second = await FakeService.StartAsync(port: address.Port);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/internship/v1/internships", Cancellation)).StatusCode);
    }

    [Fact]
    public async Task Forwarded_headers_of_an_untrusted_caller_are_removed()
    {
        var path = $"/intake/v1/headers/{Guid.NewGuid()}";
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("X-Forwarded-For", "203.0.113.7");
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Add("X-Forwarded-Host", "elsewhere.example");
        request.Headers.Add("X-Forwarded-Prefix", "/elsewhere");
        await fixture.Client().SendAsync(request, Cancellation);

        var received = fixture.Intake.Requests.Single(r => r.Path == path).Headers;
        Assert.Equal("http", received["X-Forwarded-Proto"]);
        Assert.Equal("localhost", received["X-Forwarded-Host"]);
        Assert.DoesNotContain("203.0.113.7", received.GetValueOrDefault("X-Forwarded-For", ""), StringComparison.Ordinal);
        Assert.False(received.ContainsKey("X-Forwarded-Prefix"));
    }

    [Fact]
    public async Task A_body_and_its_headers_are_forwarded()
    {
        var path = $"/intake/v1/bodies/{Guid.NewGuid()}";
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent("{}", Encoding.UTF8, "application/json") };
        request.Headers.IfMatch.Add(new EntityTagHeaderValue("\"3\""));
        await fixture.Client().SendAsync(request, Cancellation);

        var received = fixture.Intake.Requests.Single(r => r.Path == path);
        Assert.Equal(("POST", "application/json; charset=utf-8", "\"3\""), (received.Method, received.Headers["Content-Type"], received.Headers["If-Match"]));
    }
}
