using Metropool.Contracts.Scheduling;
using Metropool.Scheduling.Editions;
using Metropool.Scheduling.Interviews;
using Metropool.Testing;

namespace Metropool.Scheduling.Tests.Interviews;

public sealed class PanelTests
{
    private static readonly DateTimeOffset Now = SchedulingFixture.Beginning;
    private static readonly DateTimeOffset FirstIntakeDay = new(2025, 9, 12, 7, 0, 0, TimeSpan.Zero);

    [Fact]
    public void R11_Dean_and_programme_manager_hold_an_intake_interview_together()
    {
        var edition = EditionBuilder.Open();
        var (dean, manager) = (edition.SeatOf(TeamRole.Dean), edition.SeatOf(TeamRole.ProgrammeManager));

        Assert.Equal(["programmeManager missing"], Faults(Book(edition, InterviewKind.Intake, dean)));
        Assert.Equal(["dean missing"], Faults(Book(edition, InterviewKind.Intake, manager)));
        Assert.Equal(["dean missing", "programmeManager missing"], Faults(Book(edition, InterviewKind.Intake)));
        Assert.Equal([TeamRole.Dean, TeamRole.ProgrammeManager], Book(edition, InterviewKind.Intake, dean, manager).Value.Panel.Select(seat => seat.Role));
    }

    [Fact]
    public void R11_The_two_roles_of_a_panel_are_two_people()
    {
        var edition = EditionBuilder.Open();
        var person = EditionBuilder.Staff();
        _ = edition.Appoint(person, TeamRole.Dean, true, new(2025, 1, 1), null, Now).Value;
        _ = edition.Appoint(person, TeamRole.ProgrammeManager, true, new(2025, 1, 1), null, Now).Value;

        Assert.Equal(
            ["panel one-person"],
            Faults(Book(edition, InterviewKind.Intake, new(person.PersonId, TeamRole.Dean), new(person.PersonId, TeamRole.ProgrammeManager))));
    }

    [Fact]
    public void R36_Dean_and_one_trainer_hold_a_development_interview()
    {
        var edition = EditionBuilder.Open();
        var (dean, manager, trainer) = (edition.SeatOf(TeamRole.Dean), edition.SeatOf(TeamRole.ProgrammeManager), edition.SeatOf(TeamRole.Trainer));
        var second = new Seat(edition.Appoint(TeamRole.Trainer).PersonId, TeamRole.Trainer);

        Assert.Equal(["trainer missing", "panel[1].role not-allowed"], Faults(Book(edition, InterviewKind.Development, dean, manager)));
        Assert.Equal(["trainer duplicate"], Faults(Book(edition, InterviewKind.Development, dean, trainer, second)));
        Assert.Equal(2, Book(edition, InterviewKind.Development, dean, trainer).Value.Panel.Count);
    }

    [Fact]
    public void R37_Dean_and_programme_manager_hold_the_final_interview()
    {
        var edition = EditionBuilder.Open();

        Assert.Equal(
            ["programmeManager missing", "panel[1].role not-allowed"],
            Faults(Book(edition, InterviewKind.Final, edition.SeatOf(TeamRole.Dean), edition.SeatOf(TeamRole.Trainer))));
        Assert.Equal(
            InterviewStatus.Booked, Book(edition, InterviewKind.Final, edition.SeatOf(TeamRole.Dean), edition.SeatOf(TeamRole.ProgrammeManager)).Value.Status);
    }

    [Fact]
    public void R5_A_panel_member_has_the_role_on_the_day_of_the_interview()
    {
        var edition = EditionBuilder.Open();
        var former = edition.Team.Single(member => member.Role == TeamRole.Dean);
        edition.EndRole(former, new(2025, 9, 11), [], Now);
        var next = edition.Appoint(EditionBuilder.Staff(), TeamRole.Dean, false, new(2025, 9, 12), null, Now).Value;
        var manager = edition.SeatOf(TeamRole.ProgrammeManager);

        Assert.Equal(["panel[0] not-in-team"], Faults(Book(edition, InterviewKind.Intake, new(former.PersonId, TeamRole.Dean), manager)));
        Assert.Equal(next.PersonId, Book(edition, InterviewKind.Intake, new(next.PersonId, TeamRole.Dean), manager).Value.Panel[0].PersonId);
    }

    [Fact]
    public void R5_A_deputy_on_a_panel_is_shown_as_deputy()
    {
        var edition = EditionBuilder.Open();
        var deputy = edition.Appoint(EditionBuilder.Staff(), TeamRole.Dean, true, new(2025, 9, 1), null, Now).Value;

        var interview = Book(edition, InterviewKind.Intake, new(deputy.PersonId, TeamRole.Dean), edition.SeatOf(TeamRole.ProgrammeManager)).Value;

        Assert.Equal([true, false], interview.State(InterviewChange.Booked).Panel.Select(member => member.Deputy));
    }

    [Fact]
    public void R5_No_one_is_on_the_panel_of_their_own_interview()
    {
        var edition = EditionBuilder.Open();
        var dean = edition.SeatOf(TeamRole.Dean);
        var subject = new InterviewSubject(InterviewKind.Intake, Some.Id(), null, dean.PersonId, "Kandidaat 01");

        var refusal = Interview.Book(edition, subject, Hour(FirstIntakeDay), [dean, edition.SeatOf(TeamRole.ProgrammeManager)], [], Some.Id(), Now).Refusal!;

        Assert.Equal("scheduling.panel-in-conflict", refusal.Code);
    }

    [Fact]
    public void R13_Intake_interviews_take_place_only_on_intake_days()
    {
        var edition = EditionBuilder.Open();
        Seat[] panel = [edition.SeatOf(TeamRole.Dean), edition.SeatOf(TeamRole.ProgrammeManager)];

        Assert.Equal("scheduling.not-an-intake-day", BookAt(edition, InterviewKind.Intake, FirstIntakeDay.AddDays(1), panel).Refusal!.Code);
        // A quarter to midnight in Amsterdam of the day before, which is another day in UTC still.
        Assert.Equal(
            "scheduling.not-an-intake-day",
            BookAt(edition, InterviewKind.Intake, new DateTimeOffset(2025, 9, 11, 21, 45, 0, TimeSpan.Zero), panel).Refusal!.Code);
        Assert.Equal(
            InterviewStatus.Booked, BookAt(edition, InterviewKind.Intake, new DateTimeOffset(2025, 9, 11, 22, 15, 0, TimeSpan.Zero), panel).Value.Status);
        Assert.Equal(InterviewStatus.Booked, BookAt(edition, InterviewKind.Final, FirstIntakeDay.AddDays(1), panel).Value.Status);
    }

    [Fact]
    public void R36_There_are_two_development_interviews()
    {
        var edition = EditionBuilder.Open();
        Seat[] panel = [edition.SeatOf(TeamRole.Dean), edition.SeatOf(TeamRole.Trainer)];
        var first = Book(edition, InterviewKind.Development, panel).Value;
        var second = Book(edition, InterviewKind.Development, panel).Value;

        Assert.Equal("scheduling.interview-already-booked", BookAt(edition, InterviewKind.Development, FirstIntakeDay, panel, first, second).Refusal!.Code);
        _ = second.Cancel("Ziek", Now).Value;
        Assert.Equal(InterviewStatus.Booked, BookAt(edition, InterviewKind.Development, FirstIntakeDay, panel, first, second).Value.Status);
    }

    [Fact]
    public void R10_A_missed_interview_can_be_booked_again_but_a_held_one_cannot()
    {
        var edition = EditionBuilder.Open();
        Seat[] panel = [edition.SeatOf(TeamRole.Dean), edition.SeatOf(TeamRole.ProgrammeManager)];
        var first = Book(edition, InterviewKind.Intake, panel).Value;

        Assert.Equal("scheduling.interview-not-begun", first.RecordMissed("Niet gekomen", FirstIntakeDay.AddMinutes(-1)).Refusal!.Code);
        Assert.Equal(InterviewStatus.Missed, first.RecordMissed("Niet gekomen", FirstIntakeDay).Value.Status);
        var again = BookAt(edition, InterviewKind.Intake, FirstIntakeDay, panel, first).Value;
        Assert.Equal(InterviewStatus.Held, again.RecordHeld(FirstIntakeDay)!.Status);
        Assert.Null(again.RecordHeld(FirstIntakeDay));
        Assert.Equal("scheduling.interview-already-booked", BookAt(edition, InterviewKind.Intake, FirstIntakeDay, panel, first, again).Refusal!.Code);
        Assert.Equal("scheduling.interview-not-booked", again.Cancel("Te laat", Now).Refusal!.Code);
    }

    [Fact]
    public void R13_A_moved_intake_interview_stays_on_an_intake_day_with_a_complete_panel()
    {
        var edition = EditionBuilder.Open();
        var dean = edition.SeatOf(TeamRole.Dean);
        Seat[] panel = [dean, edition.SeatOf(TeamRole.ProgrammeManager)];
        var interview = Book(edition, InterviewKind.Intake, panel).Value;

        Assert.Equal("scheduling.not-an-intake-day", interview.Move(edition, Hour(FirstIntakeDay.AddDays(2)), panel, [], "Later", Now).Refusal!.Code);
        Assert.Equal("scheduling.panel-incomplete", interview.Move(edition, Hour(FirstIntakeDay.AddDays(7)), [dean], [], "Later", Now).Refusal!.Code);
        Assert.Equal("scheduling.starts-in-the-past", interview.Move(edition, Hour(Now.AddMinutes(-1)), panel, [], "Eerder", Now).Refusal!.Code);
        Assert.Equal(FirstIntakeDay, interview.StartsAt);

        var moved = interview.Move(edition, Hour(FirstIntakeDay.AddDays(7)), panel, [], "Later", Now).Value;
        Assert.Equal((FirstIntakeDay.AddDays(7), 2L), (moved.StartsAt, moved.Version));
    }

    private static Slot Hour(DateTimeOffset start) => new(start, start.AddHours(1));

    private static Http.Outcome<Interview> Book(Edition edition, InterviewKind kind, params Seat[] panel) => BookAt(edition, kind, FirstIntakeDay, panel);

    private static Http.Outcome<Interview> BookAt(
        Edition edition, InterviewKind kind, DateTimeOffset start, Seat[] panel, params Interview[] others) => Interview.Book(
        edition, new(kind, kind == InterviewKind.Intake ? Some.Id() : null, kind == InterviewKind.Intake ? null : Some.Id(), Some.Id(), "Kandidaat 01"),
        Hour(start), panel, others, Some.Id(), Now);

    private static IEnumerable<string> Faults(Http.Outcome<Interview> outcome) => outcome.Refusal!.Faults.Select(fault => $"{fault.Where} {fault.Code}");
}
