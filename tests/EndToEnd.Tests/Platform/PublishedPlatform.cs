using System.Security.Cryptography;

namespace Metropool.EndToEnd.Tests.Platform;

/// <summary>Identity behind the gateway as an installation has them: outside Development, and behind a proxy that has taken the TLS off, which is the test.</summary>
public sealed class PublishedPlatform : PlatformFixture
{
    /// <summary>The address that the world knows.</summary>
    public const string PublicUrl = "https://metropool.example";

    private readonly string _key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Started => ["identity"];

    /// <inheritdoc/>
    protected override IEnumerable<KeyValuePair<string, string>> EnvironmentOf(string part) =>
    [
        new("ASPNETCORE_ENVIRONMENT", "Production"),
        new("Metropool__PublicUrl", PublicUrl),
        new("Metropool__TrustedProxies__0", "127.0.0.0/8"),
        new("Metropool__Gateway__Security__Contacts__0", "mailto:security@metropool.example"),
        new("Metropool__Identity__DemoUsersFile", ""),
        new("Metropool__Identity__DataProtectionKeys__0", _key),
        new("Metropool__Mail__Folder", ""),
        new("Metropool__Mail__Host", "127.0.0.1"),
        new("Metropool__Mail__From", "metropool@metropool.example"),
    ];
}
