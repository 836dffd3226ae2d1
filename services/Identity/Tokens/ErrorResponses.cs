using Microsoft.AspNetCore;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Metropool.Identity.Tokens;

/// <summary>
/// Errors as in RFC 6749 (section 5.2), RFC 7521 and RFC 7523: a client that fails to authenticate gets <c>invalid_client</c>, whatever was wrong with
/// its assertion. No error has an <c>error_uri</c>: OpenIddict's default refers to its own website.
/// </summary>
internal sealed class ErrorResponses : IOpenIddictServerHandler<ProcessErrorContext>, IOpenIddictServerHandler<ProcessChallengeContext>
{
    public static OpenIddictServerHandlerDescriptor ErrorDescriptor { get; } = OpenIddictServerHandlerDescriptor.CreateBuilder<ProcessErrorContext>()
        .UseSingletonHandler<ErrorResponses>()
        .SetOrder(OpenIddictServerHandlers.AttachCustomErrorParameters.Descriptor.Order + 500)
        .Build();

    public static OpenIddictServerHandlerDescriptor ChallengeDescriptor { get; } = OpenIddictServerHandlerDescriptor.CreateBuilder<ProcessChallengeContext>()
        .UseSingletonHandler<ErrorResponses>()
        .SetOrder(OpenIddictServerHandlers.AttachCustomChallengeParameters.Descriptor.Order + 500)
        .Build();

    public ValueTask HandleAsync(ProcessErrorContext context)
    {
        if (context.Transaction.Response is { } response)
        {
            response.ErrorUri = null;
            if (context.EndpointType == OpenIddictServerEndpointType.Token && IsOfClient(context))
            {
                response.Error = Errors.InvalidClient;
            }
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask HandleAsync(ProcessChallengeContext context)
    {
        if (context.Transaction.Response is { } response)
        {
            response.ErrorUri = null;
        }

        return ValueTask.CompletedTask;
    }

    // A secret in the header is always refused: no client has one.
    private static bool IsOfClient(ProcessErrorContext context) =>
        ClientAuthentication.IsUnderWay(context.Transaction) || BasicChallenge.IsTriedBy(context.Transaction);
}

/// <summary>
/// Returns the challenge Basic only to a client that tried it (RFC 6749, section 5.2). Other clients mustn't try it, because no client has a secret.
/// </summary>
internal sealed class BasicChallenge : IOpenIddictServerHandler<ApplyTokenResponseContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } = OpenIddictServerHandlerDescriptor.CreateBuilder<ApplyTokenResponseContext>()
        .UseSingletonHandler<BasicChallenge>()
        .SetOrder(OpenIddictServerAspNetCoreHandlers.AttachWwwAuthenticateHeader<ApplyTokenResponseContext>.Descriptor.Order + 1)
        .Build();

    public static bool IsTriedBy(OpenIddictServerTransaction transaction) =>
        transaction.GetHttpRequest()?.Headers.Authorization.ToString().StartsWith("Basic ", StringComparison.OrdinalIgnoreCase) == true;

    public ValueTask HandleAsync(ApplyTokenResponseContext context)
    {
        if (context.Response.Error == Errors.InvalidClient && !IsTriedBy(context.Transaction))
        {
            context.Transaction.GetHttpRequest()?.HttpContext.Response.Headers.Remove("WWW-Authenticate");
        }

        return ValueTask.CompletedTask;
    }
}

/// <summary>Marks the part of a request in which the client is authenticated, so that every error in it becomes <c>invalid_client</c>.</summary>
internal sealed class ClientAuthentication : IOpenIddictServerHandler<ProcessAuthenticationContext>, IOpenIddictServerHandler<ValidateTokenRequestContext>
{
    private const string UnderWay = "metropool:client-authentication";

    public static OpenIddictServerHandlerDescriptor StartDescriptor { get; } = OpenIddictServerHandlerDescriptor.CreateBuilder<ProcessAuthenticationContext>()
        .UseSingletonHandler<ClientAuthentication>()
        .SetOrder(OpenIddictServerHandlers.ValidateClientAssertion.Descriptor.Order - 1)
        .Build();

    public static OpenIddictServerHandlerDescriptor RequestDescriptor { get; } = OpenIddictServerHandlerDescriptor.CreateBuilder<ValidateTokenRequestContext>()
        .UseSingletonHandler<ClientAuthentication>()
        .SetOrder(OpenIddictServerHandlers.Exchange.ValidateClientIdParameter.Descriptor.Order - 1)
        .Build();

    public static bool IsUnderWay(OpenIddictServerTransaction transaction) => transaction.Properties.ContainsKey(UnderWay);

    public ValueTask HandleAsync(ProcessAuthenticationContext context)
    {
        context.Transaction.Properties[UnderWay] = true;
        return ValueTask.CompletedTask;
    }

    /// <summary>Refuses requests without valid client authentication, before the other parameters are validated.</summary>
    public ValueTask HandleAsync(ValidateTokenRequestContext context)
    {
        var request = context.Request;
        if (!string.IsNullOrEmpty(request.ClientSecret))
        {
            context.Reject(Errors.InvalidClient, "No client has a secret: authenticate with private_key_jwt.");
        }
        else if (!string.IsNullOrEmpty(request.ClientAssertion) && request.ClientAssertionType != ClientAssertionTypes.JwtBearer)
        {
            context.Reject(Errors.InvalidClient, $"The client_assertion_type must be {ClientAssertionTypes.JwtBearer}.");
        }
        else if (request.IsClientCredentialsGrantType() && string.IsNullOrEmpty(request.ClientAssertion))
        {
            context.Reject(Errors.InvalidClient, "The client must authenticate with private_key_jwt.");
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Ends the part in which the client is authenticated.</summary>
    internal sealed class End : IOpenIddictServerHandler<ProcessAuthenticationContext>
    {
        public static OpenIddictServerHandlerDescriptor Descriptor { get; } = OpenIddictServerHandlerDescriptor.CreateBuilder<ProcessAuthenticationContext>()
            .UseSingletonHandler<End>()
            .SetOrder(OpenIddictServerHandlers.ValidateClientType.Descriptor.Order - 1)
            .Build();

        public ValueTask HandleAsync(ProcessAuthenticationContext context)
        {
            context.Transaction.Properties.Remove(UnderWay);
            return ValueTask.CompletedTask;
        }
    }
}
