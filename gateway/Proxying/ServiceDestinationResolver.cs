using Microsoft.Extensions.Primitives;
using Microsoft.Extensions.ServiceDiscovery;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.ServiceDiscovery;

namespace Metropool.Gateway.Proxying;

/// <summary>Resolves destinations by service discovery: <c>services__intake__http__0</c>, else the name in DNS. Follows changes.</summary>
internal sealed class ServiceDestinationResolver(ServiceEndpointResolver endpoints) : IDestinationResolver
{
    public async ValueTask<ResolvedDestinationCollection> ResolveDestinationsAsync(
        IReadOnlyDictionary<string, DestinationConfig> destinations, CancellationToken cancellationToken)
    {
        var resolved = new Dictionary<string, DestinationConfig>(StringComparer.OrdinalIgnoreCase);
        var changes = new List<IChangeToken>();
        foreach (var (name, destination) in destinations)
        {
            var source = await endpoints.GetEndpointsAsync(destination.Address, cancellationToken);
            foreach (var endpoint in source.Endpoints)
            {
                var address = endpoint.ToString()!;
                var url = address.Contains("://", StringComparison.Ordinal) ? address : $"http://{address}";
                resolved.TryAdd($"{name} {address}", destination with { Address = url });
            }

            changes.Add(source.ChangeToken);
        }

        return new ResolvedDestinationCollection(resolved, new CompositeChangeToken(changes));
    }
}
