using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;

namespace Metropool.Gateway.Tests;

/// <summary>A gateway on a real port, for requests that a client library would correct or refuse to send.</summary>
internal sealed class RunningGateway : IAsyncDisposable
{
    private readonly WebApplicationFactory<Program> _gateway;

    private readonly string? _certificate;

    private RunningGateway(WebApplicationFactory<Program> gateway, string? certificate) => (_gateway, _certificate) = (gateway, certificate);

    public Uri Address => _gateway.ClientOptions.BaseAddress;

    public IServiceProvider Services => _gateway.Services;

    public static RunningGateway Start(GatewayFixture fixture, params (string Key, string Value)[] settings) => Start(fixture, null, settings);

    /// <summary>Starts a gateway with TLS, and therefore HTTP/2, with a self-signed certificate.</summary>
    public static RunningGateway StartWithTls(GatewayFixture fixture, params (string Key, string Value)[] settings)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1));
        return Start(fixture, certificate, settings);
    }

    public HttpClient Client() => Client(HttpVersion.Version11);

    /// <summary>A client that uses exactly this version of HTTP.</summary>
    public HttpClient Client(Version version)
    {
        var handler = new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, presented, _, _) => presented?.GetCertHashString() == _certificate;
        return new(handler) { BaseAddress = Address, DefaultRequestVersion = version, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
    }

    /// <summary>Sends a request without changes, each character as one byte. The request should have <c>Connection: close</c>.</summary>
    /// <returns>The bytes that were received until the gateway closed or reset the connection.</returns>
    public async Task<string> SendAsync(string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(Address.Host, Address.Port, TestContext.Current.CancellationToken);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request), TestContext.Current.CancellationToken);
        using var response = new MemoryStream();
        try
        {
            await stream.CopyToAsync(response, TestContext.Current.CancellationToken);
        }
        catch (IOException e) when (response.Length > 0 && e.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionReset })
        {
            // The response was received before the reset.
        }

        return Encoding.UTF8.GetString(response.ToArray());
    }

    /// <summary>Sends a GET request with an unchanged target.</summary>
    public async Task<(int Status, string Response)> GetAsync(string target, params string[] headers)
    {
        var lines = string.Concat(headers.Select(header => $"{header}\r\n"));
        var response = await SendAsync($"GET {target} HTTP/1.1\r\nHost: {Address.Authority}\r\nConnection: close\r\n{lines}\r\n");
        return (int.Parse(response.AsSpan(9, 3), System.Globalization.CultureInfo.InvariantCulture), response);
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
