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

    public static IReadOnlyList<Type> Enums { get; } =
        [.. typeof(IIntegrationEvent).Assembly.GetTypes().Where(type => type is { IsEnum: true, IsPublic: true })];

    /// <summary>The service that publishes an event: the last part of its namespace.</summary>
    public static string PublisherOf(Type type) => type.Namespace!.Split('.')[^1];

    /// <summary>The samples of all events.</summary>
    public static IEnumerable<string> AllSamples => Directory.GetFiles(SamplesFolder, "*.json", SearchOption.AllDirectories);

    /// <summary>
    /// The samples of an event: <c>Event.json</c> with all properties, and <c>Event.shortest.json</c> with the required ones. From the first release on they
    /// are never changed: a property that is added gets a further sample.
    /// </summary>
    public static IReadOnlyList<string> SamplesOf(Type type) =>
    [
        .. Directory.GetFiles(Path.Combine(SamplesFolder, PublisherOf(type)))
            .Where(file => Path.GetFileName(file).Split('.')[0] == type.Name)
            .Order(StringComparer.Ordinal),
    ];
}
