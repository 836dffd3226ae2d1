using System.ComponentModel.DataAnnotations;
using Metropool.Http;

namespace Metropool.Gateway;

/// <summary>The settings under <c>Metropool:Gateway:</c>.</summary>
internal sealed class GatewaySettings
{
    /// <summary>
    /// An additional port that only operators can reach. On it, <c>/services</c> shows the state of all services, and <c>/health</c> the checks of the gateway.
    /// Without it, neither is available.
    /// </summary>
    [Range(1, 65535)]
    public int? OperatorsPort { get; init; }

    /// <summary>The time without data from a service after which the caller gets 504.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan ResponseTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a request may take, from its headers to the end of the response.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The size limit of a request body in bytes. The default is that of the services.</summary>
    [Range(1024, 100 * 1024 * 1024)]
    public int MaxBodySize { get; init; } = BodyLimit.Default;

    /// <summary>The origins whose pages may call the APIs from a browser, such as <c>https://portal.example</c>. None by default.</summary>
    public IReadOnlyList<Uri> Origins { get; init; } = [];

    /// <summary>The rate limits.</summary>
    public RateSettings Rates { get; init; } = new();

    /// <summary>How to report a vulnerability.</summary>
    public SecuritySettings Security { get; init; } = new();
}

/// <summary>
/// Requests per minute. A caller can send the requests of a whole minute at once; after that, capacity is restored evenly over time.
/// Each process of the gateway counts separately.
/// </summary>
internal sealed class RateSettings
{
    /// <summary>Per person with a valid token.</summary>
    [Range(1, 1_000_000)]
    public int PersonPerMinute { get; init; } = 600;

    /// <summary>Per client of an organisation with a valid token.</summary>
    [Range(1, 1_000_000)]
    public int ClientPerMinute { get; init; } = 1200;

    /// <summary>Per address without a valid token: an IPv4 address, or an IPv6 /64 network. A whole office may share one.</summary>
    [Range(1, 1_000_000)]
    public int AddressPerMinute { get; init; } = 1200;

    /// <summary>
    /// Per address, POST requests to Identity to sign in, to register or to request a token. Calls of its API with a valid token don't count.
    /// It limits guessing of passwords.
    /// </summary>
    [Range(1, 1_000_000)]
    public int SignInPerMinute { get; init; } = 120;
}

/// <summary>The content of <c>/.well-known/security.txt</c> (RFC 9116).</summary>
internal sealed class SecuritySettings
{
    /// <summary>
    /// The <c>mailto:</c>, <c>https:</c> or <c>tel:</c> addresses for reports of vulnerabilities, in order of preference. Required outside Development.
    /// </summary>
    public IReadOnlyList<Uri> Contacts { get; init; } = [];

    /// <summary>The page with the policy for reports.</summary>
    public Uri? Policy { get; init; }

    /// <summary>The address of the key for encrypting reports.</summary>
    public Uri? Encryption { get; init; }
}
