using System.Text.Json;
using System.Text.RegularExpressions;

namespace Metropool.Http;

/// <summary>The codes of single faults in a request.</summary>
public static class FaultCodes
{
    /// <summary>A value can't be read: it is missing, or not of the right type.</summary>
    public const string NotReadable = "not-readable";

    /// <summary>The body is not JSON.</summary>
    public const string NotJson = "not-json";

    /// <summary>The property isn't known here.</summary>
    public const string Unknown = "unknown-property";

    /// <summary>The property is there more than once.</summary>
    public const string Duplicate = "duplicate-property";

    /// <summary>A value that must be there is missing.</summary>
    public const string Missing = "missing";

    /// <summary>The value is outside its limits.</summary>
    public const string OutOfRange = "out-of-range";

    /// <summary>The text or the list is too long or too short.</summary>
    public const string WrongLength = "wrong-length";

    /// <summary>The value is not allowed for another reason; the detail says which.</summary>
    public const string NotAllowed = "not-allowed";
}

/// <summary>Says what is wrong with a JSON body, and where, in words that don't show our types.</summary>
internal static partial class JsonFaults
{
    public static IEnumerable<Fault> Of(JsonException exception)
    {
        var where = Where(exception.Path);
        var message = exception.Message;
        if (UnknownProperty().Match(message) is { Success: true } unknown)
        {
            return [new(Below(where, unknown.Groups["name"].Value), FaultCodes.Unknown, "This property is not known here.")];
        }

        if (DuplicateProperty().Match(message) is { Success: true } duplicate)
        {
            return [new(Below(where, duplicate.Groups["name"].Value), FaultCodes.Duplicate, "This property is there more than once.")];
        }

        if (MissingProperties().Match(message) is { Success: true } missing)
        {
            return Quoted().Matches(missing.Groups["names"].Value).Select(match => new Fault(Join(where, match.Groups["name"].Value), FaultCodes.Missing, "A value is needed."));
        }

        // Where the text isn't JSON at all, the reader is the cause and the path leads to where it stopped.
        return exception.InnerException is JsonException || message.Contains("is an invalid", StringComparison.Ordinal) || message.Contains("input does not contain any JSON", StringComparison.Ordinal)
            ? [new(where.Length == 0 ? "body" : where, FaultCodes.NotJson, $"This is not JSON (line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}).")]
            : [new(where.Length == 0 ? "body" : where, FaultCodes.NotReadable, "The value is not of the right type or form.")];
    }

    private static string Where(string? path) => path is null or "$" ? "" : path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : path.TrimStart('$');

    // The path may lead to the property already.
    private static string Below(string where, string name) => where == name || where.EndsWith("." + name, StringComparison.Ordinal) ? where : Join(where, name);

    private static string Join(string where, string name) => where.Length == 0 ? name : $"{where}.{name}";

    [GeneratedRegex("JSON property '(?<name>[^']*)' could not be mapped")]
    private static partial Regex UnknownProperty();

    [GeneratedRegex("Duplicate property '(?<name>[^']*)'")]
    private static partial Regex DuplicateProperty();

    [GeneratedRegex("was missing required properties including: (?<names>.*?)\\.?( Path:|$)")]
    private static partial Regex MissingProperties();

    [GeneratedRegex("'(?<name>[^']*)'")]
    private static partial Regex Quoted();
}
