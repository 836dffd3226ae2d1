using Metropool.Assessment.Files;
using Metropool.Contracts.Scheduling;
using Metropool.Http;
using Metropool.Testing;

namespace Metropool.Assessment.Tests;

/// <summary>R46, as the decision that it is. Over HTTP: <see cref="AccessTests"/>.</summary>
public sealed class ReaderTests
{
    private static readonly Relations[] All = [.. Enum.GetValues<Relations>().Where(relation => relation != Relations.None)];

    [Theory]
    [InlineData("Logbook")]
    [InlineData("LearningPlan")]
    [InlineData("Challenge")]
    [InlineData("Php")]
    [InlineData("InterviewNotes")]
    public void R46_What_is_written_is_read_by_the_participant_dean_programme_manager_and_booked_trainer(string text) =>
        Assert.Equal([Relations.Participant, Relations.Dean, Relations.ProgrammeManager, Relations.BookedTrainer], ReadersOf(text));

    [Fact]
    public void R46_Every_text_has_its_readers_and_nobody_without_a_relation_is_one_of_them()
    {
        Assert.Equal([Relations.Participant, Relations.Dean, Relations.ProgrammeManager, Relations.ProjectManager, Relations.BookedTrainer], ReadersOf("Overview"));
        Assert.Equal([Relations.Participant, Relations.Dean, Relations.ProgrammeManager, Relations.ProjectManager], ReadersOf("Requirements"));
        Assert.Equal([Relations.Participant, Relations.Dean, Relations.ProgrammeManager], ReadersOf("Certificate"));
        Assert.All(Enum.GetValues<Text>(), text => Assert.False(Relations.None.MayRead(text)));
    }

    [Theory]
    [InlineData(InterviewStatus.Booked, ParticipationStatus.Active, true)]
    [InlineData(InterviewStatus.Booked, ParticipationStatus.Paused, true)]
    [InlineData(InterviewStatus.Booked, ParticipationStatus.Ended, false)]
    [InlineData(InterviewStatus.Held, ParticipationStatus.Active, false)]
    [InlineData(InterviewStatus.Missed, ParticipationStatus.Active, false)]
    [InlineData(InterviewStatus.Cancelled, ParticipationStatus.Active, false)]
    public void R46_A_trainer_reads_while_an_interview_is_still_to_be_held(InterviewStatus interview, ParticipationStatus participation, bool reads)
    {
        var record = Record.New();
        record.Books(InterviewKind.Development, status: interview);
        record.Becomes(participation);

        Assert.Equal(reads, RelationsOf(record, record.Trainer).HasFlag(Relations.BookedTrainer));
    }

    [Fact]
    public void R46_A_trainer_whose_interview_was_held_reads_until_their_own_feedback_is_given()
    {
        var record = Record.New();
        var interview = record.Holds(InterviewKind.Development, "Van de decaan.");
        Assert.Equal(Relations.BookedTrainer, RelationsOf(record, record.Trainer));

        record.File.GiveFeedback(interview, record.Trainer, "Van de trainer.", record.Now);

        Assert.Equal(Relations.None, RelationsOf(record, record.Trainer));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void R46_A_trainer_reads_fourteen_days_after_the_interview_at_most(bool held)
    {
        var record = Record.New();
        _ = held ? record.Holds(InterviewKind.Development) : record.Books(InterviewKind.Development);
        record.Now = record.Now.AddMinutes(45).AddDays(14).AddTicks(-1);
        Assert.Equal(Relations.BookedTrainer, RelationsOf(record, record.Trainer));

        record.Now = record.Now.AddTicks(1);

        Assert.Equal(Relations.None, RelationsOf(record, record.Trainer));
    }

    [Fact]
    public void R46_A_trainer_who_was_replaced_before_the_interview_was_held_does_not_read_for_their_feedback()
    {
        var record = Record.New();
        var replaced = Guid.CreateVersion7();
        record.Team(team => team.Append(Some.TeamRole(TeamPart.Trainer, replaced)));
        var interview = record.Books(InterviewKind.Development, panel: [(TeamPart.Dean, record.Dean), (TeamPart.Trainer, replaced)]);
        Assert.Equal(Relations.BookedTrainer, RelationsOf(record, replaced));
        IReadOnlyList<TeamRole> panel = [Some.TeamRole(TeamPart.Dean, record.Dean), Some.TeamRole(TeamPart.Trainer, record.Trainer)];
        var moved = Some.Interview(InterviewKind.Development, record.Edition.Id, record.Participant, panel, participationId: record.File.ParticipationId);

        record.File.Learn(moved with { InterviewId = interview, Version = 2, StartsAt = record.Now, EndsAt = record.Now.AddMinutes(45) });
        Assert.Null(record.RecordHeld(interview).Refusal);

        Assert.Equal(Relations.BookedTrainer, RelationsOf(record, record.Trainer));
        Assert.Equal(Relations.None, RelationsOf(record, replaced));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void R46_A_trainer_whose_role_has_ended_reads_nothing_although_a_seat_was_booked(bool held)
    {
        var record = Record.New();
        _ = held ? record.Holds(InterviewKind.Development) : record.Books(InterviewKind.Development);
        var (trainer, today) = (record.Trainer, DateOnly.FromDateTime(record.Now.Date));

        record.Team(team => team.Select(role => role.PersonId == trainer ? role with { Until = today } : role));
        Assert.Equal(Relations.BookedTrainer, RelationsOf(record, trainer));
        record.Team(team => team.Select(role => role.PersonId == trainer ? role with { Until = today.AddDays(-1) } : role));
        Assert.Equal(Relations.None, RelationsOf(record, trainer));

        // Another role in the team doesn't bring it back.
        record.Team(team => team.Append(Some.TeamRole(TeamPart.ProjectManager, trainer)));
        Assert.Equal(Relations.ProjectManager, RelationsOf(record, trainer));
    }

    [Fact]
    public void R46_A_dean_in_the_panel_does_not_read_as_a_booked_trainer()
    {
        var record = Record.New();
        var outsider = Guid.CreateVersion7();
        record.Books(InterviewKind.Development, panel: [(TeamPart.Dean, outsider), (TeamPart.Trainer, record.Trainer)]);

        Assert.Equal(Relations.None, RelationsOf(record, outsider));
    }

    [Fact]
    public void R46_A_part_in_the_team_is_nothing_without_the_role_in_the_token()
    {
        var record = Record.New();
        record.Books(InterviewKind.Development);

        Assert.Equal(Relations.None, RelationsOf(record, record.Dean, staff: false));
        Assert.Equal(Relations.None, RelationsOf(record, record.Trainer, staff: false));
        Assert.Equal(Relations.Participant, RelationsOf(record, record.Participant, staff: false));
    }

    private static Relations[] ReadersOf(string text) => [.. All.Where(relation => relation.MayRead(Enum.Parse<Text>(text)))];

    private static Relations RelationsOf(Record record, Guid personId, bool staff = true) => Access.RelationsTo(
        record.File, record.Edition, new Caller { PersonId = personId, InRoles = staff ? new HashSet<string> { Roles.Staff } : new HashSet<string>() }, record.Now);
}
