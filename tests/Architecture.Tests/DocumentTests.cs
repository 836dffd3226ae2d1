using System.Text.RegularExpressions;
using Metropool.Testing.Servers;

namespace Metropool.Architecture.Tests;

/// <summary>The documents say what the code does.</summary>
public sealed partial class DocumentTests
{
    private static readonly string[] Instrumented = ["gateway", "platform", "services", "ServiceDefaults"];

    [Fact]
    public void Every_setting_is_in_the_document_and_every_line_of_it_is_a_setting()
    {
        var code = Settings.OfTheCode.Select(setting => setting.Key).Order(StringComparer.Ordinal).ToList();

        Assert.True(code.Count > 20, $"Only {code.Count} settings were found.");
        Assert.Equal(code, Settings.OfTheDocument.Select(line => line.Setting.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_setting_has_its_default_and_its_meaning_in_the_document()
    {
        var documented = Settings.OfTheDocument.ToDictionary(line => line.Setting.Key);

        Assert.All(
            documented.Values,
            line => Assert.True(line.Setting.Default is { Length: > 0 } && line.Meaning.Length > 10, $"{line.Setting.Key} has no default or no meaning."));
        Assert.All(
            Settings.OfTheCode.Where(setting => setting.Default is not null && documented.ContainsKey(setting.Key)),
            setting => Assert.Equal((setting.Key, setting.Default), (setting.Key, documented[setting.Key].Setting.Default)));
    }

    [Fact]
    public void What_the_AppHost_sets_are_settings_and_whom_to_trust_is_among_them()
    {
        var code = Settings.OfTheCode.Select(setting => setting.Key).ToHashSet();
        var given = Variable().Matches(Codebase.Text("AppHost/AppHost.cs"))
            .Select(match => match.Groups["key"].Value.Replace("__", ":", StringComparison.Ordinal))
            .ToHashSet();

        Assert.Superset(given, code);
        Assert.Contains("Metropool:TrustedProxies", given);
    }

    [Fact]
    public void Every_metric_of_ours_is_in_the_document_and_every_one_there_exists()
    {
        var code = Instrumented.SelectMany(folder => Directory.GetFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories))
            .SelectMany(path => Instrument().Matches(File.ReadAllText(path)))
            .Select(match => match.Groups["name"].Value)
            .Order(StringComparer.Ordinal)
            .ToList();

        Assert.True(code.Count > 20, $"Only {code.Count} metrics were found.");
        Assert.All(code, name => Assert.Matches("^metropool(\\.[a-z]+(_[a-z]+)*)+$", name));
        Assert.Equal(code, Line().Matches(Codebase.Text("docs/operations.md")).Select(match => match.Groups["name"].Value).Order(StringComparer.Ordinal));
    }

    // A call of a meter, or of a local function that calls it: Counter("name") or Count(change, "name").
    [GeneratedRegex("""\b(Create\w+(<\w+>)?\(\s*|Counter\(|Count\w*\(\w+\.\w+, )"(?<name>metropool\.[^"]+)""")]
    private static partial Regex Instrument();

    // One of an item of a list ends in its number.
    [GeneratedRegex("\"(?<key>Metropool__[A-Za-z_]+?)(__0)?\"")]
    private static partial Regex Variable();

    // The first cell of a table.
    [GeneratedRegex("^\\| `(?<name>metropool\\.[^`]+)` \\|", RegexOptions.Multiline)]
    private static partial Regex Line();
}
