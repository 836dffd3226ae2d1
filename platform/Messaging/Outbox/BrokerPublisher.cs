using System.Text.Json;
using Metropool.Messaging.Topology;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Metropool.Messaging.Outbox;

/// <summary>The result of publishing a batch. It is unknown whether the broker has a message that is neither confirmed nor refused.</summary>
/// <param name="Confirmed">Stored by every queue that is bound.</param>
/// <param name="Refused">Refused by the broker.</param>
/// <param name="Fault">Why the result of the other messages is unknown; null if it is known of all.</param>
internal sealed record PublishOutcome(IReadOnlyList<PendingMessage> Confirmed, IReadOnlyList<RefusedMessage> Refused, BrokerUnavailableException? Fault);

/// <summary>A message that the broker refused.</summary>
internal sealed record RefusedMessage(PendingMessage Message, string Reason);

/// <summary>
/// The relay's own connection to the broker. Unlike MassTransit's transport, it distinguishes a broker that refuses one message from one that is
/// unavailable, blocked by a resource alarm, or not responding.
/// </summary>
internal sealed class BrokerPublisher(BrokerAddress address, EventExchanges exchanges, MessagingSettings settings) : IAsyncDisposable
{
    private static readonly CreateChannelOptions Confirming = new(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true);

    private IConnection? _connection;
    private IChannel? _channel;
    private volatile string? _blocked;

    /// <summary>Connects if necessary, and declares the exchange of every event.</summary>
    /// <exception cref="BrokerUnavailableException">The broker can't be reached, or doesn't accept messages at the moment.</exception>
    public async Task ConnectAsync(CancellationToken cancellationToken)
    {
        if (_blocked is { } reason && _connection is { IsOpen: true })
        {
            throw new BrokerUnavailableException($"The broker accepts no messages: {reason}.");
        }

        if (_channel is { IsOpen: true })
        {
            return;
        }

        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(settings.BrokerTimeout);
        try
        {
            if (_connection is not { IsOpen: true })
            {
                await CloseAsync();
                _connection = await address.ConnectAsync("outbox", timeout.Token);
                _connection.ConnectionBlockedAsync += (_, blocked) => Block(blocked.Reason);
                _connection.ConnectionUnblockedAsync += (_, _) => Block(null);
            }

            await using (var declaring = await _connection.CreateChannelAsync(cancellationToken: timeout.Token))
            {
                await exchanges.DeclareAsync(declaring, timeout.Token);
            }

            _channel = await _connection.CreateChannelAsync(Confirming, timeout.Token);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            await CloseAsync();
            throw new BrokerUnavailableException($"The broker can't be reached: {e.GetBaseException().Message}", e);
        }
    }

    /// <summary>Publishes messages and waits for the broker's confirmation of each, within <see cref="MessagingSettings.BrokerTimeout"/>.</summary>
    public async Task<PublishOutcome> PublishAsync(IReadOnlyList<PendingMessage> messages, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(settings.BrokerTimeout);

        var results = (await Task.WhenAll(messages.Select(message => PublishAsync(message, timeout.Token)))).ToList();

        // The channel was closed while several messages were in flight. Each is sent again alone: the message that closes the channel again is the cause.
        var unresolved = results.Where(result => result.Status == PublishStatus.ChannelClosed).Select(result => result.Message).ToList();
        results.RemoveAll(result => result.Status == PublishStatus.ChannelClosed);
        foreach (var message in unresolved)
        {
            if (results.Exists(result => result.Status == PublishStatus.Unknown))
            {
                break;
            }

            results.Add(await PublishSingleAsync(message, timeout.Token));
        }

        var failure = results.Find(result => result.Status == PublishStatus.Unknown)?.Exception;
        if (failure is not null && _blocked is null)
        {
            // The connection can't be used any longer. A message that is sent again is handled once, because of the inbox.
            await CloseAsync();
        }

        return new(
            [.. results.Where(result => result.Status == PublishStatus.Confirmed).Select(result => result.Message)],
            [.. results.Where(result => result.Status == PublishStatus.Refused)
                .Select(result => new RefusedMessage(result.Message, result.Exception!.Message))],
            failure is null ? null : failure as BrokerUnavailableException ?? new($"The broker doesn't respond: {failure.Message}", failure));
    }

    public async ValueTask DisposeAsync() => await CloseAsync();

    private async Task<PublishResult> PublishSingleAsync(PendingMessage message, CancellationToken cancellationToken)
    {
        try
        {
            await ConnectAsync(cancellationToken);
        }
        catch (Exception e) when (e is BrokerUnavailableException or OperationCanceledException)
        {
            return new(message, PublishStatus.Unknown, e);
        }

        var result = await PublishAsync(message, cancellationToken);
        return result.Status == PublishStatus.ChannelClosed ? result with { Status = PublishStatus.Refused } : result;
    }

    private async Task<PublishResult> PublishAsync(PendingMessage message, CancellationToken cancellationToken)
    {
        try
        {
            var properties = new BasicProperties
            {
                MessageId = message.MessageId.ToString(),
                ContentType = message.ContentType,
                Persistent = true,
                Headers = JsonSerializer.Deserialize<Dictionary<string, string>>(message.Headers)!
                    .ToDictionary(header => header.Key, object? (header) => header.Value),
            };
            await _channel!.BasicPublishAsync(message.Exchange, routingKey: "", mandatory: false, properties, message.Body, cancellationToken);
            return new(message, PublishStatus.Confirmed);
        }
        catch (PublishException e)
        {
            return new(message, PublishStatus.Refused, new InvalidOperationException("A queue that is bound did not store it.", e));
        }
        catch (OperationInterruptedException e)
            when (e.ShutdownReason is { Initiator: ShutdownInitiator.Peer, ReplyCode: >= 300 and < 320 or >= 400 and < 500 })
        {
            return new(message, PublishStatus.ChannelClosed, new InvalidOperationException(e.ShutdownReason!.ReplyText, e));
        }
        catch (Exception e)
            when (e is OperationInterruptedException or OperationCanceledException or IOException or ObjectDisposedException or TimeoutException)
        {
            return new(message, PublishStatus.Unknown, e);
        }
        catch (Exception e)
        {
            // The message can't be encoded.
            return new(message, PublishStatus.Refused, e);
        }
    }

    private Task Block(string? reason)
    {
        _blocked = reason;
        return Task.CompletedTask;
    }

    private async Task CloseAsync()
    {
        var connection = _connection;
        (_connection, _channel, _blocked) = (null, null, null);
        if (connection is not null)
        {
            await connection.AbortAsync();
            await connection.DisposeAsync();
        }
    }

    private enum PublishStatus
    {
        Unknown,
        Confirmed,
        Refused,
        ChannelClosed,
    }

    private sealed record PublishResult(PendingMessage Message, PublishStatus Status, Exception? Exception = null);
}
