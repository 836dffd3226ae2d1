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
/// The error queues of a service. What is looked at is only borrowed: the broker puts back what was neither replayed nor discarded when the
/// channel closes, also when this process dies.
/// </summary>
internal sealed class ErrorQueues(BrokerAddress address, ServiceQueues queues, EventReader events, TimeProvider clock)
{
    // The broker counts a look as a delivery, and allows a thousand.
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromDays(1);

    private const int NotFound = 404;
    private const int DigestLength = 8;

    private static readonly CreateChannelOptions Confirming = new(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true);

    private Look? _lastLook;

    // What was noted when it failed; a message that is replayed starts afresh.
    private static readonly string[] Notes = ["MT-Fault-", "MT-Host-", "MT-Reason", "x-death", "x-first-death-", "x-last-death-", "x-delivery-count"];

    /// <summary>Everything that lies in them, oldest first in each queue.</summary>
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

    /// <summary>Puts messages back into the queue that they failed in. Each keeps its id, by which the inbox sees that it is handled once.</summary>
    /// <param name="id">The one; null for all of them.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>What was put back.</returns>
    public async Task<IReadOnlyList<FailedMessage>> ReplayAsync(string? id, CancellationToken cancellationToken)
    {
        var replayed = new List<FailedMessage>();
        await ForEachAsync((channel, queue, message) => ReplayAsync(channel, queue, message, id, replayed, cancellationToken), cancellationToken);
        return replayed;
    }

    /// <summary>Throws a message away for good.</summary>
    /// <returns>What was thrown away; empty where no error queue has it. It can be several: each queue that it failed in has its own copy.</returns>
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

    /// <summary>How many messages lie in each error queue, by its name and in the order of the names. A queue that isn't declared yet is left out.</summary>
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
                    // The broker has closed the channel.
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
    /// The people whose personal data the failed messages hold. The messages are fetched only when their number has changed or a day has passed.
    /// </summary>
    public async Task<IReadOnlyCollection<Guid>> ListDataSubjectsAsync(CancellationToken cancellationToken)
    {
        var (counts, now) = (await CountAsync(cancellationToken), clock.GetUtcNow());
        if (_lastLook is { } last && last.Counts.SequenceEqual(counts) && (now - last.At).Duration() < BetweenLooks)
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
        _lastLook = new(counts, people, now);
        return people;
    }

    /// <summary>Discards every message whose data subject is one of the people.</summary>
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
            Headers = message.BasicProperties.Headers?.Where(header => !Notes.Any(note => header.Key.StartsWith(note, StringComparison.OrdinalIgnoreCase))).ToDictionary(),
        };

        // Confirmed before it is taken from the error queue: a copy too many is handled once, one too few would be lost.
        await channel.BasicPublishAsync("", queue, mandatory: true, properties, message.Body, cancellationToken);
        replayed.Add(Read(queue, message));
        return true;
    }

    /// <param name="handle">Gets the channel, the queue that the message failed in, and the message; true when it is to leave the error queue.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>How many have left.</returns>
    private async Task<int> ForEachAsync(Func<IChannel, string, BasicGetResult, Task<bool>> handle, CancellationToken cancellationToken)
    {
        var count = 0;
        await using var connection = await address.ConnectAsync("error queues", cancellationToken);
        foreach (var queue in queues.Names)
        {
            await using var channel = await connection.CreateChannelAsync(Confirming, cancellationToken);

            // No further than what was there at the beginning: what fails again comes back behind it.
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

    private sealed record Look(IReadOnlyDictionary<string, long> Counts, IReadOnlyCollection<Guid> People, DateTimeOffset At);

    private static FailedMessage Read(string queue, BasicGetResult message) => new(
        queue,
        IdOf(message),
        EventOf(message.Body),
        DateTimeOffset.TryParse(Header(message, MessageHeaders.FaultTimestamp), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at) ? at : null,
        Header(message, MessageHeaders.FaultMessage) ?? (Header(message, "x-first-death-reason") is { } death ? $"the broker: {death}" : "no reason was noted"));

    // Without an id the body says which message it is: the same body is the same message.
    private static string IdOf(BasicGetResult message) => Guid.TryParse(message.BasicProperties.MessageId, out var id)
        ? id.ToString()
        : FailedMessage.DigestPrefix + Convert.ToHexStringLower(SHA256.HashData(message.Body.Span)[..DigestLength]);

    private static string? Header(BasicGetResult message, string name) =>
        message.BasicProperties.Headers is { } headers && headers.TryGetValue(name, out var value)
            ? value is byte[] text ? Encoding.UTF8.GetString(text) : value?.ToString()
            : null;

    // The envelope lists the message's types, its own first: urn:message:Namespace:Name.
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
