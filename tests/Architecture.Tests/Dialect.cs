using System.Reflection;
using System.Text.RegularExpressions;
using MassTransit;
using Metropool.Contracts;
using Metropool.Jobs;
using Microsoft.Extensions.Hosting;

namespace Metropool.Architecture.Tests;

/// <summary>Finds code that does something in another way than the other services do (README, <i>Change something</i>).</summary>
internal static partial class Dialect
{
    private const BindingFlags All =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>Refusals that are created elsewhere than in the class <c>Refusals</c> of the service.</summary>
    public static IEnumerable<string> RefusalsElsewhere(IEnumerable<SourceFile> files) => files
        .Where(file => !file.Name.StartsWith("Refusals", StringComparison.Ordinal))
        .Where(file => NewRefusal().IsMatch(file.Text))
        .Select(file => file.Path);

    /// <summary>Code suffixes that have different statuses in different services.</summary>
    public static IEnumerable<string> CodesWithDifferentStatuses(IEnumerable<SourceFile> files) => files
        .SelectMany(file => RefusalWithCode().Matches(file.Text))
        .Select(match => (Kind: match.Groups["kind"].Value, Suffix: match.Groups["suffix"].Value))
        .GroupBy(refusal => refusal.Suffix)
        .Where(group => group.Select(refusal => refusal.Kind).Distinct().Skip(1).Any())
        .Select(group => $"{group.Key}: {string.Join(", ", group.Select(refusal => refusal.Kind).Distinct().Order())}");

    /// <summary>Consumers that aren't named after their event and are elsewhere than in <c>Consumers</c>.</summary>
    public static IEnumerable<string> MisplacedConsumers(Assembly assembly) => assembly.GetTypes()
        .SelectMany(type => type.GetInterfaces()
            .Where(contract => contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IConsumer<>))
            .Select(contract => (Type: type, Event: contract.GetGenericArguments()[0])))
        .Where(consumer => consumer.Type.Name != $"{consumer.Event.Name}Consumer"
            || consumer.Type.Namespace?.EndsWith(".Consumers", StringComparison.Ordinal) != true)
        .Select(consumer => consumer.Type.FullName!);

    /// <summary>Methods of entities that apply an event, and are named otherwise than <c>Apply</c>.</summary>
    public static IEnumerable<string> OtherWaysToApply(Assembly assembly) => assembly.GetTypes()
        .Where(type => type is { IsClass: true } && !type.IsAssignableTo(typeof(IConsumer)) && !type.IsAssignableTo(typeof(IIntegrationEvent)))
        .Where(type => type.GetProperty("Version") is not null)
        .SelectMany(type => type.GetMethods(All)
            .Where(method => !method.IsSpecialName && !method.Name.Contains('<', StringComparison.Ordinal))
            .Where(method => method.GetParameters() is [{ ParameterType: var first }, ..] && first.IsAssignableTo(typeof(IIntegrationEvent)) && first.IsClass)
            .Where(method => method.Name != "Apply")
            .Select(method => $"{type.FullName}.{method.Name}"));

    /// <summary>Background services that aren't jobs (Identity's StartupService runs once), and jobs whose name doesn't say so.</summary>
    public static IEnumerable<string> OtherWaysToRepeat(Assembly assembly) => assembly.GetTypes()
        .Where(type => type is { IsClass: true, IsAbstract: false })
        .Where(type => (type.IsAssignableTo(typeof(BackgroundService)) && type.Name != "StartupService")
            || (type.IsAssignableTo(typeof(IJob)) && !type.Name.EndsWith("Job", StringComparison.Ordinal)))
        .Select(type => type.FullName!);

    /// <summary>Descriptions in attributes: XML comments describe requests and answers.</summary>
    public static IEnumerable<string> DescriptionAttributes(IEnumerable<SourceFile> files) =>
        files.Where(file => file.Text.Contains("[Description(", StringComparison.Ordinal)).Select(file => file.Path);

    /// <summary>Entities that are configured in the <c>DbContext</c>, and navigations that every query loads.</summary>
    public static IEnumerable<string> OtherWaysToMap(IEnumerable<SourceFile> files) => files
        .Where(file => file.Text.Contains(".AutoInclude(", StringComparison.Ordinal)
            || (file.Name.EndsWith("DbContext.cs", StringComparison.Ordinal) && ConfiguredEntity().IsMatch(file.Text)))
        .Select(file => file.Path);

    /// <summary>Types of requests and answers that are nested in others, or named otherwise than the others.</summary>
    public static IEnumerable<string> OtherNamesOfContracts(Assembly assembly) => assembly.GetTypes()
        .Where(type => type.Name.EndsWith("View", StringComparison.Ordinal) || (type.Name.EndsWith("Request", StringComparison.Ordinal) && type.IsNested))
        .Select(type => type.FullName!);

    /// <summary>Words that hide what is meant, in identifiers.</summary>
    public static IEnumerable<string> UnclearWords(IEnumerable<SourceFile> files) => files
        .SelectMany(file => UnclearWord().Matches(file.Text).Select(match => $"{file.Path}: {match.Value}"));

    [GeneratedRegex(@"\bRefusal\.(Invalid|Conflict|NotFound|Forbidden)\(|\bnew Refusal\(")]
    private static partial Regex NewRefusal();

    [GeneratedRegex(@"\bRefusal\.(?<kind>Invalid|Conflict|NotFound|Forbidden)\(\s*""[a-z]+\.(?<suffix>[a-z-]+)""")]
    private static partial Regex RefusalWithCode();

    [GeneratedRegex(@"\.Entity<\w+>\(\w")]
    private static partial Regex ConfiguredEntity();

    // "nobody" in quotation marks is the system user.
    [GeneratedRegex(
        @"\b\w*(Somebody|Nobody|Anew|HandIn|HandedIn|TakeStock|Useless|AwaitsSince|Upkeep|GoesOver|TeamPart)\w*\b"
        + @"|\b(somebody|(?<!"")nobody|anew|besides)\b")]
    private static partial Regex UnclearWord();
}
