using MassTransit;

namespace Metropool.Hosting;

/// <summary>Publishes the current state of what a service owns again, so that a new or a restored consumer catches up.</summary>
public interface IAnnouncer
{
    /// <summary>Publishes the state of every aggregate through the outbox; saves as it goes.</summary>
    /// <returns>How many states were published.</returns>
    Task<int> AnnounceAsync(IPublishEndpoint publish, CancellationToken cancellationToken);
}
