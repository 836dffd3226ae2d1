using System.Threading.Channels;

namespace Metropool.Messaging.Outbox;

/// <summary>Wakes the relay when this process has committed something for it; its polling covers every other case.</summary>
internal sealed class OutboxSignal
{
    private readonly Channel<bool> _channel = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    /// <summary>Whether something was committed that the relay hasn't looked for yet.</summary>
    public bool IsSet => _channel.Reader.Count > 0;

    public void Set() => _channel.Writer.TryWrite(true);

    /// <summary>Waits for a commit, but no longer than <paramref name="atMost"/>.</summary>
    public async Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(atMost);
        try
        {
            await _channel.Reader.ReadAsync(bound.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Nothing was committed here; the caller looks whether another process left something.
        }
    }
}
