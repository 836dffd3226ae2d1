using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.IdentityModel.Tokens;

namespace Metropool.Http;

/// <summary>Knows callers by the access tokens of Identity (RFC 9068).</summary>
public static class TokenAuthentication
{
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(3);

    /// <summary>Adds bearer tokens as the way to know a caller.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="audiences">A token must be meant for one of these.</param>
    public static IServiceCollection AddTokenAuthentication(this IServiceCollection services, params string[] audiences)
    {
        services.AddMicrosecondClock();
        // Identity is found by service discovery. It is asked again by the follower, so the client itself neither repeats nor logs.
#pragma warning disable EXTEXP0001 // The way to leave the resilience of the defaults out; marked as experimental.
        services.AddHttpClient(KeySetSource.ClientName, http => (http.BaseAddress, http.Timeout) = (new Uri("http://identity"), AnswerTime))
            .RemoveAllResilienceHandlers()
            .RemoveAllLoggers();
#pragma warning restore EXTEXP0001
        services.TryAddSingleton<IKeySetSource, KeySetSource>();
        services.AddSingleton<KeySetManager>();
        services.AddSingleton<IKeySetRefresh>(provider => provider.GetRequiredService<KeySetManager>());
        services.AddSingleton<KeySetFollower>();
        services.AddHostedService(provider => provider.GetRequiredService<KeySetFollower>());
        services.AddHealthChecks().AddCheck<KeySetFollower>("keys");

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
                    // Without keys nobody can say that a token is wrong: 503, and not 401.
                    OnMessageReceived = context => HasToken(context.Request)
                        ? keys.GetConfigurationAsync(context.HttpContext.RequestAborted)
                        : Task.CompletedTask,
                };
            });
        return services;
    }

    internal static bool HasToken(HttpRequest request) => request.Headers.Authorization.ToString().StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase);
}
