using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Mvc.Testing;

namespace Metropool.Gateway.Tests;

/// <summary>A gateway on a real port, for what a client library would put right before it is sent.</summary>
internal sealed class RunningGateway : IAsyncDisposable
{
    private readonly WebApplicationFactory<Program> _gateway;

    private RunningGateway(WebApplicationFactory<Program> gateway) => _gateway = gateway;

    public Uri Address => _gateway.ClientOptions.BaseAddress;

    public IServiceProvider Services => _gateway.Services;

    public static RunningGateway Start(GatewayFixture fixture, params (string Key, string Value)[] settings)
    {
        var gateway = fixture.With(settings);
        gateway.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        gateway.StartServer();
        return new RunningGateway(gateway);
    }

    public HttpClient Client() => new() { BaseAddress = Address };

    /// <summary>Sends what is given as it is.</summary>
    /// <returns>What came back until the gateway closed the connection: the request should ask for that.</returns>
    public async Task<string> SendAsync(string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(Address.Host, Address.Port, TestContext.Current.CancellationToken);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>The status of a request with this target, as it is.</summary>
    public async Task<(int Status, string Answer)> GetAsync(string target, params string[] headers)
    {
        var answer = await SendAsync($"GET {target} HTTP/1.1\r\nHost: {Address.Authority}\r\nConnection: close\r\n{string.Concat(headers.Select(header => header + "\r\n"))}\r\n");
        return (int.Parse(answer.AsSpan(9, 3), System.Globalization.CultureInfo.InvariantCulture), answer);
    }

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();
}
