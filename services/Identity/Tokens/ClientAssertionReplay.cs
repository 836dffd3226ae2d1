using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Metropool.Identity.Tokens;

/// <summary>A client assertion or passkey response that was used. It is kept until it would be rejected as expired.</summary>
internal sealed class UsedAssertion
{
    public required string ClientId { get; init; }

    /// <summary>The <c>jti</c>, or the hash of the challenge of a passkey.</summary>
    public required string AssertionId { get; init; }

    /// <summary>System time, UTC.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Records that it is used.</summary>
    /// <returns>False if it was used before. Of parallel requests, the database lets one through.</returns>
    public static async Task<bool> RecordAsync(
        IdentityDbContext db, string clientId, string assertionId, DateTimeOffset expiresAt, CancellationToken cancellationToken) =>
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO used_assertions (client_id, assertion_id, expires_at) VALUES ({clientId}, {assertionId}, {expiresAt.ToUniversalTime()})
            ON CONFLICT DO NOTHING
            """,
            cancellationToken) == 1;
}

/// <summary>
/// A client assertion is valid for one token (NL GOV profile: a reused <c>jti</c> is refused). It is recorded after its validation.
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

        // OpenIddict only checks the expiry (RFC 7523, section 3: not before this time).
        if (assertion.GetClaim(Claims.NotBefore) is { } notBefore && !(IsTime(notBefore, out var from) && from <= now + ClientAssertionType.ClockSkew))
        {
            context.Reject(Errors.InvalidClient, "The client assertion is not valid yet.");
            return;
        }

        // An assertion that was issued in the future isn't valid yet.
        if (assertion.GetClaim(Claims.IssuedAt) is { } issuedAt && !(IsTime(issuedAt, out var made) && made <= now + ClientAssertionType.ClockSkew))
        {
            context.Reject(Errors.InvalidClient, "The client assertion was issued in the future.");
            return;
        }

        if (!await UsedAssertion.RecordAsync(db, assertion.GetClaim(Claims.Issuer)!, id, expiresAt, context.CancellationToken))
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

internal sealed class UsedAssertionConfiguration : IEntityTypeConfiguration<UsedAssertion>
{
    public void Configure(EntityTypeBuilder<UsedAssertion> builder)
    {
        builder.ToTable("used_assertions");
        builder.HasKey(a => new { a.ClientId, a.AssertionId });
        builder.HasIndex(a => a.ExpiresAt);
    }
}
