using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace Metropool.Gateway.Tests;

/// <summary>
/// Sends random, mostly invalid requests, the same ones in every run. Each response is well-formed: a problem document, the response of the service or, for
/// invalid HTTP, the server's own refusal without a body. It is no 5xx, except for an unsupported method or protocol version.
/// </summary>
public sealed class FuzzTests(GatewayFixture fixture) : IClassFixture<GatewayFixture>
{
    private const int Requests = 1500;
    private const int Parallelism = 8;
    private const int Seed = 20261130;

    private static readonly string[] Methods =
        ["GET", "GET", "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "CONNECT", "TRACE", "PRI", "get", "Post", "X-!#$", "\u00e9", ""];

    private static readonly string[] Targets =
    [
        "/", "/intake/v1/applications", "/intake/v1/x?a=%00&b[]=%ff&&=", "/identity/sign-in", "/docs/", "/nowhere", "*", "localhost:443",
        "http://elsewhere.example/intake/v1/x", "http://", "//",
        "/intake/v1/%", "/intake/v1/%00", "/intake/v1/..;/health", "/intake/v1/\u00e9", "/intake/v1/x#y", "?", "intake/v1/x",
        "/intake/v1/ x", "/.well-known/security.txt", "/INTAKE/V1/x",
    ];

    private static readonly string[] Versions = ["HTTP/1.1", "HTTP/1.1", "HTTP/1.1", "HTTP/1.1", "HTTP/1.0", "HTTP/2.0", "HTTP/1.2", "http/1.1", "HTTP/9", ""];

    private static readonly string[] Names =
    [
        "Accept", "Accept-Encoding", "Accept-Language", "Authorization", "Cookie", "Content-Type", "Content-Encoding", "Content-Length", "Transfer-Encoding",
        "Expect", "Host", "Connection", "Upgrade",
        "Keep-Alive", "TE", "Trailer", "Range", "If-Match", "If-None-Match", "Idempotency-Key", "Origin", "Access-Control-Request-Method", "Referer",
        "User-Agent", "X-Forwarded-For", "Forwarded",
        "traceparent", "Via", "Max-Forwards", "Proxy-Authorization", "X-HTTP-Method-Override", "Date", "X (odd)", "", "\u00e9", "X-\u00ff",
    ];

    private static readonly string[] Values =
    [
        "", " ", "*/*", "text/html", "application/json", "application/json; charset=no-such", "application/json;;;", "multipart/form-data", "text/\u00e9",
        "Bearer ", "Bearer x", "Bearer \u00e9", "Basic \u00ff", "a=\u00e9",
        "metropool-identity=\u00c3\u00a9", "0", "1", "-1", "3", "4294967296", "99999999999999999999", "chunked", "gzip, chunked", "identity", "100-continue",
        "200-ok", "close", "keep-alive, \u00e9", "upgrade", "websocket", "h2c", "bytes=0-",
        "\"1\"", "W/\"\u00e9\"", "*", "null", "https://elsewhere.example", "localhost", "\u00e9.example", "a b", 
        "00-00000000000000000000000000000000-0000000000000000-00", "\u0001\u007f", "\u0080\u0081\u00fe\u00ff", "x\u0000y", "x\ry",
        new('x', 9000), new('\u00e9', 3000),
    ];

    private static readonly string[] Bodies = ["", "{}", "x", "0\r\n\r\n", "2\r\n{}\r\n0\r\n\r\n", "zz\r\n", "FFFFFFFFF\r\n", "\u00ff\u00fe", new('x', 5000)];

    // The status codes that the server itself returns for invalid HTTP.
    private static readonly int[] WithoutBody = [400, 405, 408, 414, 431, 505];

    [Fact]
    public async Task Every_response_to_a_random_request_is_well_formed()
    {
        await using var gateway = RunningGateway.Start(fixture);
        var random = new Random(Seed);
        var requests = Enumerable.Range(0, Requests).Select(_ => Generate(random, gateway.Address.Authority)).ToList();
        var faults = new ConcurrentBag<string>();

        await Parallel.ForEachAsync(
            requests,
            new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = TestContext.Current.CancellationToken },
            async (request, _) =>
            {
                if (FaultIn(await gateway.SendAsync(request)) is { } fault)
                {
                    faults.Add($"{fault}{Environment.NewLine}to {Shown(request)}");
                }
            });

        Assert.Empty(faults);
        Assert.Equal(200, (await gateway.GetAsync("/")).Status);
    }

    private static string? FaultIn(string text)
    {
        try
        {
            var response = RawResponse.Parse(text);
            if (response.Status >= 500 && response.Status is not (501 or 505))
            {
                return $"{response.Status}: {response.Body}";
            }

            var isOfServer = !response.Headers.ContainsKey("X-Content-Type-Options");
            if (isOfServer)
            {
                return WithoutBody.Contains(response.Status) && response.Body.Length == 0 ? null : $"{response.Status} of the server: {response.Body}";
            }

            if (response.Status >= 400 && response.Body.Length > 0)
            {
                response.Problem();
            }

            return null;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return $"{e.Message} {Shown(text)}";
        }
    }

    private static string Generate(Random random, string host)
    {
        var request = new StringBuilder($"{Pick(random, Methods)} {Pick(random, Targets)} {Pick(random, Versions)}\r\n");
        if (random.Next(10) > 0)
        {
            request.Append(CultureInfo.InvariantCulture, $"Host: {host}\r\n");
        }

        var headers = random.Next(4);
        for (var i = 0; i < headers; i++)
        {
            request.Append(CultureInfo.InvariantCulture, $"{Pick(random, Names)}: {Pick(random, Values)}\r\n");
        }

        var body = Pick(random, Bodies);
        if (random.Next(3) == 0)
        {
            request.Append(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}\r\n");
        }
        else if (random.Next(3) == 0)
        {
            request.Append("Transfer-Encoding: chunked\r\n");
            body += "\r\n0\r\n\r\n";
        }

        return request.Append("Connection: close\r\n\r\n").Append(body).ToString();
    }

    private static string Pick(Random random, string[] values) => values[random.Next(values.Length)];

    private static string Shown(string text) => (text.Length > 600 ? text[..600] + "..." : text).ReplaceLineEndings("|");
}
