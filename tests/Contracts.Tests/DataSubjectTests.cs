using System.Text.Json;
using Metropool.Contracts.Identity;
using Metropool.Contracts.Intake;

namespace Metropool.Contracts.Tests;

/// <summary>Every event states whose personal data it holds: an erasure takes back those, and no event that only mentions the person.</summary>
public sealed class DataSubjectTests
{
    public static TheoryData<string> EventNames => [.. Events.All.Select(type => type.FullName!)];

    [Theory]
    [MemberData(nameof(EventNames))]
    public void The_data_subject_is_the_person_of_the_event_and_never_one_who_is_mentioned(string name)
    {
        var type = typeof(IIntegrationEvent).Assembly.GetType(name)!;
        var person = type.GetProperty("PersonId");
        foreach (var sample in Events.SamplesOf(type).Select(File.ReadAllText))
        {
            var message = (IIntegrationEvent)JsonSerializer.Deserialize(sample, type, Events.Json)!;

            // That someone was erased is about no one any more, and has to arrive.
            Assert.Equal(message is PersonErased ? null : (Guid?)person?.GetValue(message), message.DataSubjectId);
        }
    }

    [Fact]
    public void The_last_state_of_an_application_that_was_removed_has_no_data_subject()
    {
        var sample = File.ReadAllText(Events.SamplesOf(typeof(ApplicationChanged))[0]);
        var state = JsonSerializer.Deserialize<ApplicationChanged>(sample, Events.Json)!;

        IIntegrationEvent removed = state with { Removed = true };

        Assert.Null(removed.DataSubjectId);
    }
}
