using System.ComponentModel.DataAnnotations;

namespace Metropool.Http;

/// <summary>The settings directly under <c>Metropool:</c>, which all processes share.</summary>
public sealed class PlatformSettings
{
    /// <summary>The address that people and clients know the platform by: the gateway's, without a path. Tokens are issued in its name.</summary>
    [Required]
    public Uri PublicUrl { get; init; } = new("http://localhost:8080");

    /// <summary>The e-mail address in the OpenAPI documents, for those who build on the API.</summary>
    [Required, EmailAddress]
    public string ContactEmail { get; init; } = "api@metropool.example";

    /// <summary>The proxies whose <c>X-Forwarded-*</c> headers are believed: addresses (<c>10.0.0.7</c>) or networks (<c>10.0.0.0/24</c>). None by default.</summary>
    public IReadOnlyList<string> TrustedProxies { get; init; } = [];

    /// <summary>How long the answer to a request with an <c>Idempotency-Key</c> is kept, with the personal data that it may hold; 1 minute to 7 days.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "7.00:00:00")]
    public TimeSpan IdempotencyLifetime { get; init; } = TimeSpan.FromDays(1);

    /// <summary>The issuer of our tokens: Identity's public address.</summary>
    public Uri Issuer => new(PublicUrl, "/identity");
}
