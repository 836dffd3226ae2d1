using System.Globalization;
using System.Threading.RateLimiting;
using Metropool.Http;
using Microsoft.AspNetCore.RateLimiting;

namespace Metropool.Gateway.Limits;

/// <summary>
/// How many requests are taken, of each caller apart from all others: a person by the <c>sub</c>, an organisation's client by the <c>client_id</c> of a token that
/// was found valid, and everybody else by their address. Those who try to sign in have a stricter limit besides.
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

    /// <summary>Counts each request, and refuses one too many: before its token is refused, so that guessing at tokens is counted too.</summary>
    public static void UseRateLimits(this WebApplication app)
    {
        app.Use(async (context, next) =>
        {
            context.Features.Set(new KnownCaller(await context.KnownCallerAsync()));
            await next(context);
        });
        app.UseRateLimiter();
    }

    private static PartitionedRateLimiter<HttpContext> ByCaller(RateSettings rates) => PartitionedRateLimiter.Create<HttpContext, string>(context => CallerOf(context) switch
    {
        { PersonId: { } person } => Partition($"person {person}", rates.PersonPerMinute),
        { ClientId: { } client } => Partition($"client {client}", rates.ClientPerMinute),
        _ => Partition(Addresses.PartitionOf(context.Connection.RemoteIpAddress), rates.AddressPerMinute),
    });

    private static PartitionedRateLimiter<HttpContext> BySignIn(RateSettings rates) => PartitionedRateLimiter.Create<HttpContext, string>(context => IsSignIn(context)
        ? Partition(Addresses.PartitionOf(context.Connection.RemoteIpAddress), rates.SignInPerMinute)
        : RateLimitPartition.GetNoLimiter(""));

    // Identity's pages and its token endpoint know nobody by a token, so that one that is sent along buys nothing there. Its API does.
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
        var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var time) ? time : TimeSpan.Zero;
        context.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        await new Refusal(
            ProblemCodes.TooMany,
            IsSignIn(context) ? "Too many attempts from this address; try again later." : "Too many requests; try again later, and more slowly.",
            StatusCodes.Status429TooManyRequests).ToProblem().ExecuteAsync(context);
    }

    private sealed record KnownCaller(Caller? Caller);
}
