using System.CommandLine;

namespace Metropool.Tool;

/// <summary>Options that several commands have.</summary>
internal static class Options
{
    public static Option<bool> Json() => new("--json") { Description = "Prints the result as JSON and nothing else." };
}
