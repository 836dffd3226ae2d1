using System.ComponentModel.DataAnnotations;
using Metropool.Http;

namespace Metropool.Gateway;

/// <summary>The settings under <c>Metropool:Gateway:</c>.</summary>
internal sealed class GatewaySettings
{
    /// <summary>
    /// A port that the gateway listens on besides the public one (<c>ASPNETCORE_URLS</c>) and that only operators reach: the state of all services is told on it,
    /// at <c>/services</c>, and at <c>/health</c> why the gateway itself isn't healthy. Without it that is told nowhere.
    /// </summary>
    [Range(1, 65535)]
    public int? OperatorsPort { get; init; }

    /// <summary>How long a service may keep silent before its caller gets 504.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan AnswerTime { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a request may take in all, from its headers to the end of the answer.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan RequestTime { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The largest body in bytes; as much as a service takes, unless set.</summary>
    [Range(1024, 100 * 1024 * 1024)]
    public int LargestBody { get; init; } = BodyLimit.Default;

    /// <summary>The sites whose pages may call the APIs from a browser, such as <c>https://portal.example</c>. None by default.</summary>
    public IReadOnlyList<Uri> Origins { get; init; } = [];

    /// <summary>How many requests are taken, of whom.</summary>
    public RateSettings Rates { get; init; } = new();

    /// <summary>Whom to tell of a vulnerability.</summary>
    public SecuritySettings Security { get; init; } = new();
}

/// <summary>
/// How many requests are taken in a minute. Whoever was quiet may send a whole minute's at once; then they come back evenly.
/// They are counted in each process of the gateway by itself.
/// </summary>
internal sealed class RateSettings
{
    /// <summary>Of a person with a valid token.</summary>
    [Range(1, 1_000_000)]
    public int PersonPerMinute { get; init; } = 600;

    /// <summary>Of an organisation's client with a valid token.</summary>
    [Range(1, 1_000_000)]
    public int ClientPerMinute { get; init; } = 1200;

    /// <summary>Of an address without a valid token: an IPv4 address, or an IPv6 network of 64 bits. A whole office may be behind one.</summary>
    [Range(1, 1_000_000)]
    public int AddressPerMinute { get; init; } = 1200;

    /// <summary>Of an address, to sign in, to register, to get a token: what is posted to Identity, but for its API with a valid token. Many guesses look like this.</summary>
    [Range(1, 1_000_000)]
    public int SignInPerMinute { get; init; } = 120;
}

/// <summary>What <c>/.well-known/security.txt</c> says (RFC 9116).</summary>
internal sealed class SecuritySettings
{
    /// <summary>Where a vulnerability is reported: <c>mailto:</c>, <c>https:</c> or <c>tel:</c> addresses, the preferred one first. Outside Development there must be one.</summary>
    public IReadOnlyList<Uri> Contacts { get; init; } = [];

    /// <summary>The page that says how reports are dealt with.</summary>
    public Uri? Policy { get; init; }

    /// <summary>Where the key is that a report can be encrypted with.</summary>
    public Uri? Encryption { get; init; }
}
