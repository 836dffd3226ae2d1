using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Metropool.Scheduling.Tests;

/// <summary>The edition file of the repository.</summary>
internal static partial class EditionFile
{
    private static int _count;

    public static string FilePath { get; } = Path.Combine(AppContext.BaseDirectory, "editions", "metropool-24.json");

    /// <summary>Reads the file, with a name that no other test has.</summary>
    public static JsonObject Read()
    {
        var file = (JsonObject)JsonNode.Parse(File.ReadAllText(FilePath))!;
        file["name"] = $"Metropool {Interlocked.Increment(ref _count)}";
        return file;
    }

    /// <summary>Sets a value.</summary>
    /// <param name="file">The file.</param>
    /// <param name="path">The path, such as <c>modules[2].title</c>.</param>
    /// <param name="json">The value as JSON; null to remove the property.</param>
    public static void Set(this JsonObject file, string path, string? json)
    {
        JsonNode at = file;
        var steps = Steps().Matches(path).Select(step => step.Value.Trim('.')).ToList();
        foreach (var step in steps.SkipLast(1))
        {
            at = (step[0] == '[' ? at[int.Parse(step[1..^1], CultureInfo.InvariantCulture)] : at[step])!;
        }

        var value = json is null ? null : JsonNode.Parse(json);
        if (steps[^1][0] == '[')
        {
            at[int.Parse(steps[^1][1..^1], CultureInfo.InvariantCulture)] = value;
        }
        else if (json is null)
        {
            ((JsonObject)at).Remove(steps[^1]);
        }
        else
        {
            at[steps[^1]] = value;
        }
    }

    [GeneratedRegex(@"\.?[A-Za-z]+|\[\d+\]")]
    private static partial Regex Steps();
}
