using System.Text.RegularExpressions;

namespace Metropool.Http;

/// <summary>The form in which names of organisations are compared, in every service.</summary>
public static partial class OrganisationKey
{
    /// <summary>The key of a name: names that differ only in capitals and spaces have the same one.</summary>
    public static string Of(string name) => Spaces().Replace(name, " ").Trim().ToLowerInvariant();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
