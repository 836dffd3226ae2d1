using System.Threading.Channels;

namespace Metropool.Messaging.Outbox;

/// <summary>Wakes the relay when this process has committed events. For other cases the relay polls.</summary>
internal sealed class OutboxSignal
{
    private readonly Channel<bool> _channel = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    /// <summary>Whether events were committed since the relay last waited.</summary>
    public bool IsSet => _channel.Reader.Count > 0;

    public void Set() => _channel.Writer.TryWrite(true);

    /// <summary>Waits for a commit, up to <paramref name="limit"/>.</summary>
    public async Task WaitAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(limit);
        try
        {
            await _channel.Reader.ReadAsync(timeout.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Nothing was committed in this process.
        }
    }
}
