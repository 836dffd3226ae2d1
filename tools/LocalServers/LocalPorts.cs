using System.Net;
using System.Net.Sockets;

namespace Metropool.LocalServers;

/// <summary>TCP ports on loopback.</summary>
public static class LocalPorts
{
    // Below the ports that Linux gives to outgoing connections: nothing takes one between the choice and its use.
    private const int First = 20000;
    private const int Last = 31999;

    private const int Attempts = 1000;

    private static readonly Lock _gate = new();
    private static readonly HashSet<int> _given = [];

    /// <summary>A free port that this process has not given out before.</summary>
    /// <exception cref="LocalServerException">None is found.</exception>
    public static int Next() => Next(port => Bind(port) is null);

    /// <summary>Whether nothing listens on the port.</summary>
    /// <exception cref="LocalServerException">This user may not listen there.</exception>
    public static bool IsFree(int port) => Bind(port) switch
    {
        null => true,
        SocketError.AccessDenied => throw new LocalServerException($"{Environment.UserName} may not listen on port {port}: choose another one."),
        _ => false,
    };

    /// <param name="isFree">Whether a port can be had.</param>
    internal static int Next(Func<int, bool> isFree)
    {
        lock (_gate)
        {
            for (var attempt = 0; attempt < Attempts; attempt++)
            {
                var port = Random.Shared.Next(First, Last + 1);
                if (!_given.Contains(port) && isFree(port))
                {
                    _given.Add(port);
                    return port;
                }
            }
        }

        throw new LocalServerException(
            $"No free port from {First} to {Last} was found on loopback: {Environment.UserName} needs to be allowed to listen there, or programs there to be ended.");
    }

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

    // Null where a program can listen on it.
    private static SocketError? Bind(int port) => Bind(IPAddress.Loopback, port) ?? (Socket.OSSupportsIPv6 ? Bind(IPAddress.IPv6Loopback, port) : null);

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
            // A machine can support IPv6 and still have no IPv6 loopback address.
            return exception.SocketErrorCode == SocketError.AddressNotAvailable ? null : exception.SocketErrorCode;
        }
    }
}
