using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MassTransit;
using Metropool.Messaging.Serialization;
using Metropool.Messaging.Topology;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Metropool.Messaging.Faults;

/// <summary>
/// The error queues of a service. Messages are fetched without acknowledgement: when the channel closes, also because this process ends, the broker requeues
/// those that were neither replayed nor discarded.
/// </summary>
internal sealed class ErrorQueues(BrokerAddress address, ServiceQueues queues, EventReader events, TimeProvider clock)
{
    // The broker counts each fetch as a delivery, and allows a thousand.
    private static readonly TimeSpan ScanInterval = TimeSpan.FromDays(1);

    private const int NotFound = 404;
    private const DateTimeStyles AsUtc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
    private const int DigestLength = 8;

    private static readonly CreateChannelOptions Confirming = new(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true);

    private Scan? _lastScan;

    // Headers that were added when the message failed, and that a replayed message doesn't have.
    private static readonly string[] FailureHeaders = ["MT-Fault-", "MT-Host-", "MT-Reason", "x-death", "x-first-death-", "x-last-death-", "x-delivery-count"];

    /// <summary>Lists the messages, oldest first in each queue.</summary>
    public async Task<IReadOnlyList<FailedMessage>> ListAsync(CancellationToken cancellationToken)
    {
        var failed = new List<FailedMessage>();
        await ForEachAsync(
            (_, queue, message) =>
            {
                failed.Add(Read(queue, message));
                return Task.FromResult(false);
            },
            cancellationToken);
        return failed;
    }

    /// <summary>Returns messages to the queue in which they failed. Each keeps its id, by which the inbox recognises copies.</summary>
    /// <param name="id">The id of a message; null for all messages.</param>
    /// <param name="cancellationToken"/>
    /// <returns>The replayed messages.</returns>
    public async Task<IReadOnlyList<FailedMessage>> ReplayAsync(string? id, CancellationToken cancellationToken)
    {
        var replayed = new List<FailedMessage>();
        await ForEachAsync((channel, queue, message) => ReplayAsync(channel, queue, message, id, replayed, cancellationToken), cancellationToken);
        return replayed;
    }

    /// <summary>Deletes a message.</summary>
    /// <returns>The deleted copies: one for each queue in which the message failed; empty where no error queue has it.</returns>
    public async Task<IReadOnlyList<FailedMessage>> DiscardAsync(string id, CancellationToken cancellationToken)
    {
        var discarded = new List<FailedMessage>();
        await ForEachAsync(
            (_, queue, message) =>
            {
                var matches = IdOf(message) == id;
                if (matches)
                {
                    discarded.Add(Read(queue, message));
                }

                return Task.FromResult(matches);
            },
            cancellationToken);
        return discarded;
    }

    /// <summary>Counts the messages of each error queue, by its name and in the order of the names. A queue that isn't declared yet is omitted.</summary>
    public async Task<IReadOnlyDictionary<string, long>> CountAsync(IConnection connection, CancellationToken cancellationToken)
    {
        var counts = new OrderedDictionary<string, long>();
        IChannel? channel = null;
        try
        {
            foreach (var errors in queues.Names.Select(ServiceQueue.ErrorsOf))
            {
                channel ??= await connection.CreateChannelAsync(cancellationToken: cancellationToken);
                try
                {
                    counts[errors] = await channel.MessageCountAsync(errors, cancellationToken);
                }
                catch (OperationInterruptedException e) when (e.ShutdownReason is { ReplyCode: NotFound })
                {
                    // The broker closes the channel when a queue doesn't exist.
                    await channel.DisposeAsync();
                    channel = null;
                }
            }
        }
        finally
        {
            if (channel is not null)
            {
                await channel.DisposeAsync();
            }
        }

        return counts;
    }

    /// <summary>
    /// Lists the people whose personal data the failed messages contain. The messages are fetched only when their number has changed, or a day has passed.
    /// </summary>
    public async Task<IReadOnlyCollection<Guid>> ListDataSubjectsAsync(CancellationToken cancellationToken)
    {
        var (counts, now) = (await CountAsync(cancellationToken), clock.GetUtcNow());
        if (_lastScan is { } last && last.Counts.SequenceEqual(counts) && (now - last.At).Duration() < ScanInterval)
        {
            return last.People;
        }

        var people = new HashSet<Guid>();
        await ForEachAsync(
            (_, _, message) =>
            {
                if (events.Read(message.Body)?.DataSubjectId is { } personId)
                {
                    people.Add(personId);
                }

                return Task.FromResult(false);
            },
            cancellationToken);
        _lastScan = new(counts, people, now);
        return people;
    }

    /// <summary>Deletes every message whose data subject is one of the people.</summary>
    /// <returns>The number of messages.</returns>
    public Task<int> DiscardAboutAsync(IReadOnlySet<Guid> people, CancellationToken cancellationToken) => ForEachAsync(
        (_, _, message) => Task.FromResult(events.Read(message.Body)?.DataSubjectId is { } personId && people.Contains(personId)), cancellationToken);

    private async Task<IReadOnlyDictionary<string, long>> CountAsync(CancellationToken cancellationToken)
    {
        await using var connection = await address.ConnectAsync("error queues", cancellationToken);
        return await CountAsync(connection, cancellationToken);
    }

    private static async Task<bool> ReplayAsync(
        IChannel channel, string queue, BasicGetResult message, string? id, List<FailedMessage> replayed, CancellationToken cancellationToken)
    {
        if (id is not null && IdOf(message) != id)
        {
            return false;
        }

        var properties = new BasicProperties(message.BasicProperties)
        {
            Headers = message.BasicProperties.Headers?
                .Where(header => !FailureHeaders.Any(prefix => header.Key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))).ToDictionary(),
        };

        // Confirmed before it is removed from the error queue: the inbox ignores a second copy, but a lost message can't be recovered.
        await channel.BasicPublishAsync("", queue, mandatory: true, properties, message.Body, cancellationToken);
        replayed.Add(Read(queue, message));
        return true;
    }

    /// <param name="handle">Receives the channel, the queue in which the message failed, and the message; returns whether to remove the message.</param>
    /// <param name="cancellationToken"/>
    /// <returns>The number of messages that were removed.</returns>
    private async Task<int> ForEachAsync(Func<IChannel, string, BasicGetResult, Task<bool>> handle, CancellationToken cancellationToken)
    {
        var count = 0;
        await using var connection = await address.ConnectAsync("error queues", cancellationToken);
        foreach (var queue in queues.Names)
        {
            await using var channel = await connection.CreateChannelAsync(Confirming, cancellationToken);

            // Only as many as there are now: messages that fail again are added at the end.
            var errors = ServiceQueue.ErrorsOf(queue);
            for (var left = await channel.MessageCountAsync(errors, cancellationToken); left > 0; left--)
            {
                if (await channel.BasicGetAsync(errors, autoAck: false, cancellationToken) is not { } message)
                {
                    break;
                }

                if (await handle(channel, queue, message))
                {
                    await channel.BasicAckAsync(message.DeliveryTag, multiple: false, cancellationToken);
                    count++;
                }
            }

            await channel.CloseAsync(cancellationToken);
        }

        return count;
    }

    private sealed record Scan(IReadOnlyDictionary<string, long> Counts, IReadOnlyCollection<Guid> People, DateTimeOffset At);

    private static FailedMessage Read(string queue, BasicGetResult message) => new(
        queue,
        IdOf(message),
        EventOf(message.Body),
        DateTimeOffset.TryParse(Header(message, MessageHeaders.FaultTimestamp), CultureInfo.InvariantCulture, AsUtc, out var at) ? at : null,
        Header(message, MessageHeaders.FaultMessage) ?? (Header(message, "x-first-death-reason") is { } death ? $"the broker: {death}" : "unknown"));

    // A message without an id is identified by its body.
    private static string IdOf(BasicGetResult message) => Guid.TryParse(message.BasicProperties.MessageId, out var id)
        ? id.ToString()
        : FailedMessage.DigestPrefix + Convert.ToHexStringLower(SHA256.HashData(message.Body.Span)[..DigestLength]);

    private static string? Header(BasicGetResult message, string name) =>
        message.BasicProperties.Headers is { } headers && headers.TryGetValue(name, out var value)
            ? value is byte[] text ? Encoding.UTF8.GetString(text) : value?.ToString()
            : null;

    // The first type in the envelope is that of the event: urn:message:Namespace:Name.
    private static string? EventOf(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var envelope = JsonDocument.Parse(body);
            return envelope.RootElement.GetProperty("messageType")[0].GetString()!.Split(':')[^1];
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or IndexOutOfRangeException)
        {
            return null;
        }
    }
}
