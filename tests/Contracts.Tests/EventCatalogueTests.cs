using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using MassTransit;
using Metropool.Hosting;

namespace Metropool.Contracts.Tests;

/// <summary>docs/events.md says who publishes and who consumes; the services' assemblies say whether that is so.</summary>
public sealed class EventCatalogueTests
{
    private const string Everybody = "every service";

    private static readonly string[] ServiceNames = ["Assessment", "Identity", "Internship", "Intake", "Scheduling"];

    private static readonly IReadOnlyList<Assembly> Services =
    [
        .. ServiceNames.Where(name => File.Exists(Path.Combine(AppContext.BaseDirectory, $"Metropool.{name}.dll"))).Select(name => Assembly.Load($"Metropool.{name}")),
    ];

    private static readonly IReadOnlyList<Row> Rows = [.. File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "events.md")).Select(Row.Parse).OfType<Row>()];

    [Fact]
    public void The_table_names_every_event_once_and_no_other() =>
        Assert.Equal(Events.All.Select(type => type.Name).Order(StringComparer.Ordinal), Rows.Select(row => row.Event).Order(StringComparer.Ordinal));

    [Fact]
    public void The_table_names_the_publisher_of_every_event() =>
        Assert.Equal(Events.All.Select(type => (type.Name, Events.PublisherOf(type))).Order(), Rows.Select(row => (row.Event, row.Publisher)).Order());

    [Fact]
    public void A_service_publishes_its_own_events_all_of_them_and_makes_nobody_elses()
    {
        foreach (var service in Services)
        {
            var own = Events.All.Where(type => Events.PublisherOf(type) == NameOf(service)).Select(type => type.FullName!).ToHashSet();
            var (named, made) = UsedBy(service);

            Assert.Equal([], own.Except(named));
            Assert.Equal([], Events.All.Select(type => type.FullName!).Where(made.Contains).Except(own));
        }
    }

    [Fact]
    public void The_table_names_the_consumers_of_every_event()
    {
        var present = Services.Select(NameOf).ToHashSet();
        var consumers = Services.SelectMany(service => ConsumedBy(service).Select(consumed => (Service: NameOf(service), Event: consumed))).ToArray();
        var byEverybody = ConsumedBy(typeof(Platform).Assembly).ToHashSet();

        foreach (var row in Rows)
        {
            var type = Events.All.Single(type => type.Name == row.Event);
            var family = Events.FamilyOf(type).ToHashSet();
            string[] expected = byEverybody.Overlaps(family)
                ? [Everybody]
                : [.. consumers.Where(consumer => family.Contains(consumer.Event)).Select(consumer => consumer.Service).Distinct().Order(StringComparer.Ordinal)];

            Assert.Equal((row.Event, string.Join(", ", expected)), (row.Event, string.Join(", ", row.Consumers.Where(name => name == Everybody || present.Contains(name)))));
        }
    }

    private static string NameOf(Assembly service) => service.GetName().Name!.Split('.')[^1];

    private static IEnumerable<Type> ConsumedBy(Assembly assembly) => assembly.GetTypes()
        .Where(type => type is { IsClass: true, IsAbstract: false })
        .SelectMany(type => type.GetInterfaces())
        .Where(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IConsumer<>))
        .Select(type => type.GetGenericArguments()[0])
        .Distinct();

    /// <summary>The types that an assembly names, and those of which it calls the constructor.</summary>
    private static (HashSet<string> Named, HashSet<string> Made) UsedBy(Assembly assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly.Location));
        var metadata = file.GetMetadataReader();
        string NameOf(TypeReferenceHandle handle)
        {
            var type = metadata.GetTypeReference(handle);
            return $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}";
        }

        var made = metadata.MemberReferences.Select(metadata.GetMemberReference)
            .Where(member => metadata.GetString(member.Name) == ".ctor" && member.Parent.Kind == HandleKind.TypeReference)
            .Select(member => NameOf((TypeReferenceHandle)member.Parent));
        return ([.. metadata.TypeReferences.Select(NameOf)], [.. made]);
    }

    private sealed record Row(string Event, string Publisher, string When, IReadOnlyList<string> Consumers)
    {
        public static Row? Parse(string line) => line.Split('|', StringSplitOptions.TrimEntries) is ["", ['`', ..] name, var publisher, var when, var consumers, ""]
            ? new(name.Trim('`'), publisher, when, [.. consumers.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)])
            : null;
    }
}
