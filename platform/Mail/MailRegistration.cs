using Metropool.Http;
using Metropool.Mail.Links;
using Metropool.Mail.Parked;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Metropool.Mail;

/// <summary>Mail of a service, through a table in its own database.</summary>
public static class MailRegistration
{
    /// <summary>
    /// Adds the relay that sends what <typeparamref name="TDbContext"/> saves as <see cref="OutgoingMail"/>: over SMTP as <c>Metropool:Mail</c> says,
    /// or as files in development; and <see cref="MailedLinks"/> and <see cref="AskedMails"/>, whose tables the model has with <c>AddMailedLinks</c> and <c>AddAskedMails</c>.
    /// </summary>
    public static WebApplicationBuilder AddMail<TDbContext>(this WebApplicationBuilder builder)
        where TDbContext : DbContext
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddSettings<MailSettings>("Mail");
        builder.Services.AddSettingsCondition(Faults);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<MailMetrics>();
        builder.Services.TryAddSingleton<IMailer>(services => services.GetRequiredService<MailSettings>() switch
        {
            { Host.Length: > 0 } settings => new SmtpMailer(settings),
            { Folder.Length: > 0 } settings => new FileMailer(settings),
            _ => new NoMailer(),
        });
        builder.Services.AddSingleton(services => new MailRelay<TDbContext>(
            services.GetRequiredService<IServiceScopeFactory>(),
            services.GetRequiredService<IMailer>(),
            services.GetRequiredService<MailMetrics>(),
            services.GetRequiredService<MailSettings>(),
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<Microsoft.Extensions.Logging.ILogger<MailRelay<TDbContext>>>()));
        builder.Services.AddHostedService(services => services.GetRequiredService<MailRelay<TDbContext>>());
        builder.Services.AddScoped(services => new MailedLinks(services.GetRequiredService<TDbContext>(), services.GetRequiredService<PlatformSettings>(), services.GetRequiredService<TimeProvider>()));
        builder.Services.AddScoped(services => new ParkedMails(services.GetRequiredService<TDbContext>(), services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ApiDescription>()));
        builder.Services.AddScoped(services => new AskedMails(services.GetRequiredService<TDbContext>(), services.GetRequiredService<TimeProvider>()));
        builder.Services.AddHealthChecks().Add(new HealthCheckRegistration("mail", services => services.GetRequiredService<MailRelay<TDbContext>>(), null, null));
        return builder;
    }

    private static IEnumerable<string> Faults(IConfiguration configuration, IHostEnvironment environment)
    {
        var mail = configuration.GetSection("Metropool:Mail");
        if (environment.IsDevelopment())
        {
            yield break;
        }

        if (string.IsNullOrWhiteSpace(mail["Host"]))
        {
            yield return "Metropool:Mail:Host is not set: the mail server, such as smtp.metropool.example.";
        }

        if (string.IsNullOrWhiteSpace(mail["From"]))
        {
            yield return "Metropool:Mail:From is not set: the address that messages come from, such as metropool@metropool.example.";
        }

        if (!string.IsNullOrWhiteSpace(mail["Folder"]))
        {
            yield return "Metropool:Mail:Folder is for development only: messages hold links that give access.";
        }

        if (string.Equals(mail["Security"], nameof(MailSecurity.None), StringComparison.OrdinalIgnoreCase))
        {
            yield return "Metropool:Mail:Security is None, which is for development only: messages hold links that give access.";
        }
    }
}
