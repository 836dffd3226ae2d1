using MassTransit;

namespace Metropool.Hosting;

/// <summary>Publishes the current state of a service's aggregates again, for a new or restored consumer.</summary>
public interface IAnnouncer
{
    /// <summary>Publishes the state of every aggregate through the outbox, and saves in batches.</summary>
    /// <returns>The number of states.</returns>
    Task<int> AnnounceAsync(IPublishEndpoint publish, CancellationToken cancellationToken);
}
