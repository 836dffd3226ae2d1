using System.Text.Json;
using System.Text.Json.Serialization;
using Spectre.Console;

namespace Metropool.Tool;

/// <summary>JSON results for scripts.</summary>
internal static class JsonOutput
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Writes a result without the console's wrapping and markup.</summary>
    public static void Write(IAnsiConsole console, object result) =>
        console.Profile.Out.Writer.WriteLine(JsonSerializer.Serialize(result, Indented));
}
