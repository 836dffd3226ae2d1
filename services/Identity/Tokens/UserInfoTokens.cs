using Microsoft.AspNetCore;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Metropool.Identity.Tokens;

/// <summary>
/// Refuses a token in the query (NL GOV profile), because addresses end up in logs and histories. It is accepted in the header or a form (RFC 6750).
/// </summary>
internal sealed class UserInfoTokens : IOpenIddictServerHandler<ExtractUserInfoRequestContext>
{
    // Before OpenIddict reads the query.
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } = OpenIddictServerHandlerDescriptor.CreateBuilder<ExtractUserInfoRequestContext>()
        .UseSingletonHandler<UserInfoTokens>()
        .SetOrder(int.MinValue)
        .Build();

    public ValueTask HandleAsync(ExtractUserInfoRequestContext context)
    {
        if (context.Transaction.GetHttpRequest()?.Query.ContainsKey(Parameters.AccessToken) == true)
        {
            context.Reject(
                Errors.InvalidRequest, "Send the access token in the Authorization header, and not in the address. This token must not be used any more.");
        }

        return ValueTask.CompletedTask;
    }
}
