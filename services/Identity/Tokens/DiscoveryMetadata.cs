using System.Collections.Immutable;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Metropool.Identity.Tokens;

/// <summary>What the discovery document says beside what OpenIddict knows.</summary>
internal sealed class DiscoveryMetadata : IOpenIddictServerHandler<HandleConfigurationRequestContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } = OpenIddictServerHandlerDescriptor.CreateBuilder<HandleConfigurationRequestContext>()
        .UseSingletonHandler<DiscoveryMetadata>()
        .SetOrder(OpenIddictServerHandlers.Discovery.AttachAdditionalMetadata.Descriptor.Order + 500)
        .Build();

    public ValueTask HandleAsync(HandleConfigurationRequestContext context)
    {
        // A client that can keep no secret sends its id alone.
        context.TokenEndpointAuthenticationMethods.Add(ClientAuthenticationMethods.None);
        context.Metadata["token_endpoint_auth_signing_alg_values_supported"] = Values(ClientAssertionType.Algorithms);
        context.Metadata["acr_values_supported"] = Values([Principals.OneFactor, Principals.TwoFactors]);
        return ValueTask.CompletedTask;
    }

    private static OpenIddictParameter Values(IEnumerable<string> values) => new(values.Cast<string?>().ToImmutableArray());
}
