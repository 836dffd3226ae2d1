using System.Text.Json;
using System.Text.Json.Nodes;

namespace Metropool.Contracts.Tests;

/// <summary>Every event that was published stays readable: a queue, an error queue or a partner may still hold it.</summary>
public sealed class GoldenSampleTests
{
    public static TheoryData<string> EventNames => [.. Events.All.Select(type => type.FullName!)];

    [Fact]
    public void There_are_events() => Assert.True(Events.All.Count > 10);

    [Theory]
    [MemberData(nameof(EventNames))]
    public void Every_event_has_a_sample(string name) => Assert.NotEmpty(Events.SamplesOf(TypeOf(name)));

    [Fact]
    public void Every_sample_is_of_an_event()
    {
        var known = Events.All.SelectMany(Events.SamplesOf);

        Assert.Equal([], Events.AllSamples.Except(known));
    }

    [Theory]
    [MemberData(nameof(EventNames))]
    public void A_sample_is_read_without_loss(string name)
    {
        var type = TypeOf(name);
        foreach (var sample in Events.SamplesOf(type).Select(File.ReadAllText))
        {
            var message = (IIntegrationEvent)JsonSerializer.Deserialize(sample, type, Events.Json)!;

            Assert.NotEqual(Guid.Empty, message.AggregateId);
            Assert.True(message.Version > 0);
            Assert.Equal(TimeSpan.Zero, message.OccurredAt.Offset);
            AssertKept(JsonNode.Parse(sample)!, JsonSerializer.SerializeToNode(message, type, Events.Json)!, name);
        }
    }

    [Theory]
    [MemberData(nameof(EventNames))]
    public void An_event_derives_from_no_other(string name) => Assert.Equal((typeof(object), true), (TypeOf(name).BaseType, TypeOf(name).IsSealed));

    [Theory]
    [MemberData(nameof(EventNames))]
    public void The_samples_of_an_event_show_all_its_properties(string name)
    {
        var type = TypeOf(name);
        var shown = Events.SamplesOf(type).SelectMany(sample => PathsOf(JsonNode.Parse(File.ReadAllText(sample))!));

        Assert.Equal([], PropertiesOf(type).Except(shown));
    }

    [Theory]
    [MemberData(nameof(EventNames))]
    public void A_property_that_is_not_known_is_ignored(string name)
    {
        var type = TypeOf(name);
        var sample = JsonNode.Parse(File.ReadAllText(Events.SamplesOf(type)[0]))!.AsObject();
        sample["aPropertyOfTomorrow"] = new JsonObject { ["anything"] = 1 };

        Assert.NotNull(sample.Deserialize(type, Events.Json));
    }

    private static Type TypeOf(string name) => typeof(IIntegrationEvent).Assembly.GetType(name)!;

    private static void AssertKept(JsonNode? expected, JsonNode? actual, string path)
    {
        switch (expected)
        {
            case JsonObject properties:
                foreach (var (key, value) in properties)
                {
                    AssertKept(value, actual?[key], $"{path}.{key}");
                }

                break;
            case JsonArray items:
                Assert.Equal(items.Count, actual?.AsArray().Count);
                foreach (var (index, item) in items.Index())
                {
                    AssertKept(item, actual![index], $"{path}[{index}]");
                }

                break;
            default:
                Assert.True(JsonNode.DeepEquals(expected, actual), $"{path}: {expected} became {actual}");
                break;
        }
    }

    private static IEnumerable<string> PathsOf(JsonNode node, string path = "") => node switch
    {
        JsonObject properties => properties
            .Where(property => property.Value is not null)
            .SelectMany(property => PathsOf(property.Value!, $"{path}/{property.Key}").Prepend($"{path}/{property.Key}")),
        JsonArray items => items.SelectMany(item => PathsOf(item!, path)),
        _ => [],
    };

    private static IEnumerable<string> PropertiesOf(Type type, string path = "")
    {
        foreach (var property in Events.Json.GetTypeInfo(type).Properties)
        {
            yield return $"{path}/{property.Name}";
            var inner = property.PropertyType.IsGenericType ? property.PropertyType.GetGenericArguments()[0] : property.PropertyType;
            if (inner.Assembly == typeof(IIntegrationEvent).Assembly && inner.IsClass)
            {
                foreach (var nested in PropertiesOf(inner, $"{path}/{property.Name}"))
                {
                    yield return nested;
                }
            }
        }
    }
}
