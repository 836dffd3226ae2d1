using Metropool.Http;
using Metropool.Identity.Keys;
using Microsoft.AspNetCore;
using Microsoft.Extensions.Options;
using OpenIddict.Server;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Metropool.Identity.Tokens;

/// <summary>OpenID Connect: which flows there are, and where the defaults of OpenIddict are not ours.</summary>
internal static class TokenServer
{
    public const string AuthorizationPath = "/connect/authorize";
    public const string TokenPath = "/connect/token";
    public const string LogoutPath = "/connect/logout";
    public const string UserInfoPath = "/connect/userinfo";

    /// <summary>Services that tokens are for: the audience and the scope of a service are its name.</summary>
    public static IReadOnlyList<string> Services { get; } = ["identity", "intake", "scheduling", "internship", "assessment"];

    public static void AddTokenServer(this WebApplicationBuilder builder)
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
        builder.Services.AddLiveTokens();
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

                // Services read the token themselves; OpenIddict encrypts by default.
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
                    // After everything that adds its own. S256 only, because "plain" protects nothing; and no client has a secret that it sends.
                    // Its page sends itself with a script, which our pages allow nobody.
                    options.ResponseModes.Remove(ResponseModes.FormPost);
                    options.CodeChallengeMethods.Clear();
                    options.CodeChallengeMethods.Add(CodeChallengeMethods.Sha256);
                    // Consent is never asked for, so that a client can't request the question.
                    options.PromptValues.Clear();
                    options.PromptValues.UnionWith([PromptValues.None, PromptValues.Login, PromptValues.SelectAccount]);
                    options.ClientAuthenticationMethods.Clear();
                    options.ClientAuthenticationMethods.Add(ClientAuthenticationMethods.PrivateKeyJwt);
                });
            });
    }
}

/// <summary>The claim that says which organisation somebody, or a client, speaks for.</summary>
internal static class OrganisationClaim
{
    public const string Name = "organisation";
}

/// <summary>
/// Requests count as sent to the public address, whatever address they came in by: so the discovery document names public endpoints
/// also when a service asks for it inside, and no header can change them.
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

/// <summary>Outside development nobody signs in and no client authenticates over plain http. Only the public documents may be read so: services ask for them inside.</summary>
internal sealed class TransportSecurity : IOpenIddictServerHandler<ProcessRequestContext>
{
    /// <summary>What is said to who comes over plain http.</summary>
    public const string Sentence = "This is only answered over https. Behind a proxy, Metropool:TrustedProxies must name it.";

    public static OpenIddictServerHandlerDescriptor Descriptor { get; } = OpenIddictServerHandlerDescriptor.CreateBuilder<ProcessRequestContext>()
        .UseSingletonHandler<TransportSecurity>()
        .SetOrder(OpenIddictServerAspNetCoreHandlers.ValidateTransportSecurityRequirement.Descriptor.Order)
        .Build();

    public ValueTask HandleAsync(ProcessRequestContext context)
    {
        var isPublic = context.EndpointType is OpenIddictServerEndpointType.Unknown or OpenIddictServerEndpointType.Configuration or OpenIddictServerEndpointType.JsonWebKeySet;
        if (!isPublic && context.Transaction.GetHttpRequest() is { IsHttps: false })
        {
            context.Reject(Errors.InvalidRequest, Sentence);
        }

        return ValueTask.CompletedTask;
    }
}
