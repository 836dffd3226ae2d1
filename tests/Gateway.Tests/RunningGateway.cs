using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;

namespace Metropool.Gateway.Tests;

/// <summary>A gateway on a real port, for what a client library would put right before it is sent.</summary>
internal sealed class RunningGateway : IAsyncDisposable
{
    private readonly WebApplicationFactory<Program> _gateway;

    private readonly string? _certificate;

    private RunningGateway(WebApplicationFactory<Program> gateway, string? certificate) => (_gateway, _certificate) = (gateway, certificate);

    public Uri Address => _gateway.ClientOptions.BaseAddress;

    public IServiceProvider Services => _gateway.Services;

    public static RunningGateway Start(GatewayFixture fixture, params (string Key, string Value)[] settings) => Start(fixture, null, settings);

    /// <summary>One that speaks TLS, and so HTTP/2 as well, with a certificate that nobody else trusts.</summary>
    public static RunningGateway StartWithTls(GatewayFixture fixture, params (string Key, string Value)[] settings)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1));
        return Start(fixture, certificate, settings);
    }

    public HttpClient Client() => Client(HttpVersion.Version11);

    /// <summary>A client that speaks this version of HTTP and no other.</summary>
    public HttpClient Client(Version version)
    {
        var handler = new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, presented, _, _) => presented?.GetCertHashString() == _certificate;
        return new(handler) { BaseAddress = Address, DefaultRequestVersion = version, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
    }

    /// <summary>Sends what is given as it is, each character as a byte.</summary>
    /// <returns>What came back until the gateway closed the connection: the request should ask for that. Where not all of it was read, it is reset.</returns>
    public async Task<string> SendAsync(string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(Address.Host, Address.Port, TestContext.Current.CancellationToken);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request), TestContext.Current.CancellationToken);
        using var answer = new MemoryStream();
        try
        {
            await stream.CopyToAsync(answer, TestContext.Current.CancellationToken);
        }
        catch (IOException e) when (answer.Length > 0 && e.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionReset })
        {
            // The answer was there before.
        }

        return Encoding.UTF8.GetString(answer.ToArray());
    }

    /// <summary>The status of a request with this target, as it is.</summary>
    public async Task<(int Status, string Answer)> GetAsync(string target, params string[] headers)
    {
        var answer = await SendAsync($"GET {target} HTTP/1.1\r\nHost: {Address.Authority}\r\nConnection: close\r\n{string.Concat(headers.Select(header => header + "\r\n"))}\r\n");
        return (int.Parse(answer.AsSpan(9, 3), System.Globalization.CultureInfo.InvariantCulture), answer);
    }

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    private static RunningGateway Start(GatewayFixture fixture, X509Certificate2? certificate, (string Key, string Value)[] settings)
    {
        var gateway = fixture.With(settings);
        gateway.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, endpoint =>
        {
            if (certificate is not null)
            {
                endpoint.UseHttps(certificate);
            }
        }));
        gateway.StartServer();
        return new RunningGateway(gateway, certificate?.GetCertHashString());
    }
}
