using Metropool.Http;
using Metropool.Identity.Keys;
using Microsoft.AspNetCore;
using Microsoft.Extensions.Options;
using OpenIddict.Server;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Metropool.Identity.Tokens;

/// <summary>The OpenID Connect server: its flows, and where it deviates from OpenIddict's defaults.</summary>
internal static class OpenIdConnectServer
{
    public const string AuthorizationPath = "/connect/authorize";
    public const string TokenPath = "/connect/token";
    public const string LogoutPath = "/connect/logout";
    public const string UserInfoPath = "/connect/userinfo";

    /// <summary>The services that tokens are for. Their names are also their audiences and scopes.</summary>
    public static IReadOnlyList<string> Services { get; } = ["identity", "intake", "scheduling", "internship", "assessment"];

    public static void AddOpenIdConnectServer(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<KeyRotation>();
        builder.Services.AddSingleton<KeyRing>();
        builder.Services.AddSingleton<IConfigureOptions<OpenIddictServerOptions>>(services => services.GetRequiredService<KeyRing>());
        builder.Services.AddSingleton<IKeySetSource>(services => services.GetRequiredService<KeyRing>());
        builder.Services.AddOptions<OpenIddictServerOptions>().Configure<PlatformSettings, IdentitySettings>((options, platform, identity) =>
        {
            options.Issuer = platform.Issuer;
            options.AccessTokenLifetime = identity.AccessTokenLifetime;
        });
        builder.Services.AddTokenStatusValidation();
        builder.Services.AddOpenIddict()
            .AddCore(core => core.UseEntityFrameworkCore().UseDbContext<IdentityDbContext>().ReplaceDefaultEntities<Guid>())
            .AddServer(server =>
            {
                server.SetAuthorizationEndpointUris(AuthorizationPath[1..])
                    .SetTokenEndpointUris(TokenPath[1..])
                    .SetEndSessionEndpointUris(LogoutPath[1..])
                    .SetUserInfoEndpointUris(UserInfoPath[1..]);
                server.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange().AllowClientCredentialsFlow();
                server.RegisterScopes([Scopes.OpenId, Scopes.Profile, Scopes.Email, .. Services]);
                server.RegisterClaims(
                    Claims.Subject, Claims.Name, Claims.GivenName, Claims.FamilyName, Claims.Role, OrganisationClaim.Name, Claims.Email, Claims.EmailVerified,
                    Claims.AuthenticationTime, Claims.AuthenticationMethodReference, Claims.AuthenticationContextReference);

                // Services read the token themselves, and OpenIddict encrypts it by default.
                server.DisableAccessTokenEncryption();
                server.AddEventHandler(PublicAddress.Descriptor);
                server.AddEventHandler(ClientAssertionType.Descriptor);
                server.AddEventHandler(ClientAssertionReplay.Descriptor);
                server.AddEventHandler(ClientAuthentication.StartDescriptor);
                server.AddEventHandler(ClientAuthentication.RequestDescriptor);
                server.AddEventHandler(ClientAuthentication.End.Descriptor);
                server.AddEventHandler(TokenRequestForm.Descriptor);
                server.AddEventHandler(ErrorResponses.ErrorDescriptor);
                server.AddEventHandler(ErrorResponses.ChallengeDescriptor);
                server.AddEventHandler(BasicChallenge.Descriptor);
                server.AddEventHandler(AuthorizationErrors.Descriptor);
                server.AddEventHandler(UserInfoTokens.Descriptor);
                server.AddEventHandler(DiscoveryMetadata.Descriptor);
                server.RemoveEventHandler(OpenIddictServerAspNetCoreHandlers.ValidateTransportSecurityRequirement.Descriptor);
                if (!builder.Environment.IsDevelopment())
                {
                    server.AddEventHandler(TransportSecurity.Descriptor);
                }

                server.UseAspNetCore()
                    .EnableAuthorizationEndpointPassthrough()
                    .EnableTokenEndpointPassthrough()
                    .EnableEndSessionEndpointPassthrough()
                    .EnableUserInfoEndpointPassthrough()
                    .EnableErrorPassthrough()
                    .DisableTransportSecurityRequirement();
                server.Configure(options =>
                {
                    // Runs after all other configuration. S256 only, because "plain" protects nothing; and no client has a secret.
                    // The page of form_post submits itself with a script, which our content security policy forbids.
                    options.ResponseModes.Remove(ResponseModes.FormPost);
                    options.CodeChallengeMethods.Clear();
                    options.CodeChallengeMethods.Add(CodeChallengeMethods.Sha256);
                    // Consent is never asked for, so a client can't request it.
                    options.PromptValues.Clear();
                    options.PromptValues.UnionWith([PromptValues.None, PromptValues.Login, PromptValues.SelectAccount]);
                    options.ClientAuthenticationMethods.Clear();
                    options.ClientAuthenticationMethods.Add(ClientAuthenticationMethods.PrivateKeyJwt);
                });
            });
    }
}

/// <summary>The claim with the organisation that a contact or a client acts for.</summary>
internal static class OrganisationClaim
{
    public const string Name = "organisation";
}

/// <summary>
/// Treats every request as sent to the public address, whatever address it came in by. The discovery document then names public endpoints,
/// also when a service fetches it internally, and no header can change them.
/// </summary>
internal sealed class PublicAddress(PlatformSettings settings) : IOpenIddictServerHandler<ProcessRequestContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } = OpenIddictServerHandlerDescriptor.CreateBuilder<ProcessRequestContext>()
        .UseSingletonHandler<PublicAddress>()
        .SetOrder(OpenIddictServerAspNetCoreHandlers.ResolveRequestUri.Descriptor.Order + 1)
        .Build();

    public ValueTask HandleAsync(ProcessRequestContext context)
    {
        if (context.RequestUri is { } asked)
        {
            context.BaseUri = settings.Issuer;
            context.RequestUri = new Uri(settings.PublicUrl, asked.PathAndQuery);
        }

        return ValueTask.CompletedTask;
    }
}

/// <summary>
/// Requires HTTPS outside Development for signing in and for client authentication. Services may fetch the public documents internally over plain http.
/// </summary>
internal sealed class TransportSecurity : IOpenIddictServerHandler<ProcessRequestContext>
{
    /// <summary>The answer to a request over plain http.</summary>
    public const string Message = "This requires https. If a proxy is in front of the service, add it to Metropool:TrustedProxies.";

    public static OpenIddictServerHandlerDescriptor Descriptor { get; } = OpenIddictServerHandlerDescriptor.CreateBuilder<ProcessRequestContext>()
        .UseSingletonHandler<TransportSecurity>()
        .SetOrder(OpenIddictServerAspNetCoreHandlers.ValidateTransportSecurityRequirement.Descriptor.Order)
        .Build();

    public ValueTask HandleAsync(ProcessRequestContext context)
    {
        var isPublic = context.EndpointType
            is OpenIddictServerEndpointType.Unknown or OpenIddictServerEndpointType.Configuration or OpenIddictServerEndpointType.JsonWebKeySet;
        if (!isPublic && context.Transaction.GetHttpRequest() is { IsHttps: false })
        {
            context.Reject(Errors.InvalidRequest, Message);
        }

        return ValueTask.CompletedTask;
    }
}
