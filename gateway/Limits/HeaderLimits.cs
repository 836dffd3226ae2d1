using Metropool.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Metropool.Gateway.Limits;

/// <summary>
/// Limits the length of the target and the headers of a request. The limits of the server are higher, because its responses have no problem document.
/// </summary>
internal static class HeaderLimits
{
    private const int MaxTargetLength = 8 * 1024;
    private const int MaxHeaderCount = 64;

    // An access token has about 2 KB, the cookies of the sign-in pages about 4 KB.
    private const int MaxHeadersSize = 16 * 1024;

    // The colon, the space and the line break of each header.
    private const int Separators = 4;

    private static readonly Refusal TargetTooLong = new(
        "gateway.uri-too-long", $"The path and query exceed {MaxTargetLength} bytes.", StatusCodes.Status414UriTooLong);

    private static readonly Refusal HeadersTooLarge = new(
        "gateway.headers-too-large",
        $"The request has more than {MaxHeaderCount} headers, or more than {MaxHeadersSize} bytes of headers.",
        StatusCodes.Status431RequestHeaderFieldsTooLarge);

    public static void UseHeaderLimits(this WebApplication app) => app.Use((context, next) =>
    {
        if (context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Length > MaxTargetLength)
        {
            return TargetTooLong.ToProblem().ExecuteAsync(context);
        }

        return Exceeds(context.Request.Headers) ? HeadersTooLarge.ToProblem().ExecuteAsync(context) : next(context);
    });

    private static bool Exceeds(IHeaderDictionary headers)
    {
        var (count, size) = (0, 0);
        foreach (var (name, values) in headers)
        {
            foreach (var value in values)
            {
                count++;
                size += name.Length + (value?.Length ?? 0) + Separators;
            }
        }

        return count > MaxHeaderCount || size > MaxHeadersSize;
    }
}
