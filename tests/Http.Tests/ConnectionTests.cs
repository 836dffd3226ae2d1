using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Metropool.Http.Tests;

/// <summary>On a real connection: an answer is given before a refused body is read, and arrives although the client is still sending.</summary>
public sealed class ConnectionTests(ListeningApi fixture) : IClassFixture<ListeningApi>
{
    private const int Larger = 2 * 1024 * 1024;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("guarded", "application/json", "", Larger, 401)]
    [InlineData("limited", "application/json", "", Larger, 413)]
    [InlineData("guarded", "application/json", "", BodyLimit.Default + 1, 413)]
    [InlineData("things", "application/json", "", 2 * BodyLimit.Default, 413)]
    [InlineData("things", "application/json; charset=no-such", "", Larger, 415)]
    [InlineData("things", "text/plain", "", Larger, 415)]
    [InlineData("things", "application/json", "Content-Encoding: gzip\r\n", Larger, 415)]
    [InlineData("nowhere", "application/json", "", Larger, 404)]
    public async Task A_body_is_refused_before_it_is_read_and_the_connection_stays_open(string path, string contentType, string header, int length, int status)
    {
        using var connection = await Connection.OpenAsync(fixture.Address, Cancellation);
        await connection.SendAsync(
            $"POST /sample/v1/{path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {contentType}\r\n{header}Content-Length: {length}\r\n\r\n", Cancellation);

        Assert.Equal(status, await connection.ReadProblemAsync(Cancellation));

        await connection.SendAsync(new string(' ', length), Cancellation);
        await AssertGoesOnAsync(connection);
    }

    [Theory]
    [InlineData("guarded", 401)]
    [InlineData("limited", 413)]
    public async Task A_body_of_unknown_length_is_refused_and_the_connection_stays_open(string path, int status)
    {
        using var connection = await Connection.OpenAsync(fixture.Address, Cancellation);
        await connection.SendAsync(
            $"POST /sample/v1/{path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n", Cancellation);
        await connection.SendAsync($"{10 * SampleApi.SmallLimit:x}\r\n{new string(' ', 10 * SampleApi.SmallLimit)}\r\n", Cancellation);

        Assert.Equal(status, await connection.ReadProblemAsync(Cancellation));

        await connection.SendAsync($"{Larger:x}\r\n{new string(' ', Larger)}\r\n0\r\n\r\n", Cancellation);
        await AssertGoesOnAsync(connection);
    }

    [Fact]
    public async Task A_request_with_Expect_100_continue_is_refused_at_once()
    {
        using var connection = await Connection.OpenAsync(fixture.Address, Cancellation);
        await connection.SendAsync(
            $"POST /sample/v1/guarded HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\nExpect: 100-continue\r\n\r\n",
            Cancellation);

        Assert.Equal(401, await connection.ReadProblemAsync(Cancellation));
    }

    [Fact]
    public async Task A_wrongly_framed_body_is_400()
    {
        using var connection = await Connection.OpenAsync(fixture.Address, Cancellation);
        await connection.SendAsync(
            "POST /sample/v1/things HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nnonsense\r\n",
            Cancellation);

        Assert.Equal(400, await connection.ReadProblemAsync(Cancellation));
    }

    private static async Task AssertGoesOnAsync(Connection connection)
    {
        await connection.SendAsync("GET /sample/v1/open HTTP/1.1\r\nHost: localhost\r\n\r\n", Cancellation);
        Assert.Equal((200, "open"), await connection.ReadAsync(Cancellation));
    }

    /// <summary>A connection on which a test says every byte.</summary>
    private sealed class Connection(TcpClient client) : IDisposable
    {
        private readonly StreamReader _reader = new(client.GetStream(), Encoding.Latin1);

        public static async Task<Connection> OpenAsync(IPEndPoint address, CancellationToken cancellationToken)
        {
            var client = new TcpClient();
            await client.ConnectAsync(address, cancellationToken);
            return new(client);
        }

        public async Task SendAsync(string text, CancellationToken cancellationToken) =>
            await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(text), cancellationToken);

        public async Task<int> ReadProblemAsync(CancellationToken cancellationToken)
        {
            var (status, body) = await ReadAsync(cancellationToken);
            Assert.Equal(status, JsonElement.Parse(body).GetProperty("status").GetInt32());
            return status;
        }

        public async Task<(int Status, string Body)> ReadAsync(CancellationToken cancellationToken)
        {
            var status = await _reader.ReadLineAsync(cancellationToken) ?? throw new EndOfStreamException("The connection was closed without an answer.");
            var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            while (await _reader.ReadLineAsync(cancellationToken) is { Length: > 0 } line)
            {
                var colon = line.IndexOf(':', StringComparison.Ordinal);
                headers[line[..colon]] = line[(colon + 1)..].Trim();
            }

            var body = new StringBuilder();
            if (headers.TryGetValue("Content-Length", out var length))
            {
                await ReadAsync(body, int.Parse(length, CultureInfo.InvariantCulture), cancellationToken);
            }
            else
            {
                int chunk;
                do
                {
                    chunk = int.Parse((await _reader.ReadLineAsync(cancellationToken))!, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
                    await ReadAsync(body, chunk, cancellationToken);
                    await _reader.ReadLineAsync(cancellationToken);
                }
                while (chunk > 0);
            }

            return (int.Parse(status.Split(' ')[1], CultureInfo.InvariantCulture), body.ToString());
        }

        public void Dispose()
        {
            _reader.Dispose();
            client.Dispose();
        }

        private async Task ReadAsync(StringBuilder body, int length, CancellationToken cancellationToken)
        {
            var buffer = new char[length];
            if (await _reader.ReadBlockAsync(buffer, cancellationToken) < length)
            {
                throw new EndOfStreamException("The connection was closed within an answer.");
            }

            body.Append(buffer);
        }
    }
}

/// <summary>The sample API on a port.</summary>
public sealed class ListeningApi : IAsyncLifetime
{
    private readonly SampleApi _api = new() { ListensOnPort = true };

    public IPEndPoint Address { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await _api.StartAsync();
        Address = IPEndPoint.Parse(new Uri(_api.App.Urls.Single()).Authority);
    }

    public ValueTask DisposeAsync() => _api.DisposeAsync();
}
