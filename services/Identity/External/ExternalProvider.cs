using System.ComponentModel.DataAnnotations;
using Metropool.Http;
using Metropool.Identity.Pages;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Identity;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Metropool.Identity.External;

/// <summary>Another OpenID Connect provider, such as a municipality's own, under <c>Metropool:Identity:ExternalProvider:</c>.</summary>
internal sealed class ExternalProviderSettings
{
    /// <summary>What people know it by, on the sign-in page.</summary>
    [StringLength(60, MinimumLength = 1), Name(ErrorMessage = "A name is one line, without a web address and without an e-mail address.")]
    public string? Name { get; init; }

    /// <summary>Its issuer; <c>/.well-known/openid-configuration</c> is below it.</summary>
    public Uri? Authority { get; init; }

    /// <summary>Who we are to it.</summary>
    public string? ClientId { get; init; }

    /// <summary>The secret to it; none where it knows us as a public client.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>
    /// Whether its addresses count as verified where it doesn't say so of one. For providers that never say it and give every address out themselves: whoever can choose
    /// their address there would get the account of another here.
    /// </summary>
    public bool AddressesAreVerified { get; init; }
}

/// <summary>The provider that is configured, if any.</summary>
/// <param name="Name">What people know it by; null where there is none.</param>
internal sealed record ExternalProvider(string? Name)
{
    public const string Scheme = "external";
    public const string CallbackPath = "/sign-in/external/callback";
    public const string Issuer = "issuer";
    private static readonly string[] Scopes = ["openid", "profile", "email"];
    private static readonly string[] Needed = ["Name", "Authority", "ClientId"];

    public static void Add(WebApplicationBuilder builder)
    {
        var section = builder.Configuration.GetSection("Metropool:Identity:ExternalProvider");
        builder.Services.AddSettingsCondition((configuration, environment) => Faults(configuration, environment));
        builder.Services.AddScoped<ProviderLinks>();
        if (TextPolicy.IsBlank(section["Authority"]))
        {
            builder.Services.AddSingleton(new ExternalProvider(Name: null));
            return;
        }

        var isDevelopment = builder.Environment.IsDevelopment();
        builder.Services.AddSingleton(new ExternalProvider(TextPolicy.Tidy(section["Name"])));
        builder.Services.AddAuthentication().AddOpenIdConnect(Scheme, _ => { });
        builder.Services.AddOptions<OpenIdConnectOptions>(Scheme).Configure<IdentitySettings, PlatformSettings>((options, identity, platform) =>
        {
            var provider = identity.ExternalProvider!;
            options.Authority = provider.Authority!.AbsoluteUri.TrimEnd('/');
            options.ClientId = provider.ClientId;
            options.ClientSecret = provider.ClientSecret;
            options.SignInScheme = IdentityConstants.ExternalScheme;
            options.CallbackPath = CallbackPath;
            options.ResponseType = OpenIdConnectResponseType.Code;
            options.ResponseMode = OpenIdConnectResponseMode.Query;
            options.UsePkce = true;
            options.MapInboundClaims = false;
            options.GetClaimsFromUserInfoEndpoint = true;
            options.ClaimActions.MapUniqueJsonKey(ProviderLinks.EmailVerified, ProviderLinks.EmailVerified);
            options.RequireHttpsMetadata = !isDevelopment;
            options.DisableTelemetry = true;
            options.Scope.Clear();
            foreach (var scope in Scopes)
            {
                options.Scope.Add(scope);
            }

            // The answer comes by a redirect and not by a form of another site, so Lax cookies are enough.
            foreach (var (cookie, name) in new[] { (options.CorrelationCookie, "metropool-identity-correlation."), (options.NonceCookie, "metropool-identity-nonce.") })
            {
                // The gateway forwards cookies with our prefix alone.
                cookie.Name = name;
                cookie.SameSite = SameSiteMode.Lax;
                cookie.SecurePolicy = isDevelopment ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
            }

            options.Events.OnRedirectToIdentityProvider = context =>
            {
                // Whatever address the request came in by.
                context.ProtocolMessage.RedirectUri = new Uri(platform.PublicUrl, "/identity" + CallbackPath).AbsoluteUri;
                return Task.CompletedTask;
            };
            options.Events.OnTokenValidated = context =>
            {
                context.Properties!.Items[Issuer] = context.SecurityToken.Issuer;
                return Task.CompletedTask;
            };
            options.Events.OnRemoteFailure = context =>
            {
                // Declined, too late, or not ours: the page says so. What the provider said may hold personal data, and is not logged.
                context.Response.Redirect(PageGroup.Href(ExternalSignIn.FailedPath));
                context.HandleResponse();
                return Task.CompletedTask;
            };
        });
    }

    private static IEnumerable<string> Faults(IConfiguration configuration, IHostEnvironment environment)
    {
        var section = configuration.GetSection("Metropool:Identity:ExternalProvider");
        var given = Needed.Where(key => !TextPolicy.IsBlank(section[key])).ToArray();
        if (given.Length is > 0 and < 3)
        {
            yield return "Metropool:Identity:ExternalProvider needs Name, Authority and ClientId, or none of them.";
        }

        if (!environment.IsDevelopment() && Uri.TryCreate(section["Authority"], UriKind.Absolute, out var authority) && authority.Scheme != Uri.UriSchemeHttps)
        {
            yield return "Metropool:Identity:ExternalProvider:Authority must begin with https://.";
        }
    }
}
