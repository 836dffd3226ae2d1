namespace Metropool.Messaging;

/// <summary>
/// Removes the messages that hold the personal data of a person who was erased (AVG, article 17). It goes by the data subject that each event states: an
/// event about another person that mentions the erased one is sent.
/// </summary>
public interface IMessageErasure
{
    /// <summary>
    /// Removes from the outbox what isn't sent yet, in the scope's transaction where there is one. The caller publishes what other services need instead.
    /// </summary>
    /// <returns>The number of messages.</returns>
    Task<int> DiscardUnsentAsync(Guid personId, CancellationToken cancellationToken);

    /// <summary>
    /// Removes from the service's error queues the messages whose data subject was erased. Messages are fetched again only when their number has changed, and
    /// once a day: the broker counts a look as a delivery, and allows a thousand.
    /// </summary>
    /// <param name="findErasedAsync">Returns the erased among the given people. Not asked while the error queues hold no one's data.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The number of messages.</returns>
    Task<int> DiscardFailedAsync(Func<IReadOnlyCollection<Guid>, Task<HashSet<Guid>>> findErasedAsync, CancellationToken cancellationToken);
}
