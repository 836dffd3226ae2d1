using Metropool.Contracts.Scheduling;
using Metropool.Http;
using Metropool.Testing;

namespace Metropool.Assessment.Tests;

/// <summary>R46: the readers of every text, without HTTP. Over HTTP: <see cref="AccessTests"/>.</summary>
public sealed class ReaderTests
{
    private static readonly Relations[] All = [.. Enum.GetValues<Relations>().Where(relation => relation != Relations.None)];

    [Theory]
    [InlineData("Logbook")]
    [InlineData("LearningPlan")]
    [InlineData("Challenge")]
    [InlineData("Php")]
    [InlineData("InterviewNotes")]
    public void R46_Texts_can_be_read_by_the_participant_dean_programme_manager_and_booked_trainer(string text) =>
        Assert.Equal([Relations.Participant, Relations.Dean, Relations.ProgrammeManager, Relations.BookedTrainer], ReadersOf(text));

    [Fact]
    public void R46_Every_text_has_readers_and_none_without_a_relation()
    {
        Assert.Equal(
            [Relations.Participant, Relations.Dean, Relations.ProgrammeManager, Relations.ProjectManager, Relations.BookedTrainer], ReadersOf("Overview"));
        Assert.Equal([Relations.Participant, Relations.Dean, Relations.ProgrammeManager, Relations.ProjectManager], ReadersOf("Requirements"));
        Assert.Equal([Relations.Participant, Relations.Dean, Relations.ProgrammeManager], ReadersOf("Certificate"));
        Assert.All(Enum.GetValues<Text>(), text => Assert.False(Relations.None.CanRead(text)));
    }

    [Theory]
    [InlineData(InterviewStatus.Booked, ParticipationStatus.Active, true)]
    [InlineData(InterviewStatus.Booked, ParticipationStatus.Paused, true)]
    [InlineData(InterviewStatus.Booked, ParticipationStatus.Ended, false)]
    [InlineData(InterviewStatus.Held, ParticipationStatus.Active, false)]
    [InlineData(InterviewStatus.Missed, ParticipationStatus.Active, false)]
    [InlineData(InterviewStatus.Cancelled, ParticipationStatus.Active, false)]
    public void R46_A_trainer_can_read_while_an_interview_is_booked(InterviewStatus interview, ParticipationStatus participation, bool reads)
    {
        var builder = new AssessmentFileBuilder();
        builder.BookInterview(InterviewKind.Development, status: interview);
        builder.SetStatus(participation);

        Assert.Equal(reads, RelationsOf(builder, builder.Trainer).HasFlag(Relations.BookedTrainer));
    }

    [Fact]
    public void R46_A_trainer_can_read_until_they_have_given_feedback()
    {
        var builder = new AssessmentFileBuilder();
        var interview = builder.HoldInterview(InterviewKind.Development, "Van de decaan.");
        Assert.Equal(Relations.BookedTrainer, RelationsOf(builder, builder.Trainer));

        builder.File.GiveFeedback(interview, builder.Trainer, "Van de trainer.", builder.Now);

        Assert.Equal(Relations.None, RelationsOf(builder, builder.Trainer));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void R46_A_trainer_can_read_for_at_most_fourteen_days_after_the_interview(bool held)
    {
        var builder = new AssessmentFileBuilder();
        _ = held ? builder.HoldInterview(InterviewKind.Development) : builder.BookInterview(InterviewKind.Development);
        builder.Now = builder.Now.AddMinutes(45).AddDays(14).AddTicks(-1);
        Assert.Equal(Relations.BookedTrainer, RelationsOf(builder, builder.Trainer));

        builder.Now = builder.Now.AddTicks(1);

        Assert.Equal(Relations.None, RelationsOf(builder, builder.Trainer));
    }

    [Fact]
    public void R46_A_trainer_who_was_replaced_before_the_interview_cannot_read()
    {
        var builder = new AssessmentFileBuilder();
        var replaced = Guid.CreateVersion7();
        builder.SetTeam(team => team.Append(Some.TeamMember(TeamRole.Trainer, replaced)));
        var interview = builder.BookInterview(InterviewKind.Development, panel: [(TeamRole.Dean, builder.Dean), (TeamRole.Trainer, replaced)]);
        Assert.Equal(Relations.BookedTrainer, RelationsOf(builder, replaced));
        IReadOnlyList<EditionTeamMember> panel = [Some.TeamMember(TeamRole.Dean, builder.Dean), Some.TeamMember(TeamRole.Trainer, builder.Trainer)];
        var moved = builder.Interview(InterviewKind.Development, panel);

        builder.File.Apply(moved with { InterviewId = interview, Version = 2, StartsAt = builder.Now, EndsAt = builder.Now.AddMinutes(45) });
        Assert.Null(builder.RecordHeld(interview).Refusal);

        Assert.Equal(Relations.BookedTrainer, RelationsOf(builder, builder.Trainer));
        Assert.Equal(Relations.None, RelationsOf(builder, replaced));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void R46_A_seat_on_a_panel_gives_no_access_after_the_role_has_ended(bool held)
    {
        var builder = new AssessmentFileBuilder();
        _ = held ? builder.HoldInterview(InterviewKind.Development) : builder.BookInterview(InterviewKind.Development);
        var (trainer, today) = (builder.Trainer, DateOnly.FromDateTime(builder.Now.Date));

        builder.SetTeam(team => team.Select(role => role.PersonId == trainer ? role with { Until = today } : role));
        Assert.Equal(Relations.BookedTrainer, RelationsOf(builder, trainer));
        builder.SetTeam(team => team.Select(role => role.PersonId == trainer ? role with { Until = today.AddDays(-1) } : role));
        Assert.Equal(Relations.None, RelationsOf(builder, trainer));

        // Another role in the team doesn't restore it.
        builder.SetTeam(team => team.Append(Some.TeamMember(TeamRole.ProjectManager, trainer)));
        Assert.Equal(Relations.ProjectManager, RelationsOf(builder, trainer));
    }

    [Fact]
    public void R46_A_dean_on_the_panel_is_not_a_booked_trainer()
    {
        var builder = new AssessmentFileBuilder();
        var outsider = Guid.CreateVersion7();
        builder.BookInterview(InterviewKind.Development, panel: [(TeamRole.Dean, outsider), (TeamRole.Trainer, builder.Trainer)]);

        Assert.Equal(Relations.None, RelationsOf(builder, outsider));
    }

    [Fact]
    public void R46_A_role_in_the_team_gives_no_access_without_the_staff_role_in_the_token()
    {
        var builder = new AssessmentFileBuilder();
        builder.BookInterview(InterviewKind.Development);

        Assert.Equal(Relations.None, RelationsOf(builder, builder.Dean, staff: false));
        Assert.Equal(Relations.None, RelationsOf(builder, builder.Trainer, staff: false));
        Assert.Equal(Relations.Participant, RelationsOf(builder, builder.Participant, staff: false));
    }

    private static Relations[] ReadersOf(string text) => [.. All.Where(relation => relation.CanRead(Enum.Parse<Text>(text)))];

    private static Relations RelationsOf(AssessmentFileBuilder builder, Guid personId, bool staff = true)
    {
        var caller = new Caller { PersonId = personId, InRoles = staff ? new HashSet<string> { Roles.Staff } : new HashSet<string>() };
        return Access.RelationsTo(builder.File, builder.Edition, caller, builder.Now);
    }
}
