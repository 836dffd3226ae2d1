using Microsoft.AspNetCore.Http.Features;

namespace Metropool.Gateway.Boundary;

/// <summary>
/// Removes request headers that a caller must not set: the origin of the request (those of trusted proxies have been applied before), overrides of its method
/// or path, and protocol upgrades.
/// </summary>
internal static class UntrustedHeaders
{
    private static readonly string[] Names =
        ["Forwarded", "X-Real-IP", "True-Client-IP", "X-Client-IP", "X-HTTP-Method-Override", "X-Rewrite-URL", "Upgrade", "HTTP2-Settings"];

    private static readonly string[] Prefixes = ["X-Forwarded-", "X-Original-"];

    public static void UseUntrustedHeaderRemoval(this WebApplication app) => app.Use((context, next) =>
    {
        var headers = context.Request.Headers;
        foreach (var name in headers.Keys.Where(IsUntrusted).ToList())
        {
            headers.Remove(name);
        }

        // A server may ignore a request for an upgrade (RFC 9110, 7.8).
        context.Features.Set<IHttpUpgradeFeature>(null);
        context.Features.Set<IHttpExtendedConnectFeature>(null);
        return next(context);
    });

    private static bool IsUntrusted(string name) =>
        Names.Contains(name, StringComparer.OrdinalIgnoreCase) || Prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
}
