using Metropool.Http;
using Metropool.Identity.Clients;
using Metropool.Identity.Development;
using Metropool.Identity.Erasure;
using Metropool.Identity.External;
using Metropool.Identity.Invitations;
using Metropool.Identity.Jobs;
using Metropool.Identity.Keys;
using Metropool.Identity.Links;
using Metropool.Identity.Organisations;
using Metropool.Identity.Security;
using Metropool.Identity.Sessions;
using Metropool.Identity.SignIn;
using Metropool.Jobs;
using Metropool.Messaging;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Identity;

namespace Metropool.Identity.Accounts;

/// <summary>Registers accounts on ASP.NET Core Identity: passwords, cookies, second factors and everything that belongs to them.</summary>
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
                // With the tables of passkeys.
                options.Stores.SchemaVersion = IdentitySchemaVersions.Version3;
                options.User.RequireUniqueEmail = true;
                // Every valid e-mail address is a user name, also that of d'hondt. Addresses are validated in the forms.
                options.User.AllowedUserNameCharacters = "";
                options.SignIn.RequireConfirmedEmail = true;

                // Only a minimum length is required: rules about kinds of characters don't improve security (NIST SP 800-63B).
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
            // Both factors at once: the device and its user. For the public address, whatever address the request came in by.
            options.UserVerificationRequirement = "required";
            options.ResidentKeyRequirement = "required";
            options.ServerDomain = platform.PublicUrl.Host;
            options.ValidateOrigin = context => ValueTask.FromResult(
                !context.CrossOrigin
                && Uri.TryCreate(context.Origin, UriKind.Absolute, out var origin)
                && origin.GetLeftPart(UriPartial.Authority) == platform.PublicUrl.GetLeftPart(UriPartial.Authority));
        });
        services.AddAuthentication().AddIdentityCookies();
        services.AddOptions<CookieAuthenticationOptions>(IdentityConstants.ApplicationScheme).Configure<IdentitySettings>((options, settings) =>
        {
            options.ExpireTimeSpan = settings.SignInLifetime;

            // An ended session or a changed password takes effect at the next request.
            options.Events = new() { OnValidatePrincipal = SignInSessions.ValidateAsync };
        });
        NameCookie(IdentityConstants.ApplicationScheme, "metropool-identity");
        NameCookie(IdentityConstants.TwoFactorUserIdScheme, "metropool-identity-step");
        NameCookie(IdentityConstants.ExternalScheme, "metropool-identity-external");

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
        services.AddScoped<AccountStore>();
        services.AddScoped<SignInSessions>();
        services.AddScoped<SignInFlow>();
        services.AddSingleton<AttemptKeys>();
        services.AddScoped<KnownDevices>();
        services.AddScoped<SignInThrottle>();
        services.AddScoped<AccountMails>();
        services.AddScoped<ClientNotifications>();
        services.AddScoped<SecondFactors>();
        services.AddScoped<Passkeys>();
        services.AddScoped<AccountActions>();
        services.AddScoped<Self.OwnAccount>();
        services.AddSingleton<SecondFactorPolicy>();
        services.AddScoped<Appointments>();
        services.AddScoped<PersonErasure>();
        ExternalProvider.Add(builder);

        void NameCookie(string scheme, string name) =>
            services.Configure<CookieAuthenticationOptions>(scheme, options => (options.Cookie.Name, options.Cookie.SecurePolicy) = (name, secure));
    }

    public static void AddPreparation(this WebApplicationBuilder builder)
    {
        builder.Services.AddSettingsCondition((configuration, environment) =>
            !environment.IsDevelopment() && !TextPolicy.IsBlank(configuration["Metropool:Identity:DemoUsersFile"])
                ? ["Metropool:Identity:DemoUsersFile is for development only: the passwords of its accounts are in a file."]
                : []);
        builder.Services.AddScoped<DemoAccounts>();
        builder.Services.AddScoped<FirstPartyClients>();
        builder.Services.AddFailedMessageErasure<IdentityDbContext>(db => db.ErasedPeople.Select(erased => erased.PersonId));
        builder.Services.AddScoped<OrganisationContacts>();
        builder.Services.AddJob<KeyRotationJob>(TimeSpan.FromMinutes(1));
        builder.Services.AddJob<ExpiredDataCleanupJob>(TimeSpan.FromHours(1));
        builder.Services.AddJob<FirstAdministratorJob>(TimeSpan.FromHours(1));
        builder.Services.AddSingleton<StartupService>();
        builder.Services.AddHostedService(services => services.GetRequiredService<StartupService>());
        builder.Services.AddHealthChecks().AddCheck<StartupService>("preparation");
        builder.Services.AddExceptionHandler<NotPreparedFailure>();
    }

    /// <summary>Answers 503 while there are no keys, because the database hasn't been available yet.</summary>
    private sealed class NotPreparedFailure : IExceptionHandler
    {
        public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
        {
            if (exception is not Keys.NotPreparedException)
            {
                return false;
            }

            httpContext.Response.Headers.RetryAfter = "5";
            await Refusals.NotPrepared.ToProblem().ExecuteAsync(httpContext);
            return true;
        }
    }
}
