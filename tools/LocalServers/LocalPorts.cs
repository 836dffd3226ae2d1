using System.Net;
using System.Net.Sockets;

namespace Metropool.LocalServers;

/// <summary>TCP ports on loopback.</summary>
public static class LocalPorts
{
    // Below the ports that Linux gives to outgoing connections: nothing takes one between the choice and its use.
    private const int First = 20000;
    private const int Last = 31999;

    private static readonly Lock _gate = new();
    private static readonly HashSet<int> _given = [];

    /// <summary>A free port that this process has not given out before.</summary>
    public static int Next()
    {
        lock (_gate)
        {
            int port;
            do
            {
                port = Random.Shared.Next(First, Last + 1);
            }
            while (_given.Contains(port) || !IsFree(port));
            _given.Add(port);
            return port;
        }
    }

    /// <summary>Whether nothing listens on the port.</summary>
    public static bool IsFree(int port) => IsFree(IPAddress.Loopback, port) && (!Socket.OSSupportsIPv6 || IsFree(IPAddress.IPv6Loopback, port));

    /// <summary>Whether something on this machine accepts connections on the port.</summary>
    internal static async Task<bool> AnswersAsync(int port, CancellationToken cancellationToken)
    {
        using var client = new TcpClient(AddressFamily.InterNetwork);
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static bool IsFree(IPAddress address, int port)
    {
        try
        {
            using var listener = new TcpListener(address, port);
            listener.Start();
            return true;
        }
        catch (SocketException exception)
        {
            // A machine can support IPv6 and still have no IPv6 loopback address.
            return exception.SocketErrorCode == SocketError.AddressNotAvailable;
        }
    }
}
