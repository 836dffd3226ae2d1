using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;
using IPNetwork = System.Net.IPNetwork;

namespace Metropool.Http;

/// <summary>Whose word is taken for where a request came from, by which host and whether by https.</summary>
public static class TrustedProxies
{
    private const string Setting = "Metropool:TrustedProxies";

    /// <summary>
    /// Believes <c>X-Forwarded-For</c>, <c>-Proto</c> and <c>-Host</c> of the proxies in <see cref="PlatformSettings.TrustedProxies"/>, and of nobody else. Of several in a
    /// row each is asked who came to it, as long as it is one of them.
    /// </summary>
    public static IServiceCollection AddTrustedProxies(this IServiceCollection services)
    {
        services.AddSettingsCondition((configuration, _) => configuration.GetSection(Setting).GetChildren()
            .Where(proxy => !IsProxy(proxy.Value))
            .Select(proxy => $"{proxy.Path} is '{proxy.Value}', which is no address such as 10.0.0.7 and no network such as 10.0.0.0/24."));
        services.AddOptions<ForwardedHeadersOptions>().Configure<PlatformSettings>((options, settings) =>
        {
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
            // The first address that is none of ours is where it ends.
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
                // Empty lists would mean everybody.
                options.ForwardedHeaders = ForwardedHeaders.None;
            }
        });
        return services;
    }

    private static bool IsProxy(string? text) => IPAddress.TryParse(text, out _) || IPNetwork.TryParse(text, out _);
}
