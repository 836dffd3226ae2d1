using System.ComponentModel.DataAnnotations;
using Metropool.Http;
using Metropool.Identity.Pages;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Identity;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Metropool.Identity.External;

/// <summary>The settings of another OpenID Connect provider, such as a municipality's, under <c>Metropool:Identity:ExternalProvider:</c>.</summary>
internal sealed class ExternalProviderSettings
{
    /// <summary>The name on the sign-in page.</summary>
    [StringLength(60, MinimumLength = 1), Name(ErrorMessage = "A name is one line, without a web address and without an e-mail address.")]
    public string? Name { get; init; }

    /// <summary>The issuer; <c>/.well-known/openid-configuration</c> is below it.</summary>
    public Uri? Authority { get; init; }

    /// <summary>Our client id at the provider.</summary>
    public string? ClientId { get; init; }

    /// <summary>Our client secret at the provider; null for a public client.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>
    /// Whether e-mail addresses count as verified if the provider doesn't say whether they are. Only for a provider that assigns all addresses itself: a person
    /// who can choose their own address there would get the account of another person here.
    /// </summary>
    public bool AddressesAreVerified { get; init; }
}

/// <summary>The configured provider.</summary>
/// <param name="Name">The name on the sign-in page; null if no provider is configured.</param>
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
        builder.Services.AddSingleton(new ExternalProvider(TextPolicy.NormalizeOrNull(section["Name"])));
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

            // The response is a redirect and not a form of another site, so Lax cookies are enough.
            (CookieBuilder, string)[] cookies =
                [(options.CorrelationCookie, "metropool-identity-correlation."), (options.NonceCookie, "metropool-identity-nonce.")];
            foreach (var (cookie, name) in cookies)
            {
                // The gateway only forwards cookies with our prefix.
                cookie.Name = name;
                cookie.SameSite = SameSiteMode.Lax;
                cookie.SecurePolicy = isDevelopment ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
            }

            options.Events.OnRedirectToIdentityProvider = context =>
            {
                // The public address, whatever address the request came in by.
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
                // Declined, expired or forged: the page says so. The provider's message may have personal data, and isn't logged.
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
