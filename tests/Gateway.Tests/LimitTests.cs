using System.Net;
using Metropool.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Metropool.Gateway.Tests;

/// <summary>The limits of a request: size, time and headers.</summary>
public sealed class LimitTests(GatewayFixture fixture) : IClassFixture<GatewayFixture>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_body_above_the_limit_is_413_and_not_forwarded()
    {
        await using var gateway = RunningGateway.Start(fixture, ("Metropool:Gateway:MaxBodySize", "2048"));
        using var client = gateway.Client();
        var path = $"/intake/v1/bodies/{Guid.NewGuid()}";

        var response = await client.PostAsync(path, new StringContent(new string('x', 2049)), Cancellation);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Equal("request.too-large", (await GatewayFixture.ProblemAsync(response)).Code);
        Assert.DoesNotContain(fixture.Intake.Requests, request => request.Path == path);
        Assert.Equal(HttpStatusCode.OK, (await client.PostAsync(path, new StringContent(new string('x', 2048)), Cancellation)).StatusCode);
    }

    [Fact]
    public async Task A_body_above_the_limit_without_a_length_is_413()
    {
        // The service reads until the end of the body.
        await using var reader = await FakeService.StartAsync(handler: context => context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted));
        await using var gateway = RunningGateway.Start(
            fixture, ("Metropool:Gateway:MaxBodySize", "2048"), ("services:internship:http:0", reader.Address.ToString()));
        using var client = gateway.Client();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/internship/v1/bodies") { Content = new StringContent(new string('x', 4096)) };
        request.Headers.TransferEncodingChunked = true;

        var response = await client.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Equal("request.too-large", (await GatewayFixture.ProblemAsync(response)).Code);
    }

    [Fact]
    public async Task The_default_limit_is_that_of_the_services()
    {
        await using var internship = await FakeService.StartAsync(handler: context => context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted));
        await using var gateway = RunningGateway.Start(fixture, ("services:internship:http:0", internship.Address.ToString()));
        using var client = gateway.Client();
        var report = $"/internship/v1/internships/{Guid.NewGuid()}/report";

        Assert.Equal(HttpStatusCode.OK, (await PutAsync(BodyLimit.Default)).StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await PutAsync(BodyLimit.Default + 1)).StatusCode);

        Task<HttpResponseMessage> PutAsync(int size) => client.PutAsync(report, new StringContent(new string('x', size)), Cancellation);
    }

    [Fact]
    public async Task A_request_that_exceeds_the_time_limit_is_504()
    {
        var never = new TaskCompletionSource();
        await using var slow = await FakeService.StartAsync(handler: context => never.Task.WaitAsync(context.RequestAborted));
        await using var gateway = RunningGateway.Start(
            fixture, ("Metropool:Gateway:RequestTimeout", "00:00:01"), ("services:internship:http:0", slow.Address.ToString()));
        using var client = gateway.Client();

        var response = await client.PostAsync("/internship/v1/slow", null, Cancellation);

        Assert.Equal(HttpStatusCode.GatewayTimeout, response.StatusCode);
        Assert.Equal("gateway.request-timeout", (await GatewayFixture.ProblemAsync(response)).Code);
        Assert.NotNull(response.Headers.RetryAfter?.Delta);
    }

    [Fact]
    public async Task Too_many_or_too_long_headers_are_refused()
    {
        await using var gateway = RunningGateway.Start(fixture);

        foreach (var (status, code, (actual, response)) in new[]
        {
            (431, "gateway.headers-too-large", await gateway.GetAsync("/", $"X-Long: {new string('x', 17 * 1024)}")),
            (431, "gateway.headers-too-large", await gateway.GetAsync("/", [.. Enumerable.Range(0, 70).Select(i => $"X-{i}: 1")])),
            (414, "gateway.uri-too-long", await gateway.GetAsync($"/{new string('x', 9 * 1024)}")),
        })
        {
            Assert.Equal(status, actual);
            Assert.Contains(code, response, StringComparison.Ordinal);
        }

        // The cookies of other applications don't count, because they aren't forwarded.
        Assert.Equal(200, (await gateway.GetAsync("/identity/sign-in", $"Cookie: other={new string('x', 20 * 1024)}")).Status);
    }

    [Fact]
    public async Task A_client_that_sends_too_slowly_gets_408()
    {
        await using var reader = await FakeService.StartAsync(handler: context => context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted));
        await using var gateway = RunningGateway.Start(fixture, ("services:internship:http:0", reader.Address.ToString()));

        // Announces a hundred bytes and sends one.
        var response = await gateway.SendAsync(
            $"POST /internship/v1/slow HTTP/1.1\r\nHost: {gateway.Address.Authority}\r\nConnection: close\r\nContent-Length: 100\r\n\r\nx");

        Assert.StartsWith("HTTP/1.1 408", response, StringComparison.Ordinal);
        Assert.Contains("gateway.body-too-slow", response, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_without_a_length_that_is_not_complete_in_time_is_408()
    {
        await using var gateway = RunningGateway.Start(
            fixture, ("Metropool:Gateway:RequestTimeout", "00:00:01"), ("Metropool:Gateway:ResponseTimeout", "00:00:01"));

        // Sends one chunk, but not the end of the body.
        var response = await gateway.SendAsync(
            $"POST /intake/v1/slow HTTP/1.1\r\nHost: {gateway.Address.Authority}\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n");

        Assert.StartsWith("HTTP/1.1 408", response, StringComparison.Ordinal);
        Assert.Contains("gateway.body-too-slow", response, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WebSocket_upgrades_are_ignored()
    {
        await using var gateway = RunningGateway.Start(fixture);
        var path = $"/intake/v1/sockets/{Guid.NewGuid()}";

        var response = await gateway.SendAsync(
            $"GET {path} HTTP/1.1\r\nHost: {gateway.Address.Authority}\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 200", response, StringComparison.Ordinal);
        Assert.DoesNotContain("Upgrade", fixture.Intake.Requests.Single(request => request.Path == path).Headers.Keys, StringComparer.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_request_in_progress_is_completed_when_the_gateway_stops()
    {
        var (arrived, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var busy = await FakeService.StartAsync(handler: async context =>
        {
            arrived.SetResult();
            await release.Task.WaitAsync(context.RequestAborted);
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
        release.SetResult();

        Assert.Equal("done", await (await request).Content.ReadAsStringAsync(Cancellation));
        await stopping;
    }
}
