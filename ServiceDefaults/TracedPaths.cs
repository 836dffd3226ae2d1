using System.Text.RegularExpressions;

namespace Metropool.ServiceDefaults;

/// <summary>What of an address is kept in a span: names that could be ours and ids, and nothing that somebody could have written into it.</summary>
internal static partial class TracedPaths
{
    private const string Anything = "{}";

    /// <summary>The path, with every segment that is neither a UUID nor a name in lower case replaced: a verification code is one, or what a stranger types.</summary>
    public static string Of(string path) =>
        string.Join('/', path.Split('/').Select(segment => segment.Length == 0 || Guid.TryParse(segment, out _) || Name().IsMatch(segment) ? segment : Anything));

    /// <summary>The address without user, query and fragment.</summary>
    public static string Of(Uri address) => $"{address.Scheme}://{address.Authority}{Of(address.AbsolutePath)}";

    [GeneratedRegex(@"^\.?[a-z][a-z0-9.\-]{0,39}$")]
    private static partial Regex Name();
}
