using Metropool.Http;
using Metropool.Identity.Development;
using Metropool.Identity.SignIn;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Antiforgery;

namespace Metropool.Identity.Accounts;

/// <summary>Accounts on ASP.NET Core Identity: passwords, lock-out, and the cookie of who signed in.</summary>
internal static class AccountsRegistration
{
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
                options.Password.RequiredLength = 12;
                options.Password.RequiredUniqueChars = 5;
                options.Password.RequireDigit = false;
                options.Password.RequireLowercase = false;
                options.Password.RequireUppercase = false;
                options.Password.RequireNonAlphanumeric = false;
            })
            .AddEntityFrameworkStores<IdentityDbContext>()
            .AddSignInManager<StampedSignIn>();
        services.AddOptions<IdentityOptions>().Configure<IdentitySettings>((options, settings) =>
        {
            options.Lockout.MaxFailedAccessAttempts = settings.AttemptsBeforeLockout;
            options.Lockout.DefaultLockoutTimeSpan = settings.LockoutDuration;
        });
        services.AddAuthentication().AddIdentityCookies();
        services.AddOptions<CookieAuthenticationOptions>(IdentityConstants.ApplicationScheme).Configure<IdentitySettings>((options, settings) =>
        {
            options.Cookie.Name = "metropool-identity";
            options.Cookie.SecurePolicy = secure;
            options.ExpireTimeSpan = settings.SignInLifetime;
        });
        services.AddAntiforgery();
        services.AddOptions<AntiforgeryOptions>().Configure(options =>
        {
            options.Cookie.Name = "metropool-identity-form";
            options.Cookie.SecurePolicy = secure;
            options.SuppressXFrameOptionsHeader = true;
        });
        services.AddRazorComponents();
        services.AddDataProtection().SetApplicationName("metropool-identity").PersistKeysToDbContext<IdentityDbContext>();
        services.AddIdentityPolicies();
        services.AddScoped<Registrar>();
    }

    public static void AddPreparation(this WebApplicationBuilder builder)
    {
        builder.Services.AddSettingsCondition((configuration, environment) =>
            !environment.IsDevelopment() && !string.IsNullOrWhiteSpace(configuration["Metropool:Identity:DemoUsersFile"])
                ? ["Metropool:Identity:DemoUsersFile is for development only: its accounts have passwords that lie in a file."]
                : []);
        builder.Services.AddScoped<DemoAccounts>();
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
