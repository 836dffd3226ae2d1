using Metropool.Http;
using Metropool.Identity.Clients;
using Metropool.Identity.Development;
using Metropool.Identity.Erasure;
using Metropool.Identity.External;
using Metropool.Identity.Invitations;
using Metropool.Identity.Keys;
using Metropool.Identity.Links;
using Metropool.Identity.Organisations;
using Metropool.Identity.Security;
using Metropool.Identity.Sessions;
using Metropool.Identity.SignIn;
using Metropool.Identity.Upkeep;
using Metropool.Messaging;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Identity;

namespace Metropool.Identity.Accounts;

/// <summary>Accounts on ASP.NET Core Identity: passwords, attempts to sign in, and the cookie of who signed in.</summary>
internal static class AccountsRegistration
{
    public const int ShortestPassword = 12;
    public const int DifferentCharacters = 5;

    public static void AddAccounts(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        var secure = builder.Environment.IsDevelopment() ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
        services.AddIdentityCore<Account>(options =>
            {
                // With the tables of passkeys, so that adding them later moves nothing.
                options.Stores.SchemaVersion = IdentitySchemaVersions.Version3;
                options.User.RequireUniqueEmail = true;
                // Every valid address is one to sign in with, that of d'hondt too: addresses are checked where they come in.
                options.User.AllowedUserNameCharacters = "";
                options.SignIn.RequireConfirmedEmail = true;

                // Length protects; rules on kinds of characters don't.
                options.Password.RequiredLength = ShortestPassword;
                options.Password.RequiredUniqueChars = DifferentCharacters;
                options.Password.RequireDigit = false;
                options.Password.RequireLowercase = false;
                options.Password.RequireUppercase = false;
                options.Password.RequireNonAlphanumeric = false;
            })
            .AddEntityFrameworkStores<IdentityDbContext>();
        services.AddScoped<IPasskeyHandler<Account>, PasskeyHandler<Account>>();
        services.AddOptions<IdentityPasskeyOptions>().Configure<PlatformSettings>((options, platform) =>
        {
            // Both factors at once: the device, and whoever unlocks it. For the address that people know, whatever address a request came in by.
            options.UserVerificationRequirement = "required";
            options.ResidentKeyRequirement = "required";
            options.ServerDomain = platform.PublicUrl.Host;
            options.ValidateOrigin = context => ValueTask.FromResult(
                !context.CrossOrigin && Uri.TryCreate(context.Origin, UriKind.Absolute, out var origin) && origin.GetLeftPart(UriPartial.Authority) == platform.PublicUrl.GetLeftPart(UriPartial.Authority));
        });
        services.AddAuthentication().AddIdentityCookies();
        services.AddOptions<CookieAuthenticationOptions>(IdentityConstants.ApplicationScheme).Configure<IdentitySettings>((options, settings) =>
        {
            options.ExpireTimeSpan = settings.SignInLifetime;

            // An ended session, or a changed password, counts from the next request on.
            options.Events = new() { OnValidatePrincipal = SignInSessions.ValidateAsync };
        });
        foreach (var (scheme, name) in new[] { (IdentityConstants.ApplicationScheme, "metropool-identity"), (IdentityConstants.TwoFactorUserIdScheme, "metropool-identity-step"), (IdentityConstants.ExternalScheme, "metropool-identity-external") })
        {
            services.Configure<CookieAuthenticationOptions>(scheme, options => (options.Cookie.Name, options.Cookie.SecurePolicy) = (name, secure));
        }

        services.AddAntiforgery();
        services.AddOptions<AntiforgeryOptions>().Configure(options =>
        {
            options.Cookie.Name = "metropool-identity-form";
            options.Cookie.SecurePolicy = secure;
            options.SuppressXFrameOptionsHeader = true;
        });
        services.AddDataProtection().SetApplicationName("metropool-identity").PersistKeysToDbContext<IdentityDbContext>();
        services.AddOptions<KeyManagementOptions>().Configure<IdentitySettings>((options, settings) =>
            options.XmlEncryptor = ConfiguredKeys.Of(settings).FirstOrDefault() is { } key ? new ConfiguredKeyEncryptor(key) : null);
        services.AddSettingsCondition(ConfiguredKeys.Faults);
        services.AddSettingsCondition((configuration, _) => SignInThrottle.Faults(configuration));
        services.AddIdentityPolicies();
        services.AddScoped<Registrar>();
        services.AddScoped<SignInSessions>();
        services.AddScoped<SignInFlow>();
        services.AddSingleton<AttemptKeys>();
        services.AddScoped<KnownDevices>();
        services.AddScoped<SignInThrottle>();
        services.AddScoped<AccountMails>();
        services.AddScoped<ClientNotifications>();
        services.AddScoped<SecondFactors>();
        services.AddScoped<Passkeys>();
        services.AddScoped<AccountMeasures>();
        services.AddSingleton<SecondFactorPolicy>();
        services.AddScoped<Appointments>();
        services.AddScoped<Erasures>();
        ExternalProvider.Add(builder);
    }

    public static void AddPreparation(this WebApplicationBuilder builder)
    {
        builder.Services.AddSettingsCondition((configuration, environment) =>
            !environment.IsDevelopment() && !TextPolicy.IsBlank(configuration["Metropool:Identity:DemoUsersFile"])
                ? ["Metropool:Identity:DemoUsersFile is for development only: its accounts have passwords that lie in a file."]
                : []);
        builder.Services.AddScoped<DemoAccounts>();
        builder.Services.AddScoped<OwnClients>();
        builder.Services.AddScoped<FirstAdministrator>();
        builder.Services.AddScoped<Clearance>();
        builder.Services.AddFailedMessageErasure<IdentityDbContext>(db => db.ErasedPeople.Select(erased => erased.PersonId));
        builder.Services.AddScoped<OrganisationContacts>();
        builder.Services.AddSingleton<Preparation>();
        builder.Services.AddHostedService(services => services.GetRequiredService<Preparation>());
        builder.Services.AddHealthChecks().AddCheck<Preparation>("preparation");
        builder.Services.AddExceptionHandler<NotPreparedFailure>();
    }

    /// <summary>Nothing can be signed or checked before the database has answered: 503.</summary>
    private sealed class NotPreparedFailure : IExceptionHandler
    {
        public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
        {
            if (exception is not Keys.NotPreparedException)
            {
                return false;
            }

            httpContext.Response.Headers.RetryAfter = "5";
            await new Refusal(ProblemCodes.Unavailable, "Identity waits for its database; try again later.", StatusCodes.Status503ServiceUnavailable).ToProblem().ExecuteAsync(httpContext);
            return true;
        }
    }
}
