using Microsoft.Extensions.Primitives;
using Microsoft.Extensions.ServiceDiscovery;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.ServiceDiscovery;

namespace Metropool.Gateway.Proxying;

/// <summary>Finds the services as every process here does: <c>services__intake__http__0</c>, else the name itself in DNS. Follows when that changes.</summary>
internal sealed class Destinations(ServiceEndpointResolver endpoints) : IDestinationResolver
{
    public async ValueTask<ResolvedDestinationCollection> ResolveDestinationsAsync(IReadOnlyDictionary<string, DestinationConfig> destinations, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, DestinationConfig>(StringComparer.OrdinalIgnoreCase);
        var changes = new List<IChangeToken>();
        foreach (var (name, destination) in destinations)
        {
            var source = await endpoints.GetEndpointsAsync(destination.Address, cancellationToken);
            foreach (var endpoint in source.Endpoints)
            {
                var address = endpoint.ToString()!;
                found.TryAdd($"{name} {address}", destination with { Address = address.Contains("://", StringComparison.Ordinal) ? address : $"http://{address}" });
            }

            changes.Add(source.ChangeToken);
        }

        return new ResolvedDestinationCollection(found, new CompositeChangeToken(changes));
    }
}
