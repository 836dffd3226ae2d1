using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace Metropool.Http;

/// <summary>How large the body of a request may be; an endpoint may have a smaller limit of its own. The server holds to it while it reads, where the length isn't announced.</summary>
public static class BodyLimit
{
    /// <summary>
    /// Room for the longest that somebody may write at once, an internship report of twice 200,000 characters, each of them escaped; in bytes. The gateway lets as much
    /// through.
    /// </summary>
    public const int Default = 3 * 1024 * 1024;

    /// <summary>Refuses a body that is announced as too large before anything of it is read.</summary>
    internal static void UseBodyLimit(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (context.Request.ContentLength > (context.GetEndpoint()?.Metadata.GetMetadata<IRequestSizeLimitMetadata>()?.MaxRequestBodySize ?? Default))
        {
            context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            return Task.CompletedTask;
        }

        return next(context);
    });
}
