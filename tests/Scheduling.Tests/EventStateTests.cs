using System.Reflection;
using Metropool.Contracts.Scheduling;
using Metropool.Scheduling.Interviews;
using Metropool.Scheduling.Tests.Editions;
using Metropool.Scheduling.Tests.Participations;
using Metropool.Testing;

namespace Metropool.Scheduling.Tests;

public sealed class EventStateTests
{
    private static readonly DateTimeOffset Now = SchedulingFixture.Beginning;

    public static TheoryData<Type> Events { get; } = [.. typeof(EditionChanged).Assembly.GetTypes()
        .Where(type => type.IsAssignableTo(typeof(EditionChanged)) || type.IsAssignableTo(typeof(InterviewChanged)) || type.IsAssignableTo(typeof(ParticipationChanged)))];

    [Theory]
    [MemberData(nameof(Events))]
    public void An_event_carries_the_whole_state_under_whichever_name(Type type)
    {
        var entity = EntityOf(type);
        var state = entity.GetType().GetMethods().Single(m => m is { Name: "State", IsGenericMethod: true }).MakeGenericMethod(type).Invoke(entity, null)!;

        Assert.All(type.GetProperties(BindingFlags.Public | BindingFlags.Instance), property =>
        {
            var value = property.GetValue(state);
            Assert.NotNull(value);
            Assert.NotEqual(property.PropertyType.IsValueType ? Activator.CreateInstance(property.PropertyType) : null, value);
        });
    }

    private static object EntityOf(Type type)
    {
        var edition = EditionTests.Opened();
        if (type.IsAssignableTo(typeof(EditionChanged)))
        {
            return edition;
        }

        if (type.IsAssignableTo(typeof(ParticipationChanged)))
        {
            var participation = ParticipationTests.Enrolled(edition);
            Assert.NotNull(participation.RequestTransfer(ParticipationTests.Later(), edition, Some.Id(), Now).Value);
            return participation;
        }

        Seat[] panel = [.. new[] { TeamPart.Dean, TeamPart.ProgrammeManager }.Select(part => new Seat(edition.Team.Single(m => m.Part == part).PersonId, part))];
        var start = new DateTimeOffset(2025, 9, 12, 7, 0, 0, TimeSpan.Zero);
        return Interview.Book(edition, new(InterviewKind.Intake, Some.Id(), Some.Id(), Some.Id(), "Kandidaat 01"), new(start, start.AddHours(1)), panel, [], Some.Id(), Now).Value;
    }
}
