using System.Text.Json;
using MassTransit.Serialization;
using Metropool.Messaging.Serialization;

namespace Metropool.Contracts.Tests;

/// <summary>The events, by reflection, and their golden samples.</summary>
internal static class Events
{
    private static readonly string SamplesFolder = Path.Combine(AppContext.BaseDirectory, "Samples");

    /// <summary>The JSON options of messaging.</summary>
    public static JsonSerializerOptions Json { get; } = EventJson.Configure(new JsonSerializerOptions(SystemTextJsonMessageSerializer.Options));

    public static IReadOnlyList<Type> All { get; } =
    [
        .. typeof(IIntegrationEvent).Assembly.GetTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IIntegrationEvent)))
            .OrderBy(type => type.FullName, StringComparer.Ordinal),
    ];

    public static IReadOnlyList<Type> Enums { get; } = [.. typeof(IIntegrationEvent).Assembly.GetTypes().Where(type => type is { IsEnum: true, IsPublic: true })];

    /// <summary>The service that publishes an event: the last part of its namespace.</summary>
    public static string PublisherOf(Type type) => type.Namespace!.Split('.')[^1];

    /// <summary>The files of an event's samples. A property that is added gets a further sample (<c>Event.since-property.json</c>); none is ever changed.</summary>
    public static IReadOnlyList<string> SamplesOf(Type type)
    {
        var folder = Path.Combine(SamplesFolder, PublisherOf(type));
        return Directory.Exists(folder) ? [.. Directory.GetFiles(folder, $"{type.Name}.json").Concat(Directory.GetFiles(folder, $"{type.Name}.*.json")).Distinct().Order(StringComparer.Ordinal)] : [];
    }

    /// <summary>Every sample there is, of a type that there is or was.</summary>
    public static IEnumerable<string> AllSamples => Directory.GetFiles(SamplesFolder, "*.json", SearchOption.AllDirectories);

    /// <summary>An event with its bases that are events too, the nearest first.</summary>
    public static IEnumerable<Type> FamilyOf(Type type)
    {
        for (var t = type; t is not null && t.IsAssignableTo(typeof(IIntegrationEvent)); t = t.BaseType)
        {
            yield return t;
        }
    }
}
