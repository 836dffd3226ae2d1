using Microsoft.AspNetCore.Http.Features;

namespace Metropool.Gateway.Boundary;

/// <summary>
/// Takes off a request what only somebody inside may say: where it came from, other than by a trusted proxy, which has been heard by now; and what it would have
/// instead of HTTP.
/// </summary>
internal static class OutsideHeaders
{
    private static readonly string[] Names = ["Forwarded", "X-Real-IP", "True-Client-IP", "X-Client-IP", "X-HTTP-Method-Override", "X-Rewrite-URL", "Upgrade", "HTTP2-Settings"];
    private static readonly string[] Beginnings = ["X-Forwarded-", "X-Original-"];

    public static void UseNoOutsideHeaders(this WebApplication app) => app.Use((context, next) =>
    {
        var headers = context.Request.Headers;
        foreach (var name in headers.Keys.Where(IsOfTheInside).ToList())
        {
            headers.Remove(name);
        }

        // A server that doesn't change the protocol goes on as if nobody had asked (RFC 9110, 7.8).
        context.Features.Set<IHttpUpgradeFeature>(null);
        context.Features.Set<IHttpExtendedConnectFeature>(null);
        return next(context);
    });

    private static bool IsOfTheInside(string name) =>
        Names.Contains(name, StringComparer.OrdinalIgnoreCase) || Beginnings.Any(beginning => name.StartsWith(beginning, StringComparison.OrdinalIgnoreCase));
}
