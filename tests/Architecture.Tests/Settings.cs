using System.Collections;
using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Metropool.Http;
using Metropool.Testing.Servers;

namespace Metropool.Architecture.Tests;

/// <summary>A setting: its key from <c>Metropool:</c> on, and its default as it is written, or null where that is no single value.</summary>
internal sealed record Setting(string Key, string? Default);

/// <summary>The settings that the code knows, and those that <c>docs/configuration.md</c> names.</summary>
internal static partial class Settings
{
    private static readonly string[] Folders = ["gateway", "platform", "services", "ServiceDefaults"];

    /// <summary>
    /// Every property of every type that is registered as settings. New sections are found without further code.
    /// </summary>
    public static IReadOnlyList<Setting> OfTheCode { get; } =
    [
        .. Of(typeof(PlatformSettings), "Metropool"),
        .. Sources()
            .SelectMany(source => Registration().Matches(File.ReadAllText(source))
                .Select(match => (match.Groups["type"].Value, match.Groups["section"].Value)))
            .Distinct()
            .SelectMany(registered => Of(TypeNamed(registered.Item1), $"Metropool:{registered.Item2}")),
    ];

    /// <summary>The lines of every table whose first column is headed <c>key under `Metropool:...`</c>.</summary>
    public static IReadOnlyList<(Setting Setting, string Meaning)> OfTheDocument { get; } = [.. Lines()];

    private static IEnumerable<(Setting Setting, string Meaning)> Lines()
    {
        string? section = null;
        foreach (var line in Codebase.Text("docs/configuration.md").Split('\n'))
        {
            if (Header().Match(line) is { Success: true } header)
            {
                section = header.Groups["section"].Value;
            }
            else if (!line.StartsWith('|'))
            {
                section = null;
            }
            else if (section is not null && !line.StartsWith("|---", StringComparison.Ordinal))
            {
                var cells = line.Trim().Trim('|').Split('|').Select(cell => cell.Trim()).ToList();
                var keys = Code().Matches(cells[0]).Select(match => match.Groups["code"].Value).ToList();
                var defaults = Code().Matches(cells[1]).Select(match => match.Groups["code"].Value).ToList();
                foreach (var (i, key) in keys.Index())
                {
                    yield return (new($"{section}{key}", defaults.Count == keys.Count ? defaults[i] : cells[1]), cells[2]);
                }
            }
        }
    }

    private static IEnumerable<string> Sources() =>
        Folders.SelectMany(folder => Directory.GetFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories))
        .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    private static Type TypeNamed(string name) => Codebase.Services.Concat(["Gateway", "Http", "Hosting", "Messaging", "ServiceDefaults"])
        .Concat(Directory.GetFiles(Path.Combine(Repository.Root, "platform"), "*.csproj", SearchOption.AllDirectories)
            .Select(path => Path.GetFileNameWithoutExtension(path)))
        .Distinct()
        .SelectMany(project => Codebase.AssemblyOf(project).GetTypes())
        .Single(type => type.Name == name);

    private static IEnumerable<Setting> Of(Type type, string path)
    {
        var defaults = Activator.CreateInstance(type)!;
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.SetMethod is { IsPublic: true }))
        {
            var (key, value) = ($"{path}:{property.Name}", property.GetValue(defaults));
            if (IsText(property.PropertyType))
            {
                yield return new(key, Written(value));
            }
            else if (property.PropertyType.IsAssignableTo(typeof(IEnumerable)))
            {
                yield return new(key, null);
            }
            else
            {
                foreach (var inner in Of(property.PropertyType, key))
                {
                    yield return inner;
                }
            }
        }
    }

    private static bool IsText(Type type) => TypeDescriptor.GetConverter(Nullable.GetUnderlyingType(type) ?? type).CanConvertFrom(typeof(string));

    private static string? Written(object? value) => value switch
    {
        null => null,
        bool yes => yes ? "true" : "false",
        Uri address => address.OriginalString,
        TimeOnly time => time.ToString("HH:mm", CultureInfo.InvariantCulture),
        _ => string.Format(CultureInfo.InvariantCulture, "{0}", value),
    };

    [GeneratedRegex("""\.AddSettings<(?<type>\w+)>\("(?<section>[^"]+)"\)""")]
    private static partial Regex Registration();

    [GeneratedRegex("^\\| key under `(?<section>Metropool:[^`]*)`")]
    private static partial Regex Header();

    [GeneratedRegex("`(?<code>[^`]+)`")]
    private static partial Regex Code();
}
