using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Metropool.Http;

/// <summary>Settings below <c>Metropool:</c>. A wrong value or an unknown key prevents the start, with a sentence for each.</summary>
public static class SettingsRegistration
{
    /// <summary>The exit code of a process that doesn't start because of its settings (<c>EX_CONFIG</c> of sysexits).</summary>
    public const int WrongSettingsExitCode = 78;

    /// <summary>
    /// Binds <c>Metropool:&lt;section&gt;</c> to <typeparamref name="TSettings"/>, which is then injected as itself or as <see cref="IOptions{TOptions}"/>.
    /// Its properties are the keys, its data annotations the limits, and its initial values the defaults.
    /// </summary>
    /// <param name="builder">The application.</param>
    /// <param name="section">The name of the section, such as <c>Intake</c>; levels are separated by a colon.</param>
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

    /// <summary>Adds a condition for starting, such as a required connection string. It returns a sentence for every fault.</summary>
    public static IServiceCollection AddSettingsCondition(
        this IServiceCollection services, Func<IConfiguration, IHostEnvironment, IEnumerable<string>> faults) =>
        services.AddSingleton(new SettingsCondition(faults));

    /// <summary>Adds the settings that all processes share, and the name of the section below <c>Metropool:</c> that is checked for unknown keys.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="process">The name of the process, such as <c>intake</c> or <c>gateway</c>.</param>
    public static IServiceCollection AddSharedSettings(this IServiceCollection services, string process)
    {
        services.AddSingleton(new OwnSettingsSection(process));
        services.AddSettings<PlatformSettings>("");
        services.AddSettingsCondition((_, _) => TextPolicy.IsNormalizationAvailable ? [] : [TextPolicy.NormalizationUnavailable]);
        return services.AddSettingsCondition(PublicUrlFaults);
    }

    /// <summary>Checks all settings, and writes their faults to standard error.</summary>
    /// <returns>True where the process can start.</returns>
    public static bool AreSettingsValid(this WebApplication app)
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
            return environment.IsDevelopment()
                ? []
                : ["Metropool:PublicUrl is not set: the public address of the platform, such as https://metropool.example."];
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var url))
        {
            // SettingsCheck reports this.
            return [];
        }

        if (url.PathAndQuery != "/" || url.Fragment.Length > 0)
        {
            return [$"Metropool:PublicUrl is '{text}', which has a path; it is the address of the whole platform, such as https://metropool.example."];
        }

        return url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && environment.IsDevelopment())
            ? []
            : [$"Metropool:PublicUrl is '{text}', which doesn't start with https://. http is for development only."];
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
