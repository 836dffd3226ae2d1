using Metropool.Contracts;
using Metropool.Contracts.Scheduling;
using Metropool.Scheduling.Interviews;
using Metropool.Testing;

namespace Metropool.Scheduling.Tests;

public sealed class EventStateTests
{
    private static readonly DateTimeOffset Now = SchedulingFixture.Beginning;

    [Fact]
    public void An_edition_publishes_its_complete_state() => AssertComplete(EditionBuilder.Open().State(EditionChange.Opened));

    [Fact]
    public void An_interview_publishes_its_complete_state()
    {
        var edition = EditionBuilder.Open();
        Seat[] panel = [edition.SeatOf(TeamRole.Dean), edition.SeatOf(TeamRole.ProgrammeManager)];
        var start = new DateTimeOffset(2025, 9, 12, 7, 0, 0, TimeSpan.Zero);
        var subject = new InterviewSubject(InterviewKind.Intake, Some.Id(), Some.Id(), Some.Id(), "Kandidaat 01");

        AssertComplete(Interview.Book(edition, subject, new(start, start.AddHours(1)), panel, [], Some.Id(), Now).Value.State(InterviewChange.Booked));
    }

    [Fact]
    public void A_participation_publishes_its_complete_state()
    {
        var edition = EditionBuilder.Open();
        var participation = ParticipationBuilder.Placed(edition);
        Assert.NotNull(participation.RequestTransfer(EditionBuilder.Later(), edition, Some.Id(), Now).Value);

        AssertComplete(participation.State(ParticipationChange.Updated));
    }

    private static void AssertComplete(IIntegrationEvent state) => Assert.All(state.GetType().GetProperties(), property =>
    {
        var value = property.GetValue(state);
        Assert.NotNull(value);
        Assert.NotEqual(property.PropertyType.IsValueType ? Activator.CreateInstance(property.PropertyType) : null, value);
    });
}
