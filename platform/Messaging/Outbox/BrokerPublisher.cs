using Metropool.Messaging.Topology;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Metropool.Messaging.Outbox;

/// <summary>What became of a batch. A message that is neither confirmed nor refused is due again.</summary>
/// <param name="Confirmed">The broker has these: every queue that is bound has stored them.</param>
/// <param name="Refused">The broker won't have these, and said why.</param>
/// <param name="Fault">Why the rest wasn't tried to the end, or null.</param>
internal sealed record PublishOutcome(IReadOnlyList<PendingMessage> Confirmed, IReadOnlyList<RefusedMessage> Refused, BrokerUnavailableException? Fault);

/// <summary>
/// The relay's own connection to the broker. It tells apart what MassTransit's transport does not: the broker refusing one message,
/// and the broker being away, blocked by an alarm or silent.
/// </summary>
internal sealed class BrokerPublisher(BrokerAddress address, EventExchanges exchanges, MessagingSettings settings) : IAsyncDisposable
{
    private static readonly CreateChannelOptions Confirming = new(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true);

    private IConnection? _connection;
    private IChannel? _channel;
    private volatile string? _blocked;

    /// <summary>Connects if need be, and makes sure that every event's exchange exists.</summary>
    /// <exception cref="BrokerUnavailableException">It can't be done now.</exception>
    public async Task ConnectAsync(CancellationToken cancellationToken)
    {
        if (_blocked is { } reason && _connection is { IsOpen: true })
        {
            throw new BrokerUnavailableException($"The broker takes no messages: {reason}.");
        }

        if (_channel is { IsOpen: true })
        {
            return;
        }

        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(settings.BrokerPatience);
        try
        {
            if (_connection is not { IsOpen: true })
            {
                await CloseAsync();
                _connection = await address.ConnectAsync("outbox", bound.Token);
                _connection.ConnectionBlockedAsync += (_, blocked) => Block(blocked.Reason);
                _connection.ConnectionUnblockedAsync += (_, _) => Block(null);
            }

            await using (var declaring = await _connection.CreateChannelAsync(cancellationToken: bound.Token))
            {
                await exchanges.DeclareAsync(declaring, bound.Token);
            }

            _channel = await _connection.CreateChannelAsync(Confirming, bound.Token);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            await CloseAsync();
            throw new BrokerUnavailableException($"The broker can't be reached: {e.GetBaseException().Message}", e);
        }
    }

    /// <summary>Publishes, and waits for the broker's answer to each.</summary>
    public async Task<PublishOutcome> PublishAsync(IReadOnlyList<PendingMessage> messages, CancellationToken cancellationToken)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(settings.BrokerPatience);

        var confirmed = new List<PendingMessage>(messages.Count);
        var refused = new List<RefusedMessage>();
        var suspects = new List<PendingMessage>();
        BrokerUnavailableException? fault = null;

        void Sort(Answer answer)
        {
            switch (answer)
            {
                case { Kind: AnswerKind.Confirmed }: confirmed.Add(answer.Message); break;
                case { Kind: AnswerKind.Refused }: refused.Add(new(answer.Message, answer.Exception!.Message)); break;
                case { Kind: AnswerKind.ChannelClosed }: suspects.Add(answer.Message); break;
                default: fault ??= new BrokerUnavailableException($"The broker doesn't answer: {answer.Exception!.Message}", answer.Exception); break;
            }
        }

        foreach (var answer in await Task.WhenAll(messages.Select(message => PublishAsync(message, bound.Token))))
        {
            Sort(answer);
        }

        // One message closed the channel under all that were in flight: the one that does it again when it is alone.
        foreach (var suspect in suspects.TakeWhile(_ => fault is null))
        {
            try
            {
                await ConnectAsync(cancellationToken);
                var answer = await PublishAsync(suspect, bound.Token);
                Sort(answer.Kind == AnswerKind.ChannelClosed ? answer with { Kind = AnswerKind.Refused } : answer);
            }
            catch (BrokerUnavailableException e)
            {
                fault = e;
            }
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (fault is not null && _blocked is null)
        {
            // Which of the unanswered it has is unknown: start afresh. A message that goes twice is handled once.
            await CloseAsync();
        }

        return new(confirmed, refused, fault);
    }

    public async ValueTask DisposeAsync() => await CloseAsync();

    private async Task<Answer> PublishAsync(PendingMessage message, CancellationToken cancellationToken)
    {
        var properties = new BasicProperties
        {
            MessageId = message.MessageId.ToString(),
            ContentType = message.ContentType,
            Persistent = true,
            Headers = message.Headers.ToDictionary(header => header.Key, object? (header) => header.Value),
        };
        try
        {
            await _channel!.BasicPublishAsync(message.Exchange, routingKey: "", mandatory: false, properties, message.Body, cancellationToken);
            return new(message, AnswerKind.Confirmed);
        }
        catch (PublishException e)
        {
            return new(message, AnswerKind.Refused, new InvalidOperationException("A queue that should have taken it did not.", e));
        }
        catch (OperationInterruptedException e) when (e.ShutdownReason is { Initiator: ShutdownInitiator.Peer, ReplyCode: >= 300 and < 320 or >= 400 and < 500 })
        {
            return new(message, AnswerKind.ChannelClosed, new InvalidOperationException(e.ShutdownReason!.ReplyText, e));
        }
        catch (Exception e) when (e is OperationInterruptedException or OperationCanceledException or IOException or ObjectDisposedException or TimeoutException)
        {
            return new(message, AnswerKind.None, e);
        }
        catch (Exception e)
        {
            // It can't even be put on the wire.
            return new(message, AnswerKind.Refused, e);
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

    private enum AnswerKind
    {
        None,
        Confirmed,
        Refused,
        ChannelClosed,
    }

    private sealed record Answer(PendingMessage Message, AnswerKind Kind, Exception? Exception = null);
}
