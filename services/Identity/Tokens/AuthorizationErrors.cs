using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Metropool.Identity.Tokens;

/// <summary>
/// Sends an error of an authorization request back to the client, when the client is known and the address is its own (RFC 6749, section 4.1.2.1).
/// OpenIddict shows a page for everything that it refuses while it validates the request, and the client would get no response.
/// </summary>
internal sealed class AuthorizationErrors(IOpenIddictApplicationManager clients) : IOpenIddictServerHandler<ApplyAuthorizationResponseContext>
{
    // After the address and the mode were set where the request was valid, and before the state and the issuer are added.
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } = OpenIddictServerHandlerDescriptor.CreateBuilder<ApplyAuthorizationResponseContext>()
        .UseScopedHandler<AuthorizationErrors>()
        .SetOrder(OpenIddictServerHandlers.Authentication.InferResponseMode.Descriptor.Order + 500)
        .Build();

    public async ValueTask HandleAsync(ApplyAuthorizationResponseContext context)
    {
        if (string.IsNullOrEmpty(context.Response.Error) || !string.IsNullOrEmpty(context.RedirectUri)
            || context.Request is not { ClientId: { Length: > 0 } clientId, RedirectUri: { Length: > 0 } address } request)
        {
            return;
        }

        if (Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Fragment.Length == 0
            && await clients.FindByClientIdAsync(clientId, context.CancellationToken) is { } client
            && await clients.HasPermissionAsync(client, Permissions.Endpoints.Authorization, context.CancellationToken)
            && await clients.ValidateRedirectUriAsync(client, address, context.CancellationToken))
        {
            context.RedirectUri = address;
            context.ResponseMode = request.ResponseMode == ResponseModes.Fragment ? ResponseModes.Fragment : ResponseModes.Query;
        }
    }
}
