using System.Net;
using Metropool.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Metropool.Gateway.Tests;

/// <summary>What a request may cost.</summary>
public sealed class LimitTests(GatewayFixture fixture) : IClassFixture<GatewayFixture>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_body_that_is_too_large_is_413_before_a_service_is_asked()
    {
        await using var gateway = RunningGateway.Start(fixture, ("Metropool:Gateway:LargestBody", "2048"));
        using var client = gateway.Client();
        var path = $"/intake/v1/bodies/{Guid.NewGuid()}";

        var response = await client.PostAsync(path, new StringContent(new string('x', 2049)), Cancellation);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Equal("request.too-large", (await GatewayFixture.ProblemAsync(response)).Code);
        Assert.DoesNotContain(fixture.Intake.Requests, request => request.Path == path);
        Assert.Equal(HttpStatusCode.OK, (await client.PostAsync(path, new StringContent(new string('x', 2048)), Cancellation)).StatusCode);
    }

    [Fact]
    public async Task So_is_one_whose_length_nobody_told()
    {
        // A service that reads to the end, and never gets there.
        await using var reader = await StandIn.StartAsync(answer: context => context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted));
        await using var gateway = RunningGateway.Start(fixture, ("Metropool:Gateway:LargestBody", "2048"), ("services:internship:http:0", reader.Address.ToString()));
        using var client = gateway.Client();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/internship/v1/bodies") { Content = new StringContent(new string('x', 4096)) };
        request.Headers.TransferEncodingChunked = true;

        var response = await client.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Equal("request.too-large", (await GatewayFixture.ProblemAsync(response)).Code);
    }

    [Fact]
    public async Task What_a_service_takes_is_let_through_unless_it_is_set_otherwise()
    {
        await using var internship = await StandIn.StartAsync(answer: context => context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted));
        await using var gateway = RunningGateway.Start(fixture, ("services:internship:http:0", internship.Address.ToString()));
        using var client = gateway.Client();
        var report = $"/internship/v1/internships/{Guid.NewGuid()}/report";

        Assert.Equal(HttpStatusCode.OK, (await client.PutAsync(report, new StringContent(new string('x', BodyLimit.Default)), Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await client.PutAsync(report, new StringContent(new string('x', BodyLimit.Default + 1)), Cancellation)).StatusCode);
    }

    [Fact]
    public async Task A_request_that_takes_too_long_in_all_is_504()
    {
        var never = new TaskCompletionSource();
        await using var slow = await StandIn.StartAsync(answer: context => never.Task.WaitAsync(context.RequestAborted));
        await using var gateway = RunningGateway.Start(fixture, ("Metropool:Gateway:RequestTime", "00:00:01"), ("services:internship:http:0", slow.Address.ToString()));
        using var client = gateway.Client();

        var response = await client.PostAsync("/internship/v1/slow", null, Cancellation);

        Assert.Equal(HttpStatusCode.GatewayTimeout, response.StatusCode);
        Assert.Equal("gateway.took-too-long", (await GatewayFixture.ProblemAsync(response)).Code);
        Assert.NotNull(response.Headers.RetryAfter?.Delta);
    }

    [Fact]
    public async Task Headers_that_are_too_many_or_too_long_are_refused()
    {
        await using var gateway = RunningGateway.Start(fixture);

        foreach (var (status, code, (answered, answer)) in new[]
        {
            (431, "gateway.headers-too-large", await gateway.GetAsync("/", $"X-Long: {new string('x', 17 * 1024)}")),
            (431, "gateway.headers-too-large", await gateway.GetAsync("/", [.. Enumerable.Range(0, 70).Select(i => $"X-{i}: 1")])),
            (414, "gateway.address-too-long", await gateway.GetAsync($"/{new string('x', 9 * 1024)}")),
        })
        {
            Assert.Equal(status, answered);
            Assert.Contains(code, answer, StringComparison.Ordinal);
        }

        // The cookies of other applications aren't counted: they go no further.
        Assert.Equal(200, (await gateway.GetAsync("/identity/sign-in", $"Cookie: other={new string('x', 20 * 1024)}")).Status);
    }

    [Fact]
    public async Task A_client_that_is_slower_than_any_line_is_not_waited_for()
    {
        await using var reader = await StandIn.StartAsync(answer: context => context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted));
        await using var gateway = RunningGateway.Start(fixture, ("services:internship:http:0", reader.Address.ToString()));

        // Promises a hundred bytes and sends one.
        var answer = await gateway.SendAsync($"POST /internship/v1/slow HTTP/1.1\r\nHost: {gateway.Address.Authority}\r\nConnection: close\r\nContent-Length: 100\r\n\r\nx");

        Assert.StartsWith("HTTP/1.1 408", answer, StringComparison.Ordinal);
        Assert.Contains("gateway.body-too-slow", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_without_length_that_does_not_end_in_time_is_refused()
    {
        await using var gateway = RunningGateway.Start(fixture, ("Metropool:Gateway:RequestTime", "00:00:01"), ("Metropool:Gateway:AnswerTime", "00:00:01"));

        // One byte, and not the end.
        var answer = await gateway.SendAsync(
            $"POST /intake/v1/slow HTTP/1.1\r\nHost: {gateway.Address.Authority}\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n");

        Assert.StartsWith("HTTP/1.1 408", answer, StringComparison.Ordinal);
        Assert.Contains("gateway.body-too-slow", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task There_are_no_websockets()
    {
        await using var gateway = RunningGateway.Start(fixture);
        var path = $"/intake/v1/sockets/{Guid.NewGuid()}";

        var answer = await gateway.SendAsync(
            $"GET {path} HTTP/1.1\r\nHost: {gateway.Address.Authority}\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 200", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("Upgrade", fixture.Intake.Requests.Single(request => request.Path == path).Headers.Keys, StringComparer.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_request_in_flight_is_answered_although_the_gateway_stops()
    {
        var (arrived, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var busy = await StandIn.StartAsync(answer: async context =>
        {
            arrived.SetResult();
            await go.Task.WaitAsync(context.RequestAborted);
            await context.Response.WriteAsync("done", context.RequestAborted);
        });
        await using var gateway = RunningGateway.Start(fixture, ("services:internship:http:0", busy.Address.ToString()));
        using var client = gateway.Client();
        var request = client.GetAsync("/internship/v1/busy", Cancellation);
        await arrived.Task;

        var lifetime = gateway.Services.GetRequiredService<IHostApplicationLifetime>();
        var stopping = gateway.Services.GetRequiredService<IHost>().StopAsync(Cancellation);
        await Task.Run(() => lifetime.ApplicationStopping.WaitHandle.WaitOne(), Cancellation);
        Assert.False(stopping.IsCompleted);
        go.SetResult();

        Assert.Equal("done", await (await request).Content.ReadAsStringAsync(Cancellation));
        await stopping;
    }
}
