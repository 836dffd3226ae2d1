using Metropool.Http;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Metropool.Identity.Tokens;

/// <summary>
/// Client assertions with <c>typ: JWT</c> or none are accepted too: common clients send those (RFC 7523 asks for no type). Asymmetric signatures only, by the
/// key that <c>kid</c> names where it is given, and no extension of JWS is understood.
/// </summary>
internal sealed class ClientAssertionType : IOpenIddictServerHandler<ValidateTokenContext>
{
    /// <summary>How long after its end an assertion is still accepted, because clocks differ: it is remembered for as long.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    public static IReadOnlyList<string> Algorithms { get; } =
        [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.EcdsaSha256];

    private static readonly string[] Accepted = ["", "JWT", "client-authentication+jwt", "application/client-authentication+jwt"];
    private static readonly JsonWebTokenHandler Reader = new();

    public static OpenIddictServerHandlerDescriptor Descriptor { get; } = OpenIddictServerHandlerDescriptor.CreateBuilder<ValidateTokenContext>()
        .UseSingletonHandler<ClientAssertionType>()
        .SetOrder(OpenIddictServerHandlers.Protection.ResolveTokenValidationParameters.Descriptor.Order + 1)
        .Build();

    public ValueTask HandleAsync(ValidateTokenContext context)
    {
        if (context.ValidTokenTypes.Count == 1 && context.ValidTokenTypes.Contains(TokenTypeIdentifiers.Private.ClientAssertion))
        {
            // Before the client's keys are looked for by what the assertion says.
            if (FaultOf(context.Token) is { } fault)
            {
                context.Reject(Errors.InvalidClient, fault);
                return ValueTask.CompletedTask;
            }

            var parameters = context.TokenValidationParameters;
            parameters.ClockSkew = ClockSkew;
            parameters.ValidAlgorithms = Algorithms;
            parameters.TypeValidator = (type, _, _) => Accepted.Contains(type ?? "", StringComparer.OrdinalIgnoreCase)
                ? Accepted[2]
                : throw new SecurityTokenInvalidTypeException("This is no client assertion.") { InvalidType = type };

            // All keys of the client would be tried, also where another one is named.
            var resolve = parameters.IssuerSigningKeyResolver;
            parameters.IssuerSigningKeyResolver = (token, assertion, kid, given) =>
                [.. (resolve?.Invoke(token, assertion, kid, given) ?? []).Where(key => string.IsNullOrEmpty(kid) || key.KeyId == kid)];
        }

        return ValueTask.CompletedTask;
    }

    private static string? FaultOf(string token)
    {
        // What can't be read is refused by the validation.
        if (!Reader.CanReadToken(token) || !TryRead(token, out var assertion))
        {
            return null;
        }

        // RFC 7515, section 4.1.11: extensions that aren't understood must be refused, and we understand none.
        if (assertion.TryGetHeaderValue<object>("crit", out _))
        {
            return "The header of the client assertion has extensions (crit) that are not understood here.";
        }

        return Array.Exists(
            [assertion.Issuer, assertion.Subject, assertion.Id, assertion.Kid], text => text is not null && TextPolicy.FaultOf(text, TextKind.Line) is not null)
            ? "The client assertion has characters in iss, sub, jti or kid that are not allowed."
            : null;
    }

    private static bool TryRead(string token, out JsonWebToken assertion)
    {
        try
        {
            assertion = Reader.ReadJsonWebToken(token);
            return true;
        }
        catch (Exception exception) when (exception is ArgumentException or SecurityTokenException)
        {
            assertion = null!;
            return false;
        }
    }
}
