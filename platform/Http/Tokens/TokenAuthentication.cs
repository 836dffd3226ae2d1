using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.IdentityModel.Tokens;

namespace Metropool.Http;

/// <summary>Authenticates callers by the access tokens of Identity (RFC 9068).</summary>
public static class TokenAuthentication
{
    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(3);

    /// <summary>Adds authentication by bearer tokens.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="audiences">The accepted audiences.</param>
    public static IServiceCollection AddTokenAuthentication(this IServiceCollection services, params string[] audiences)
    {
        services.AddMicrosecondClock();
        // Service discovery resolves Identity. KeySetRefreshService retries, so the client neither retries nor logs.
#pragma warning disable EXTEXP0001 // Experimental, and the only way to remove the default resilience.
        services.AddHttpClient(KeySetSource.ClientName, http => (http.BaseAddress, http.Timeout) = (new Uri("http://identity"), ResponseTimeout))
            .RemoveAllResilienceHandlers()
            .RemoveAllLoggers();
#pragma warning restore EXTEXP0001
        services.TryAddSingleton<IKeySetSource, KeySetSource>();
        services.AddSingleton<KeySetManager>();
        services.AddSingleton<IKeySetRefresh>(provider => provider.GetRequiredService<KeySetManager>());
        services.AddSingleton<KeySetRefreshService>();
        services.AddHostedService(provider => provider.GetRequiredService<KeySetRefreshService>());
        services.AddHealthChecks().AddCheck<KeySetRefreshService>("keys");

        services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer();
        services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme)
            .Configure<KeySetManager, PlatformSettings>((options, keys, settings) =>
            {
                options.ConfigurationManager = keys;
                options.MapInboundClaims = false;
                options.TokenValidationParameters = new()
                {
                    ValidIssuer = settings.Issuer.AbsoluteUri,
                    ValidAudiences = audiences,
                    ValidTypes = ["at+jwt"],
                    ValidAlgorithms = [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.EcdsaSha256],
                    NameClaimType = "name",
                    RoleClaimType = "role",
                    ClockSkew = TimeSpan.FromSeconds(30),
                };
                options.Events = new()
                {
                    // Without keys no token can be validated: the response is 503 and not 401.
                    OnMessageReceived = context => HasToken(context.Request)
                        ? keys.GetConfigurationAsync(context.HttpContext.RequestAborted)
                        : Task.CompletedTask,
                };
            });
        return services;
    }

    internal static bool HasToken(HttpRequest request) => request.Headers.Authorization.ToString().StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase);
}
