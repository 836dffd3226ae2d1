using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

namespace Metropool.LocalServers;

/// <summary>
/// Checks whether servers on loopback are ready, with their own protocols, because the port of a container is open before its server is ready.
/// </summary>
internal static class ServerProbe
{
    private const byte AuthenticationRequest = (byte)'R';
    private const byte MethodFrame = 1;
    private static readonly TimeSpan ReplyTimeout = TimeSpan.FromSeconds(3);
    private static readonly HttpClient Client = new() { Timeout = ReplyTimeout };

    // The length of the message, version 3.0 of the protocol, and the parameter "user". A server that is still starting replies with an error.
    private static readonly byte[] StartupMessage = [0, 0, 0, 24, 0, 3, 0, 0, .. "user\0metropool\0\0"u8];
    private static readonly byte[] ProtocolHeader = [.. "AMQP"u8, 0, 0, 9, 1];

    public static Task<bool> PostgresIsReadyAsync(int port, CancellationToken cancellationToken) =>
        RepliesAsync(port, StartupMessage, AuthenticationRequest, cancellationToken);

    public static Task<bool> RabbitMqIsReadyAsync(int port, CancellationToken cancellationToken) =>
        RepliesAsync(port, ProtocolHeader, MethodFrame, cancellationToken);

    /// <summary>Whether the management API accepts its user.</summary>
    /// <param name="address">Its address, with credentials.</param>
    /// <param name="cancellationToken"></param>
    public static async Task<bool> ManagementIsReadyAsync(Uri address, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, "/api/overview"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(address.UserInfo)));
        try
        {
            using var response = await Client.SendAsync(request, cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (Exception exception) when (IsNoReply(exception, cancellationToken))
        {
            return false;
        }
    }

    private static async Task<bool> RepliesAsync(int port, byte[] message, byte expected, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(ReplyTimeout);
        using var client = new TcpClient(AddressFamily.InterNetwork);
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port, timeout.Token);
            var stream = client.GetStream();
            await stream.WriteAsync(message, timeout.Token);
            var reply = new byte[1];
            return await stream.ReadAsync(reply, timeout.Token) == 1 && reply[0] == expected;
        }
        catch (Exception exception) when (IsNoReply(exception, cancellationToken))
        {
            return false;
        }
    }

    private static bool IsNoReply(Exception exception, CancellationToken cancellationToken) =>
        exception is SocketException or IOException or HttpRequestException
        || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested);
}
