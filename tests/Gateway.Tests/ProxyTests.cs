using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

namespace Metropool.Gateway.Tests;

/// <summary>The gateway is the only door: it passes on what is public, as it came, and says what happened when a service doesn't answer.</summary>
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
    public async Task A_request_reaches_the_service_with_the_path_that_it_came_with(string path)
    {
        await fixture.Client().GetAsync(new Uri(path, UriKind.Relative), Cancellation);

        Assert.Contains(fixture.Intake.Requests, request => request.Method == "GET" && request.Path == path);
    }

    [Theory]
    [InlineData("/identity/sign-in")]
    [InlineData("/identity/connect/authorize")]
    [InlineData("/identity/.well-known/openid-configuration")]
    [InlineData("/identity/v1/me")]
    public async Task The_public_pages_and_documents_of_Identity_are_passed_on(string path)
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
    public async Task What_is_not_public_is_not_there(string path)
    {
        var response = await fixture.Client().GetAsync(path, Cancellation);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("request.not-found", (await GatewayFixture.ProblemAsync(response)).Code);
        Assert.DoesNotContain(fixture.Intake.Requests, request => request.Path == path);
    }

    [Fact]
    public async Task What_a_service_answers_is_left_as_it_is()
    {
        var response = await fixture.Client().GetAsync("/intake/v1/refused", Cancellation);

        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.Equal("intake.capacity-reached", (await GatewayFixture.ProblemAsync(response)).Code);
    }

    [Fact]
    public async Task A_service_that_is_away_is_503_and_says_when_to_come_again()
    {
        var response = await fixture.Client().GetAsync("/scheduling/v1/editions", Cancellation);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.NotNull(response.Headers.RetryAfter?.Delta);
        Assert.Equal("gateway.service-away", (await GatewayFixture.ProblemAsync(response)).Code);
    }

    [Fact]
    public async Task A_service_that_accepts_no_connection_is_away_and_not_silent()
    {
        // It listens and accepts nothing, and its queue is full: as a host that drops packets.
        using var full = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        full.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        full.Listen(0);
        var address = (IPEndPoint)full.LocalEndPoint!;
        var waiting = Enumerable.Range(0, 8).Select(_ => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)).ToList();
        using var enough = new CancellationTokenSource();
        var connecting = waiting.Select(socket => socket.ConnectAsync(address, enough.Token).AsTask()).ToList();
        await using var gateway = fixture.With(("services:internship:http:0", $"http://{address}"));

        var response = await GatewayFixture.Client(gateway).GetAsync("/internship/v1/internships", Cancellation);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("gateway.service-away", (await GatewayFixture.ProblemAsync(response)).Code);
        await enough.CancelAsync();
        // Connected or cancelled: nobody asks which.
        await Task.WhenAll(connecting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        waiting.ForEach(socket => socket.Dispose());
    }

    [Fact]
    public async Task Of_a_service_with_two_addresses_both_are_asked()
    {
        await using var first = await StandIn.StartAsync();
        await using var second = await StandIn.StartAsync();
        await using var gateway = fixture.With(("services:internship:http:0", first.Address.ToString()), ("services:internship:http:1", second.Address.ToString()));
        var client = GatewayFixture.Client(gateway);

        await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => client.GetAsync("/internship/v1/internships", Cancellation)));

        Assert.NotEmpty(first.Requests);
        Assert.NotEmpty(second.Requests);
    }

    [Fact]
    public async Task A_service_that_breaks_off_is_502_because_nobody_knows_what_it_did()
    {
        var response = await fixture.Client().GetAsync("/intake/v1/broken", Cancellation);

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Equal("gateway.service-broke-off", (await GatewayFixture.ProblemAsync(response)).Code);
    }

    [Fact]
    public async Task A_service_that_keeps_silent_is_504()
    {
        var never = new TaskCompletionSource();
        await using var silent = await StandIn.StartAsync(answer: context => never.Task.WaitAsync(context.RequestAborted));
        await using var gateway = fixture.With(("services:internship:http:0", silent.Address.ToString()), ("Metropool:Gateway:AnswerTime", "00:00:01"));

        var response = await GatewayFixture.Client(gateway).GetAsync("/internship/v1/internships", Cancellation);

        Assert.Equal(HttpStatusCode.GatewayTimeout, response.StatusCode);
        Assert.Equal("gateway.service-silent", (await GatewayFixture.ProblemAsync(response)).Code);
    }

    [Fact]
    public async Task A_service_that_comes_back_is_found_again()
    {
        var first = await StandIn.StartAsync();
        var address = first.Address;
        await using var gateway = fixture.With(("services:internship:http:0", address.ToString()));
        var client = GatewayFixture.Client(gateway);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/internship/v1/internships", Cancellation)).StatusCode);
        await first.DisposeAsync();
        Assert.NotEqual(HttpStatusCode.OK, (await client.GetAsync("/internship/v1/internships", Cancellation)).StatusCode);

        await using var second = await StandIn.StartAsync(port: address.Port);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/internship/v1/internships", Cancellation)).StatusCode);
    }

    [Fact]
    public async Task Forwarded_headers_of_a_stranger_do_not_reach_the_service()
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
    public async Task A_body_and_its_headers_are_passed_on()
    {
        var path = $"/intake/v1/bodies/{Guid.NewGuid()}";
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent("{}", Encoding.UTF8, "application/json") };
        request.Headers.IfMatch.Add(new EntityTagHeaderValue("\"3\""));
        await fixture.Client().SendAsync(request, Cancellation);

        var received = fixture.Intake.Requests.Single(r => r.Path == path);
        Assert.Equal(("POST", "application/json; charset=utf-8", "\"3\""), (received.Method, received.Headers["Content-Type"], received.Headers["If-Match"]));
    }
}
