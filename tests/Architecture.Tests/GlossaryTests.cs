using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Metropool.Contracts;

namespace Metropool.Architecture.Tests;

/// <summary>Paths, events and code prefixes are terms of docs/glossary.md.</summary>
public sealed partial class GlossaryTests
{
    private static readonly string Glossary = Codebase.Text("docs/glossary.md");

    private static readonly HashSet<string> Terms = [.. Term().Matches(Glossary).Select(match => match.Groups["term"].Value)];

    [Theory]
    [MemberData(nameof(Codebase.EachService), MemberType = typeof(Codebase))]
    public void Every_segment_of_a_path_is_in_the_glossary(string service)
    {
        var document = JsonNode.Parse(Codebase.Text($"services/{service}/openapi.json"))!;
        var segments = document["paths"]!.AsObject()
            .SelectMany(path => path.Key.Split('/', StringSplitOptions.RemoveEmptyEntries))
            .Where(segment => !segment.StartsWith('{'))
            .ToHashSet();

        Assert.NotEmpty(segments);
        Assert.Equal([], segments.Except(Terms).Order());
    }

    [Fact]
    public void Every_event_is_in_the_glossary()
    {
        var events = typeof(IIntegrationEvent).Assembly.GetTypes()
            .Where(type => type is { IsClass: true } && type.IsAssignableTo(typeof(IIntegrationEvent)))
            .Select(type => type.Name);

        Assert.Equal([], events.Except(Terms).Order());
    }

    [Fact]
    public void Every_prefix_of_a_code_is_in_the_glossary()
    {
        var prefixes = SourceCode.Files("platform", "gateway", "services")
            .SelectMany(file => Code().Matches(file.Text))
            .Select(match => match.Groups["prefix"].Value)
            .ToHashSet();

        Assert.Contains("intake.", prefixes);
        Assert.Equal([], prefixes.Except(Terms).Order());
    }

    [Fact]
    public void Every_type_in_the_glossary_exists()
    {
        var types = Codebase.Services.Append("Contracts").Append("Messaging").Append("Mail").Append("Hosting").Append("Http").Append("Jobs")
            .SelectMany(project => Codebase.AssemblyOf(project).GetTypes())
            .Select(type => type.Name.Split('`')[0])
            .ToHashSet();

        Assert.Equal([], TypeName().Matches(Glossary).Select(match => match.Groups["type"].Value).Distinct().Where(type => !types.Contains(type)).Order());
    }

    [GeneratedRegex("`(?<term>[^`]+)`")]
    private static partial Regex Term();

    // A code as the first argument of a refusal or fault, such as "intake.capacity-reached".
    [GeneratedRegex("\"(?<prefix>[a-z]+\\.)[a-z]+(-[a-z]+)+\"")]
    private static partial Regex Code();

    [GeneratedRegex("`(?<type>[A-Z][A-Za-z]+)(\\.[A-Za-z]+)?`")]
    private static partial Regex TypeName();
}
