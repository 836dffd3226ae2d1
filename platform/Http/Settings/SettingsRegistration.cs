using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Metropool.Http;

/// <summary>Settings under <c>Metropool:</c>, bound strictly: a wrong value or an unknown key stops the start with a sentence that names it.</summary>
public static class SettingsRegistration
{
    /// <summary>The exit code of a process that won't start with the settings it was given (<c>EX_CONFIG</c> of sysexits).</summary>
    public const int WrongSettingsExitCode = 78;

    /// <summary>
    /// Binds <c>Metropool:&lt;section&gt;</c> to <typeparamref name="TSettings"/>, which is then injected as itself or as <see cref="IOptions{TOptions}"/>.
    /// Its properties are the keys that exist, its data annotations their limits, its initial values their defaults.
    /// </summary>
    /// <param name="builder">The application.</param>
    /// <param name="section">The section's name, such as <c>Intake</c>; several levels are parted by a colon.</param>
    public static TBuilder AddSettings<TSettings, TBuilder>(this TBuilder builder, string section)
        where TSettings : class, new()
        where TBuilder : IHostApplicationBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(section);
        builder.Services.AddSettings<TSettings>(section);
        return builder;
    }

    /// <inheritdoc cref="AddSettings{TSettings, TBuilder}(TBuilder, string)"/>
    public static WebApplicationBuilder AddSettings<TSettings>(this WebApplicationBuilder builder, string section)
        where TSettings : class, new() =>
        builder.AddSettings<TSettings, WebApplicationBuilder>(section);

    /// <summary>Adds a further condition for the start, such as a connection string that must be there. It yields a sentence for everything that is wrong.</summary>
    public static IServiceCollection AddSettingsCondition(this IServiceCollection services, Func<IConfiguration, IHostEnvironment, IEnumerable<string>> faults) =>
        services.AddSingleton(new SettingsCondition(faults));

    /// <summary>Adds the settings that all processes share, and says whose section under <c>Metropool:</c> is checked for unknown keys.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="process">The name of the process, such as <c>intake</c> or <c>gateway</c>.</param>
    public static IServiceCollection AddSharedSettings(this IServiceCollection services, string process)
    {
        services.AddSingleton(new OwnSettingsSection(process));
        services.AddSettings<PlatformSettings>("");
        services.AddSettingsCondition((_, _) => TextPolicy.IsNormalizationAvailable ? [] : [TextPolicy.NormalizationUnavailable]);
        return services.AddSettingsCondition(PublicUrlFaults);
    }

    /// <summary>Checks all settings, and says on standard error what is wrong with them.</summary>
    /// <returns>True when the process may start.</returns>
    public static bool SettingsAreRight(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var faults = app.Services.GetRequiredService<SettingsCheck>().Faults();
        foreach (var fault in faults)
        {
            Console.Error.WriteLine($"{app.Environment.ApplicationName} can't start: {fault}");
        }

        return faults.Count == 0;
    }

    private static IEnumerable<string> PublicUrlFaults(IConfiguration configuration, IHostEnvironment environment)
    {
        var text = configuration["Metropool:PublicUrl"];
        if (string.IsNullOrWhiteSpace(text))
        {
            return environment.IsDevelopment() ? [] : ["Metropool:PublicUrl is not set: the address that people and clients know the platform by, such as https://metropool.example."];
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var url))
        {
            // Said already, as a wrong value.
            return [];
        }

        if (url.PathAndQuery != "/" || url.Fragment.Length > 0)
        {
            return [$"Metropool:PublicUrl is '{text}', which has a path; it is the address of the whole platform, such as https://metropool.example."];
        }

        return url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && environment.IsDevelopment())
            ? []
            : [$"Metropool:PublicUrl is '{text}', which doesn't start with https://. Plain http is for development only."];
    }

    private static void AddSettings<TSettings>(this IServiceCollection services, string section)
        where TSettings : class, new()
    {
        var path = section.Length == 0 ? SettingsCheck.Root : $"{SettingsCheck.Root}:{section}";
        services.AddSingleton(new SettingsSection(path, typeof(TSettings)));
        services.TryAddSingleton<SettingsCheck>();
        services.AddOptions<TSettings>().Configure<IConfiguration>((settings, configuration) => configuration.GetSection(path).Bind(settings));
        services.TryAddSingleton(provider => provider.GetRequiredService<IOptions<TSettings>>().Value);
    }
}
