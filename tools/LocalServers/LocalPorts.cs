using System.Net;
using System.Net.Sockets;

namespace Metropool.LocalServers;

/// <summary>TCP ports on loopback.</summary>
public static class LocalPorts
{
    // Below the range for outgoing connections of Linux, so that no connection uses a port between its choice and its use.
    private const int First = 20000;
    private const int Last = 31999;

    private const int Attempts = 1000;

    private static readonly Lock _gate = new();
    private static readonly HashSet<int> _reserved = [];

    /// <summary>Returns a free port that this method has not returned before in this process.</summary>
    /// <exception cref="LocalServerException">No port is free.</exception>
    public static int Next() => Next(port => Bind(port) is null);

    /// <summary>Whether no program listens on the port.</summary>
    /// <exception cref="LocalServerException">The current user may not listen on it.</exception>
    public static bool IsFree(int port) => Bind(port) switch
    {
        null => true,
        SocketError.AccessDenied => throw new LocalServerException($"{Environment.UserName} may not listen on port {port}: choose another port."),
        _ => false,
    };

    /// <param name="isFree">Whether a port is free.</param>
    internal static int Next(Func<int, bool> isFree)
    {
        lock (_gate)
        {
            for (var attempt = 0; attempt < Attempts; attempt++)
            {
                var port = Random.Shared.Next(First, Last + 1);
                if (!_reserved.Contains(port) && isFree(port))
                {
                    _reserved.Add(port);
                    return port;
                }
            }
        }

        throw new LocalServerException(
            $"No port from {First} to {Last} is free on loopback: end programs that use them, or allow {Environment.UserName} to listen on them.");
    }

    /// <summary>Whether a program on this machine accepts connections on the port.</summary>
    internal static async Task<bool> IsListeningAsync(int port, CancellationToken cancellationToken)
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

    // Returns null if a program can listen on the port.
    private static SocketError? Bind(int port) =>
        Bind(IPAddress.Loopback, port) ?? (Socket.OSSupportsIPv6 ? Bind(IPAddress.IPv6Loopback, port) : null);

    private static SocketError? Bind(IPAddress address, int port)
    {
        try
        {
            using var listener = new TcpListener(address, port);
            listener.Start();
            return null;
        }
        catch (SocketException exception)
        {
            // A machine that supports IPv6 may have no IPv6 loopback address.
            return exception.SocketErrorCode == SocketError.AddressNotAvailable ? null : exception.SocketErrorCode;
        }
    }
}
