namespace Metropool.Messaging;

/// <summary>What can be tuned. No setting of an installation: tests and measurements alone need other values.</summary>
internal sealed record MessagingSettings
{
    /// <summary>How many messages the relay takes at once.</summary>
    public int BatchSize { get; init; } = 200;

    /// <summary>How often the relay looks for what another process, or a retry, left.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long the broker may take to connect or to confirm a batch before the relay pauses.</summary>
    public TimeSpan BrokerPatience { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The longest pause between two attempts at a broker or database that is away.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often the broker may refuse a message before it is parked. The pauses between double: ten refusals take almost nine minutes.</summary>
    public int RefusalsBeforeParking { get; init; } = 10;

    /// <summary>The pause after the first refusal; it doubles with each.</summary>
    public TimeSpan RefusalPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long the inbox remembers a message.</summary>
    public TimeSpan InboxWindow { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How often the inbox is purged.</summary>
    public TimeSpan PurgeInterval { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How often the state of the outbox is measured.</summary>
    public TimeSpan MeasureInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often the messages in the error queues are counted.</summary>
    public TimeSpan ErrorQueueInterval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How often a message is tried again at once that met a change at the same moment. Somebody wins every time, so that many are more than enough.</summary>
    public int ConflictTries { get; init; } = 20;

    /// <summary>The pauses before a message that failed is tried again; after the last it goes to the error queue.</summary>
    public IReadOnlyList<TimeSpan> RetryPauses { get; init; } =
        [TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(8)];

    /// <summary>How many messages of one queue are handled at the same time.</summary>
    public int Concurrency { get; init; } = 4;

    /// <summary>How many messages of one queue are fetched ahead.</summary>
    public int Prefetch { get; init; } = 32;
}
