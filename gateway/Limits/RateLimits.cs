using System.Globalization;
using System.Threading.RateLimiting;
using Metropool.Http;
using Microsoft.AspNetCore.RateLimiting;

namespace Metropool.Gateway.Limits;

/// <summary>
/// Limits the requests of each caller: a person by <c>sub</c> and a client of an organisation by <c>client_id</c> of a valid token, and any other caller by
/// address. Sign-in requests have an additional, stricter limit per address.
/// </summary>
internal static class RateLimits
{
    private const string SignInService = "/identity";
    private const string Api = "/v1";

    public static void AddRateLimits(this IServiceCollection services)
    {
        services.AddRateLimiter(_ => { });
        services.AddOptions<RateLimiterOptions>().Configure<GatewaySettings>((options, settings) =>
        {
            options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            options.GlobalLimiter = PartitionedRateLimiter.CreateChained(ByCaller(settings.Rates), BySignIn(settings.Rates));
            options.OnRejected = RefuseAsync;
        });
    }

    /// <summary>Counts and limits requests before invalid tokens are refused, so that requests with guessed tokens count as well.</summary>
    public static void UseRateLimits(this WebApplication app)
    {
        app.Use(async (context, next) =>
        {
            context.Features.Set(new KnownCaller(await context.KnownCallerAsync()));
            await next(context);
        });
        app.UseRateLimiter();
    }

    private static PartitionedRateLimiter<HttpContext> ByCaller(RateSettings rates) =>
        PartitionedRateLimiter.Create<HttpContext, string>(context => CallerOf(context) switch
        {
            { PersonId: { } person } => Partition($"person {person}", rates.PersonPerMinute),
            { ClientId: { } client } => Partition($"client {client}", rates.ClientPerMinute),
            _ => Partition(AddressPartitions.Of(context.Connection.RemoteIpAddress), rates.AddressPerMinute),
        });

    private static PartitionedRateLimiter<HttpContext> BySignIn(RateSettings rates) =>
        PartitionedRateLimiter.Create<HttpContext, string>(context => IsSignIn(context)
            ? Partition(AddressPartitions.Of(context.Connection.RemoteIpAddress), rates.SignInPerMinute)
            : RateLimitPartition.GetNoLimiter(""));

    // A valid token lifts this limit only for Identity's API: its pages and its token endpoint don't use access tokens.
    private static bool IsSignIn(HttpContext context) =>
        HttpMethods.IsPost(context.Request.Method)
        && context.Request.Path.StartsWithSegments(SignInService, StringComparison.OrdinalIgnoreCase, out var rest)
        && !(rest.StartsWithSegments(Api, StringComparison.OrdinalIgnoreCase) && CallerOf(context) is not null);

    private static Caller? CallerOf(HttpContext context) => context.Features.Get<KnownCaller>()?.Caller;

    private static RateLimitPartition<string> Partition(string key, int perMinute) => RateLimitPartition.GetTokenBucketLimiter(key, _ => new()
    {
        TokenLimit = perMinute,
        TokensPerPeriod = 1,
        ReplenishmentPeriod = TimeSpan.FromMinutes(1) / perMinute,
        QueueLimit = 0,
    });

    private static async ValueTask RefuseAsync(OnRejectedContext rejected, CancellationToken cancellationToken)
    {
        var context = rejected.HttpContext;
        var retryAfter = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var time) ? time : TimeSpan.Zero;
        context.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(retryAfter.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        await new Refusal(
            ProblemCodes.TooMany,
            IsSignIn(context) ? "Too many attempts from this address. Try again later." : "Too many requests. Try again later.",
            StatusCodes.Status429TooManyRequests).ToProblem().ExecuteAsync(context);
    }

    private sealed record KnownCaller(Caller? Caller);
}
