namespace Metropool.Messaging;

/// <summary>Intervals and limits of messaging. An installation can't set them: only tests and measurements need other values.</summary>
internal sealed record MessagingSettings
{
    /// <summary>How many messages the relay sends at once.</summary>
    public int BatchSize { get; init; } = 200;

    /// <summary>How often the relay looks for messages that another process wrote, or that are due again.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long the broker may take to connect, or to confirm a batch, before the relay pauses.</summary>
    public TimeSpan BrokerTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How long a batch is leased. It is longer than the broker timeout. If a process is killed, its batch is sent when the lease has ended.
    /// </summary>
    public TimeSpan Lease => BrokerTimeout * 2;

    /// <summary>The delay after the first failed attempt at a broker or database that is unavailable; it doubles with each.</summary>
    public TimeSpan InitialRetryDelay { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest delay between two attempts at a broker or database that is unavailable.</summary>
    public TimeSpan MaxRetryDelay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often the broker may refuse a message before it is parked. The delays double: ten refusals take almost nine minutes.</summary>
    public int RefusalsBeforeParking { get; init; } = 10;

    /// <summary>The delay after the first refusal; it doubles with each.</summary>
    public TimeSpan InitialRefusalDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long the inbox keeps the id of a handled message.</summary>
    public TimeSpan InboxRetention { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How often old rows of the inbox are deleted.</summary>
    public TimeSpan CleanupInterval { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How often the state of the outbox is measured.</summary>
    public TimeSpan MeasureInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often the messages in the error queues are counted.</summary>
    public TimeSpan ErrorQueueInterval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How often a message that met a concurrent change is retried without a delay. One of the changes succeeds each time, so this is more than enough.
    /// </summary>
    public int ConflictRetries { get; init; } = 20;

    /// <summary>The delays before a failed message is retried; after the last retry it is moved to the error queue.</summary>
    public IReadOnlyList<TimeSpan> RetryDelays { get; init; } =
        [TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(8)];

    /// <summary>How many messages of a queue are handled at the same time.</summary>
    public int Concurrency { get; init; } = 4;

    /// <summary>How many messages of a queue are fetched ahead.</summary>
    public int Prefetch { get; init; } = 32;
}
