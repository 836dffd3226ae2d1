using System.Text.Json;
using System.Text.Json.Nodes;
using Metropool.Contracts.Scheduling;

namespace Metropool.Contracts.Tests;

/// <summary>A publisher may add a value before its consumers know it.</summary>
public sealed class EnumTests
{
    public static TheoryData<string> EnumNames => [.. Events.Enums.Select(type => type.FullName!)];

    [Fact]
    public void There_are_enums() => Assert.NotEmpty(Events.Enums);

    [Theory]
    [MemberData(nameof(EnumNames))]
    public void The_value_zero_is_unknown(string name) => Assert.Equal("Unknown", Enum.GetName(TypeOf(name), 0));

    [Theory]
    [MemberData(nameof(EnumNames))]
    public void A_value_that_is_not_known_is_read_as_unknown(string name) =>
        Assert.Equal(Enum.ToObject(TypeOf(name), 0), JsonSerializer.Deserialize("\"aValueOfTomorrow\"", TypeOf(name), Events.Json));

    [Theory]
    [MemberData(nameof(EnumNames))]
    public void Every_value_is_written_by_its_name_and_read_again(string name)
    {
        foreach (var value in Enum.GetValues(TypeOf(name)))
        {
            var written = JsonSerializer.Serialize(value, TypeOf(name), Events.Json);

            Assert.Equal($"\"{JsonNamingPolicy.CamelCase.ConvertName(value.ToString()!)}\"", written);
            Assert.Equal(value, JsonSerializer.Deserialize(written, TypeOf(name), Events.Json));
        }
    }

    [Fact]
    public void A_whole_event_with_a_value_that_is_not_known_is_read()
    {
        var sample = JsonNode.Parse(File.ReadAllText(Events.SamplesOf(typeof(ParticipationChanged))[0]))!.AsObject();
        sample["status"] = "onSabbatical";

        Assert.Equal(ParticipationStatus.Unknown, sample.Deserialize<ParticipationChanged>(Events.Json)!.Status);
    }

    private static Type TypeOf(string name) => typeof(IIntegrationEvent).Assembly.GetType(name)!;
}
