using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Metropool.Testing.Servers;

namespace Metropool.Architecture.Tests;

/// <summary>A line of the table in <c>docs/programme-rules.md</c>.</summary>
internal sealed record RuleLine(int Rule, string Service, IReadOnlyList<string> Methods, IReadOnlyList<string> Tests);

/// <summary>The table of rules, and what is found of it in the code.</summary>
internal static partial class ProgrammeRules
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>Every test of the repository that is named after a rule.</summary>
    public static IReadOnlySet<string> Tests { get; } = Directory.GetDirectories(Path.Combine(Repository.Root, "tests"), "*.Tests")
        .SelectMany(folder => Directory.GetFiles(folder, "*.cs", SearchOption.AllDirectories))
        .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
        .SelectMany(path => TestMethod().Matches(File.ReadAllText(path)).Select(match => match.Groups[1].Value))
        .ToHashSet(StringComparer.Ordinal);

    public static IReadOnlyList<RuleLine> Read(string markdown) =>
    [
        .. Line().Matches(markdown).Select(match => new RuleLine(
            int.Parse(match.Groups["rule"].Value, CultureInfo.InvariantCulture),
            match.Groups["service"].Value,
            [.. Code().Matches(match.Groups["methods"].Value).Select(code => code.Groups[1].Value)],
            [.. Code().Matches(match.Groups["tests"].Value).Select(code => code.Groups[1].Value)])),
    ];

    /// <summary>What the table says and the code doesn't, and the other way round.</summary>
    public static IEnumerable<string> Faults(IReadOnlyList<RuleLine> lines, IReadOnlySet<string> tests)
    {
        foreach (var line in lines)
        {
            foreach (var method in line.Methods.DefaultIfEmpty("none").Where(method => !Exists(line.Service, method)))
            {
                yield return $"R{line.Rule}: {line.Service} has no method {method}.";
            }

            foreach (var test in line.Tests.DefaultIfEmpty("none").Where(test => !tests.Contains(test) || NumberOf(test) != line.Rule))
            {
                yield return $"R{line.Rule}: there is no test {test} of this rule.";
            }
        }

        foreach (var rule in tests.Select(NumberOf).Distinct().Except(lines.Select(line => line.Rule)).Order())
        {
            yield return $"R{rule} has tests and is not in the table.";
        }
    }

    private static int NumberOf(string test) =>
        int.TryParse(test.Split('_')[0][1..], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static bool Exists(string service, string method)
    {
        var parts = method.Split('.');
        return parts.Length == 2 && Codebase.AssemblyOf(service).GetTypes().Where(type => type.Name == parts[0])
            .Any(type => type.GetMethods(All).Any(member => member.Name == parts[1]));
    }

    [GeneratedRegex(@"(?:Task|void) (R\d+_\w+)\(")]
    private static partial Regex TestMethod();

    [GeneratedRegex(@"^\| R(?<rule>\d+) \| (?<service>\w+) \| (?<methods>[^|]*) \| (?<tests>[^|]*) \|$", RegexOptions.Multiline)]
    private static partial Regex Line();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();
}
