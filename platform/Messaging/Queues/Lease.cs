namespace Metropool.Messaging.Queues;

/// <summary>Messages that only this process may send until the lease ends.</summary>
/// <param name="Until">When the lease ends. It also identifies the lease: a row that was leased again ends later.</param>
/// <param name="Messages">The messages, oldest first.</param>
internal sealed record Lease<TMessage>(DateTimeOffset Until, IReadOnlyList<TMessage> Messages);

/// <summary>A message that the receiving server refused.</summary>
/// <param name="Message">The message.</param>
/// <param name="Reason">The reason that the server states.</param>
/// <param name="NextAttemptAt">When it is due again; null to park it.</param>
internal sealed record Refused<TMessage>(TMessage Message, string Reason, DateTimeOffset? NextAttemptAt);
