using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Metropool.Identity.Tokens;

/// <summary>What may be used once and was: the assertion of a client, or the answer of a passkey. Kept until it would no longer be accepted.</summary>
internal sealed class UsedAssertion
{
    public required string ClientId { get; init; }

    /// <summary>The <c>jti</c>; of the answer of a passkey, the hash of what it answers.</summary>
    public required string AssertionId { get; init; }

    /// <summary>System time, UTC.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Notes that it is used now.</summary>
    /// <returns>False where it was used before: of two at the same moment the database lets one through.</returns>
    public static async Task<bool> NoteAsync(IdentityDbContext db, string clientId, string assertionId, DateTimeOffset expiresAt, CancellationToken cancellationToken) =>
        await db.Database.ExecuteSqlAsync(
            $"INSERT INTO used_assertions (client_id, assertion_id, expires_at) VALUES ({clientId}, {assertionId}, {expiresAt.ToUniversalTime()}) ON CONFLICT DO NOTHING", cancellationToken) == 1;
}

/// <summary>
/// A client assertion is good for one token (NL GOV profile: a reused <c>jti</c> is refused). It is noted after it was found valid.
/// </summary>
internal sealed class ClientAssertionReplay(IdentityDbContext db, TimeProvider time) : IOpenIddictServerHandler<ProcessAuthenticationContext>
{
    private const int LongestId = 200;

    // At the end of the year 9999.
    private const double LatestTime = 253_402_300_000;

    // So that the table stays small; clients make an assertion for each request.
    private static readonly TimeSpan LongestLifetime = TimeSpan.FromHours(1);

    public static OpenIddictServerHandlerDescriptor Descriptor { get; } = OpenIddictServerHandlerDescriptor.CreateBuilder<ProcessAuthenticationContext>()
        .AddFilter<OpenIddictServerHandlerFilters.RequireClientAssertionPrincipal>()
        .UseScopedHandler<ClientAssertionReplay>()
        .SetOrder(OpenIddictServerHandlers.ValidateClientAssertionIssuer.Descriptor.Order + 1)
        .Build();

    public async ValueTask HandleAsync(ProcessAuthenticationContext context)
    {
        var assertion = context.ClientAssertionPrincipal!;
        var now = time.GetUtcNow();
        if (assertion.GetClaim(Claims.JwtId) is not { Length: > 0 and <= LongestId } id)
        {
            context.Reject(Errors.InvalidClient, $"The client assertion needs a jti of at most {LongestId} characters.");
            return;
        }

        if (assertion.GetExpirationDate() is not { } expiresAt || expiresAt > now + LongestLifetime)
        {
            context.Reject(Errors.InvalidClient, "The client assertion must expire within an hour.");
            return;
        }

        // OpenIddict looks at the end alone (RFC 7523, section 3: not before this time).
        if (assertion.GetClaim(Claims.NotBefore) is { } notBefore && !(IsTime(notBefore, out var from) && from <= now + ClientAssertionType.ClockSkew))
        {
            context.Reject(Errors.InvalidClient, "The client assertion is not valid yet.");
            return;
        }

        // Made later than now, it says of itself that it is not valid.
        if (assertion.GetClaim(Claims.IssuedAt) is { } issuedAt && !(IsTime(issuedAt, out var made) && made <= now + ClientAssertionType.ClockSkew))
        {
            context.Reject(Errors.InvalidClient, "The client assertion was issued in the future.");
            return;
        }

        if (!await UsedAssertion.NoteAsync(db, assertion.GetClaim(Claims.Issuer)!, id, expiresAt, context.CancellationToken))
        {
            context.Reject(Errors.InvalidClient, "This client assertion was used before: make a new one, with another jti.");
        }
    }

    // Seconds since 1970, in which a fraction is allowed (RFC 7519, section 2).
    private static bool IsTime(string text, out DateTimeOffset at)
    {
        var isNumber = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and < LatestTime;
        at = isNumber ? DateTimeOffset.UnixEpoch.AddSeconds(seconds) : default;
        return isNumber;
    }
}
