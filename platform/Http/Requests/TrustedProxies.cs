using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;
using IPNetwork = System.Net.IPNetwork;

namespace Metropool.Http;

/// <summary>The proxies whose <c>X-Forwarded-*</c> headers are trusted.</summary>
public static class TrustedProxies
{
    private const string Setting = "Metropool:TrustedProxies";

    /// <summary>
    /// Trusts <c>X-Forwarded-For</c>, <c>-Proto</c> and <c>-Host</c> of the proxies in <see cref="PlatformSettings.TrustedProxies"/> only. In a chain of
    /// proxies the headers are followed up to the first address that isn't trusted.
    /// </summary>
    public static IServiceCollection AddTrustedProxies(this IServiceCollection services)
    {
        services.AddSettingsCondition((configuration, _) => configuration.GetSection(Setting).GetChildren()
            .Where(proxy => !IsProxy(proxy.Value))
            .Select(proxy => $"{proxy.Path} is '{proxy.Value}', which is neither an address such as 10.0.0.7 nor a network such as 10.0.0.0/24."));
        services.AddOptions<ForwardedHeadersOptions>().Configure<PlatformSettings>((options, settings) =>
        {
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
            options.ForwardLimit = null;
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            foreach (var proxy in settings.TrustedProxies)
            {
                if (IPAddress.TryParse(proxy, out var address))
                {
                    options.KnownProxies.Add(address);
                }
                else
                {
                    options.KnownIPNetworks.Add(IPNetwork.Parse(proxy));
                }
            }

            if (settings.TrustedProxies.Count == 0)
            {
                // With empty lists every proxy would be trusted.
                options.ForwardedHeaders = ForwardedHeaders.None;
            }
        });
        return services;
    }

    private static bool IsProxy(string? text) => IPAddress.TryParse(text, out _) || IPNetwork.TryParse(text, out _);
}
