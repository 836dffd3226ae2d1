using System.Text.RegularExpressions;

namespace Metropool.Architecture.Tests;

/// <summary>The tables of a service, as its last migration has them.</summary>
public static partial class Tables
{
    // English has no plural of these.
    private static readonly string[] Uncountable = ["history", "mail", "time"];

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Of(string service)
    {
        var snapshot = Codebase.Text($"services/{service}/Migrations/{service}DbContextModelSnapshot.cs");
        return [.. Table().Matches(snapshot).Select(match => match.Groups["name"].Value).Distinct()];
    }

    /// <summary>Those whose last word isn't in the plural.</summary>
    public static IEnumerable<string> InTheSingular(IEnumerable<string> tables) => tables.Where(table =>
        table.Split('_')[^1] is var word && !word.EndsWith('s') && word != "people" && !Uncountable.Contains(word));

    [GeneratedRegex(@"\.ToTable\(""(?<name>[a-z_]+)""")]
    private static partial Regex Table();
}
