using System.CommandLine;

namespace Metropool.Tool;

/// <summary>Options of several commands.</summary>
internal static class Options
{
    public static Option<bool> Json() => new("--json") { Description = "Prints only the result, as JSON." };
}
