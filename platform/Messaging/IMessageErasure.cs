namespace Metropool.Messaging;

/// <summary>
/// Deletes the messages that hold the personal data of an erased person (GDPR, article 17). It uses the data subject that each event states: an event about
/// another person that mentions the erased one is sent.
/// </summary>
public interface IMessageErasure
{
    /// <summary>
    /// Deletes the person's unsent messages from the outbox, in the scope's transaction if it has one. A message that is being sent at that moment still
    /// arrives. Consumers learn of the erasure from the event that the caller publishes instead.
    /// </summary>
    /// <returns>The number of messages.</returns>
    Task<int> DiscardUnsentAsync(Guid personId, CancellationToken cancellationToken);

    /// <summary>
    /// Deletes from the service's error queues the messages whose data subject was erased. Messages are fetched again only when their number has changed, and
    /// once a day: the broker counts each fetch as a delivery, and allows a thousand.
    /// </summary>
    /// <param name="findErasedAsync">Returns the erased among the given people. Not called while the error queues hold no personal data.</param>
    /// <param name="cancellationToken"/>
    /// <returns>The number of messages.</returns>
    Task<int> DiscardFailedAsync(Func<IReadOnlyCollection<Guid>, Task<HashSet<Guid>>> findErasedAsync, CancellationToken cancellationToken);
}
