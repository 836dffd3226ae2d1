using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.Json;
using MassTransit;
using Metropool.Hosting;

namespace Metropool.Contracts.Tests;

/// <summary>Compares the table of docs/events.md with the events, publishers and consumers in the assemblies of the services.</summary>
public sealed class EventCatalogueTests
{
    private const string EveryService = "every service";

    private static readonly IReadOnlyList<Assembly> Services =
        [.. new[] { "Assessment", "Identity", "Internship", "Intake", "Scheduling" }.Select(name => Assembly.Load($"Metropool.{name}"))];

    private static readonly IReadOnlyList<Row> Rows =
        [.. File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "events.md")).Select(Row.Parse).OfType<Row>()];

    [Fact]
    public void The_table_names_every_event_once_and_no_other() =>
        Assert.Equal(Events.All.Select(type => type.Name).Order(StringComparer.Ordinal), Rows.Select(row => row.Event).Order(StringComparer.Ordinal));

    [Fact]
    public void The_table_names_the_publisher_of_every_event() =>
        Assert.Equal(Events.All.Select(type => (type.Name, Events.PublisherOf(type))).Order(), Rows.Select(row => (row.Event, row.Publisher)).Order());

    [Fact]
    public void A_service_publishes_all_of_its_own_events_and_none_of_another_service()
    {
        foreach (var service in Services)
        {
            var own = Events.All.Where(type => Events.PublisherOf(type) == NameOf(service)).Select(type => type.FullName!).ToHashSet();
            var (referenced, created) = UsedBy(service);

            Assert.Equal([], own.Except(referenced));
            Assert.Equal([], Events.All.Select(type => type.FullName!).Where(created.Contains).Except(own));
        }
    }

    [Fact]
    public void The_table_names_the_consumers_of_every_event()
    {
        var consumers = Services.SelectMany(service => ConsumedBy(service).Select(consumed => (Service: NameOf(service), Event: consumed))).ToArray();
        var byEveryService = ConsumedBy(typeof(Platform).Assembly).ToHashSet();

        foreach (var type in Events.All)
        {
            string[] expected = byEveryService.Contains(type)
                ? [EveryService]
                : [.. consumers.Where(consumer => consumer.Event == type).Select(consumer => consumer.Service).Distinct().Order(StringComparer.Ordinal)];

            Assert.Equal((type.Name, string.Join(", ", expected)), (type.Name, string.Join(", ", Rows.Single(row => row.Event == type.Name).Consumers)));
        }
    }

    [Fact]
    public void The_document_lists_every_kind_of_change()
    {
        var lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "events.md"));
        foreach (var type in Events.All.Where(type => type.GetProperty("Change") is not null))
        {
            var kinds = Enum.GetNames(type.GetProperty("Change")!.PropertyType).Except(["Unknown"]).Select(JsonNamingPolicy.CamelCase.ConvertName);
            var listed = lines.Select(line => line.Split('|', StringSplitOptions.TrimEntries))
                .Single(cells => cells is ["", var name, _, ""] && name == $"`{type.Name}`")[2]
                .Split(", ").Select(kind => kind.Trim('`'));

            Assert.Equal(kinds.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
        }
    }

    private static string NameOf(Assembly service) => service.GetName().Name!.Split('.')[^1];

    private static IEnumerable<Type> ConsumedBy(Assembly assembly) => assembly.GetTypes()
        .Where(type => type is { IsClass: true, IsAbstract: false })
        .SelectMany(type => type.GetInterfaces())
        .Where(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IConsumer<>))
        .Select(type => type.GetGenericArguments()[0])
        .Distinct();

    /// <summary>The types that an assembly references, and those whose constructor it calls.</summary>
    private static (HashSet<string> Referenced, HashSet<string> Created) UsedBy(Assembly assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly.Location));
        var metadata = file.GetMetadataReader();
        string NameOf(TypeReferenceHandle handle)
        {
            var type = metadata.GetTypeReference(handle);
            return $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}";
        }

        var created = metadata.MemberReferences.Select(metadata.GetMemberReference)
            .Where(member => metadata.GetString(member.Name) == ".ctor" && member.Parent.Kind == HandleKind.TypeReference)
            .Select(member => NameOf((TypeReferenceHandle)member.Parent));
        return ([.. metadata.TypeReferences.Select(NameOf)], [.. created]);
    }

    private sealed record Row(string Event, string Publisher, IReadOnlyList<string> Consumers)
    {
        public static Row? Parse(string line) => line.Split('|', StringSplitOptions.TrimEntries) is ["", ['`', ..] name, var publisher, _, var consumers, ""]
            ? new(name.Trim('`'), publisher, [.. consumers.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)])
            : null;
    }
}
