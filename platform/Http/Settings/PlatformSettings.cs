using System.ComponentModel.DataAnnotations;

namespace Metropool.Http;

/// <summary>The settings directly below <c>Metropool:</c>, which all processes share.</summary>
public sealed class PlatformSettings
{
    /// <summary>The public address of the platform, which is that of the gateway, without a path. It is also the base of the issuer of tokens.</summary>
    [Required]
    public Uri PublicUrl { get; init; } = new("http://localhost:8080");

    /// <summary>The e-mail address in the OpenAPI documents, for developers who use the API.</summary>
    [Required, EmailAddress]
    public string ContactEmail { get; init; } = "api@metropool.example";

    /// <summary>
    /// The proxies whose <c>X-Forwarded-*</c> headers are trusted: addresses (<c>10.0.0.7</c>) or networks (<c>10.0.0.0/24</c>). None by default.
    /// </summary>
    public IReadOnlyList<string> TrustedProxies { get; init; } = [];

    /// <summary>How long the response to a request with an <c>Idempotency-Key</c> is stored, with the personal data in it; 1 minute to 7 days.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "7.00:00:00")]
    public TimeSpan IdempotencyLifetime { get; init; } = TimeSpan.FromDays(1);

    /// <summary>The issuer of access tokens: Identity's public address.</summary>
    public Uri Issuer => new(PublicUrl, "/identity");
}
