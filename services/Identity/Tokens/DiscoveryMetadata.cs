using System.Collections.Immutable;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Metropool.Identity.Tokens;

/// <summary>Adds to the discovery document what OpenIddict doesn't know.</summary>
internal sealed class DiscoveryMetadata : IOpenIddictServerHandler<HandleConfigurationRequestContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } = OpenIddictServerHandlerDescriptor.CreateBuilder<HandleConfigurationRequestContext>()
        .UseSingletonHandler<DiscoveryMetadata>()
        .SetOrder(OpenIddictServerHandlers.Discovery.AttachAdditionalMetadata.Descriptor.Order + 500)
        .Build();

    public ValueTask HandleAsync(HandleConfigurationRequestContext context)
    {
        // A public client authenticates only with its id.
        context.TokenEndpointAuthenticationMethods.Add(ClientAuthenticationMethods.None);
        context.Metadata["token_endpoint_auth_signing_alg_values_supported"] = Values(ClientAssertionType.Algorithms);
        context.Metadata["acr_values_supported"] = Values([ClaimsPrincipalFactory.OneFactor, ClaimsPrincipalFactory.TwoFactors]);
        return ValueTask.CompletedTask;
    }

    private static OpenIddictParameter Values(IEnumerable<string> values) => new(values.Cast<string?>().ToImmutableArray());
}
