using Metropool.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Metropool.Gateway.Limits;

/// <summary>How long the address and the headers of a request may be. The server's own limits are higher, since its answers can't have a problem document.</summary>
internal static class HeaderLimits
{
    private const int LongestTarget = 8 * 1024;
    private const int MostHeaders = 64;

    // An access token takes 2 KB, the cookies of the sign-in pages some 4.
    private const int LargestHeaders = 16 * 1024;

    // The colon, the space and the line end of each header.
    private const int Separators = 4;

    private static readonly Refusal TargetTooLong = new(
        "gateway.address-too-long", $"The path and the query have together more than {LongestTarget} bytes.", StatusCodes.Status414UriTooLong);

    private static readonly Refusal HeadersTooLarge = new(
        "gateway.headers-too-large",
        $"The request has more than {MostHeaders} headers, or they have together more than {LargestHeaders} bytes.",
        StatusCodes.Status431RequestHeaderFieldsTooLarge);

    public static void UseHeaderLimits(this WebApplication app) => app.Use((context, next) =>
    {
        if (context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Length > LongestTarget)
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

        return count > MostHeaders || size > LargestHeaders;
    }
}
