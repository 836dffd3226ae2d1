using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Metropool.Testing;

/// <summary>
/// A door before a server: what connects through it can be cut off, or left without an answer, while the server itself goes on.
/// That is how a test takes PostgreSQL or RabbitMQ away from one service alone.
/// </summary>
public sealed class TcpGate : IAsyncDisposable
{
    private readonly string _host;
    private readonly int _port;
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<Socket, byte> _sockets = [];
    private readonly Task _accepting;
    private volatile TaskCompletionSource _flowing = Completed();
    private volatile bool _closed;

    private TcpGate(string host, int port)
    {
        (_host, _port) = (host, port);
        _listener = new TcpListener(IPAddress.Loopback, 0);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>The port to connect to, on 127.0.0.1.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How many connections were refused because the door was closed.</summary>
    public int Refused { get; private set; }

    /// <summary>A door, open, before a server.</summary>
    public static TcpGate Before(string host, int port) => new(host, port);

    /// <summary>Cuts every connection and refuses new ones.</summary>
    public void Close()
    {
        _closed = true;
        foreach (var socket in _sockets.Keys)
        {
            Cut(socket);
        }
    }

    /// <summary>Keeps connections, but lets nothing through.</summary>
    public void Stall() => _flowing = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Lets everything through again.</summary>
    public void Open()
    {
        _closed = false;
        _flowing.TrySetResult();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
        Close();
        Open();
        await _accepting;
        _stopping.Dispose();
    }

    private static TaskCompletionSource Completed()
    {
        var completed = new TaskCompletionSource();
        completed.SetResult();
        return completed;
    }

    private static void Cut(Socket socket)
    {
        try
        {
            // With a reset, as when the process at the other end has died.
            socket.LingerState = new LingerOption(true, 0);
            socket.Dispose();
        }
        catch (ObjectDisposedException)
        {
            // It has just ended by itself.
        }
    }

    private async Task AcceptAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                var client = await _listener.AcceptSocketAsync(_stopping.Token);
                if (_closed)
                {
                    Refused++;
                    Cut(client);
                    continue;
                }

                _ = ServeAsync(client);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // The next turn of the loop sees whether the door is taken away.
            }
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using (client)
        {
            client.NoDelay = true;
            _sockets.TryAdd(client, 0);
            _sockets.TryAdd(server, 0);
            try
            {
                await server.ConnectAsync(_host, _port, _stopping.Token);
                await Task.WhenAny(PumpAsync(client, server), PumpAsync(server, client));
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // Cut, from either side: the sockets are disposed below.
            }
            finally
            {
                _sockets.TryRemove(client, out _);
                _sockets.TryRemove(server, out _);
            }
        }
    }

    private async Task PumpAsync(Socket from, Socket to)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer, _stopping.Token) is > 0 and var count)
            {
                await _flowing.Task.WaitAsync(_stopping.Token);
                await to.SendAsync(buffer.AsMemory(0, count), _stopping.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Cut, from either side.
        }
    }
}
