using Metropool.Http;
using Metropool.Jobs;
using Metropool.Mail.Links;
using Metropool.Mail.Parked;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Metropool.Mail;

/// <summary>Registers mail of a service, which is sent from a table in its database.</summary>
public static class MailRegistration
{
    /// <summary>
    /// Adds the relay that sends <see cref="OutgoingMail"/> from the database of <typeparamref name="TDbContext"/>: over SMTP as <c>Metropool:Mail</c>
    /// configures, or to files in Development. Also adds <see cref="OneTimeLinks"/> and <see cref="MailRequests"/>; the model needs their tables.
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
        builder.Services.AddSingleton<MailQueue>();
        builder.Services.AddSingleton<MailRelay<TDbContext>>();
        builder.Services.AddHostedService(services => services.GetRequiredService<MailRelay<TDbContext>>());
        builder.Services.AddHealthChecks().AddCheck<MailRelay<TDbContext>>("mail");
        builder.Services.AddJob<MailMonitorJob<TDbContext>>(TimeSpan.FromSeconds(5));
        builder.Services.AddJob<MailCleanupJob<TDbContext>>(TimeSpan.FromHours(1));
        builder.Services.AddScoped(services => new OneTimeLinks(
            services.GetRequiredService<TDbContext>(), services.GetRequiredService<PlatformSettings>(), services.GetRequiredService<TimeProvider>()));
        builder.Services.AddScoped(services => new ParkedMails(
            services.GetRequiredService<TDbContext>(), services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ApiDescription>()));
        builder.Services.AddScoped(services => new MailRequests(services.GetRequiredService<TDbContext>(), services.GetRequiredService<TimeProvider>()));
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
            yield return "Metropool:Mail:Folder is for development only: messages contain links that give access.";
        }

        if (string.Equals(mail["Security"], nameof(MailSecurity.None), StringComparison.OrdinalIgnoreCase))
        {
            yield return "Metropool:Mail:Security is None, which is for development only: messages contain links that give access.";
        }
    }
}
