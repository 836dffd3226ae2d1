using Metropool.Contracts.Scheduling;
using Metropool.Scheduling.Editions;
using Metropool.Scheduling.Interviews;
using Metropool.Scheduling.Tests.Editions;
using Metropool.Testing;

namespace Metropool.Scheduling.Tests.Interviews;

public sealed class PanelTests
{
    private static readonly DateTimeOffset Now = SchedulingFixture.Beginning;
    private static readonly DateTimeOffset FirstIntakeDay = new(2025, 9, 12, 7, 0, 0, TimeSpan.Zero);

    [Fact]
    public void R11_An_intake_interview_is_held_by_dean_and_programme_manager_both_never_one()
    {
        var edition = EditionTests.Opened();
        var (dean, manager) = (SeatOf(edition, TeamPart.Dean), SeatOf(edition, TeamPart.ProgrammeManager));

        Assert.Equal(["programmeManager missing"], Faults(Book(edition, InterviewKind.Intake, dean)));
        Assert.Equal(["dean missing"], Faults(Book(edition, InterviewKind.Intake, manager)));
        Assert.Equal(["dean missing", "programmeManager missing"], Faults(Book(edition, InterviewKind.Intake)));
        Assert.Equal([TeamPart.Dean, TeamPart.ProgrammeManager], Book(edition, InterviewKind.Intake, dean, manager).Value.Panel.Select(seat => seat.Part));
    }

    [Fact]
    public void R11_The_two_parts_of_a_panel_are_two_people()
    {
        var edition = EditionTests.Opened();
        var person = EditionTests.Staff();
        _ = edition.Appoint(person, TeamPart.Dean, true, new(2025, 1, 1), null, Now).Value;
        _ = edition.Appoint(person, TeamPart.ProgrammeManager, true, new(2025, 1, 1), null, Now).Value;

        Assert.Equal(["panel one-person"], Faults(Book(edition, InterviewKind.Intake, new(person.PersonId, TeamPart.Dean), new(person.PersonId, TeamPart.ProgrammeManager))));
    }

    [Fact]
    public void R36_A_development_interview_is_held_by_the_dean_and_one_trainer()
    {
        var edition = EditionTests.Opened();
        var (dean, manager, trainer) = (SeatOf(edition, TeamPart.Dean), SeatOf(edition, TeamPart.ProgrammeManager), SeatOf(edition, TeamPart.Trainer));
        var second = new Seat(EditionTests.Appoint(edition, TeamPart.Trainer).PersonId, TeamPart.Trainer);

        Assert.Equal(["trainer missing", "panel[1].part not-foreseen"], Faults(Book(edition, InterviewKind.Development, dean, manager)));
        Assert.Equal(["trainer twice"], Faults(Book(edition, InterviewKind.Development, dean, trainer, second)));
        Assert.Equal(2, Book(edition, InterviewKind.Development, dean, trainer).Value.Panel.Count);
    }

    [Fact]
    public void R37_The_final_interview_is_held_by_dean_and_programme_manager()
    {
        var edition = EditionTests.Opened();

        Assert.Equal(["programmeManager missing", "panel[1].part not-foreseen"], Faults(Book(edition, InterviewKind.Final, SeatOf(edition, TeamPart.Dean), SeatOf(edition, TeamPart.Trainer))));
        Assert.Equal(InterviewStatus.Booked, Book(edition, InterviewKind.Final, SeatOf(edition, TeamPart.Dean), SeatOf(edition, TeamPart.ProgrammeManager)).Value.Status);
    }

    [Fact]
    public void R05_A_panel_member_holds_the_part_on_the_day_of_the_interview()
    {
        var edition = EditionTests.Opened();
        var former = edition.Team.Single(member => member.Part == TeamPart.Dean);
        edition.EndPart(former, new(2025, 9, 11), [], Now);
        var next = edition.Appoint(EditionTests.Staff(), TeamPart.Dean, false, new(2025, 9, 12), null, Now).Value;
        var manager = SeatOf(edition, TeamPart.ProgrammeManager);

        Assert.Equal(["panel[0] not-in-team"], Faults(Book(edition, InterviewKind.Intake, new(former.PersonId, TeamPart.Dean), manager)));
        Assert.Equal(next.PersonId, Book(edition, InterviewKind.Intake, new(next.PersonId, TeamPart.Dean), manager).Value.Panel[0].PersonId);
    }

    [Fact]
    public void R05_A_deputy_in_a_panel_is_named_as_one()
    {
        var edition = EditionTests.Opened();
        var deputy = edition.Appoint(EditionTests.Staff(), TeamPart.Dean, true, new(2025, 9, 1), null, Now).Value;

        var interview = Book(edition, InterviewKind.Intake, new(deputy.PersonId, TeamPart.Dean), SeatOf(edition, TeamPart.ProgrammeManager)).Value;

        Assert.Equal([true, false], interview.State<InterviewBooked>().Panel.Select(member => member.Deputy));
    }

    [Fact]
    public void R05_Nobody_holds_an_interview_about_themself()
    {
        var edition = EditionTests.Opened();
        var dean = SeatOf(edition, TeamPart.Dean);
        var subject = new InterviewSubject(InterviewKind.Intake, Some.Id(), null, dean.PersonId, "Kandidaat 01");

        var refusal = Interview.Book(edition, subject, Hour(FirstIntakeDay), [dean, SeatOf(edition, TeamPart.ProgrammeManager)], [], Some.Id(), Now).Refusal!;

        Assert.Equal("scheduling.conflict-of-interest", refusal.Code);
    }

    [Fact]
    public void R13_Intake_interviews_take_place_on_the_intake_days_alone()
    {
        var edition = EditionTests.Opened();
        Seat[] panel = [SeatOf(edition, TeamPart.Dean), SeatOf(edition, TeamPart.ProgrammeManager)];

        Assert.Equal("scheduling.not-an-intake-day", BookAt(edition, InterviewKind.Intake, FirstIntakeDay.AddDays(1), panel).Refusal!.Code);
        // A quarter to midnight in Amsterdam of the day before, which is another day in UTC still.
        Assert.Equal("scheduling.not-an-intake-day", BookAt(edition, InterviewKind.Intake, new DateTimeOffset(2025, 9, 11, 21, 45, 0, TimeSpan.Zero), panel).Refusal!.Code);
        Assert.Equal(InterviewStatus.Booked, BookAt(edition, InterviewKind.Intake, new DateTimeOffset(2025, 9, 11, 22, 15, 0, TimeSpan.Zero), panel).Value.Status);
        Assert.Equal(InterviewStatus.Booked, BookAt(edition, InterviewKind.Final, FirstIntakeDay.AddDays(1), panel).Value.Status);
    }

    [Fact]
    public void R36_There_are_two_development_interviews()
    {
        var edition = EditionTests.Opened();
        Seat[] panel = [SeatOf(edition, TeamPart.Dean), SeatOf(edition, TeamPart.Trainer)];
        var first = Book(edition, InterviewKind.Development, panel).Value;
        var second = Book(edition, InterviewKind.Development, panel).Value;

        Assert.Equal("scheduling.interview-already-booked", BookAt(edition, InterviewKind.Development, FirstIntakeDay, panel, first, second).Refusal!.Code);
        _ = second.Cancel("Ziek", Now).Value;
        Assert.Equal(InterviewStatus.Booked, BookAt(edition, InterviewKind.Development, FirstIntakeDay, panel, first, second).Value.Status);
    }

    [Fact]
    public void R10_A_missed_interview_can_be_booked_again_and_a_held_one_cannot()
    {
        var edition = EditionTests.Opened();
        Seat[] panel = [SeatOf(edition, TeamPart.Dean), SeatOf(edition, TeamPart.ProgrammeManager)];
        var first = Book(edition, InterviewKind.Intake, panel).Value;

        Assert.Equal("scheduling.interview-not-begun", first.Miss("Niet gekomen", FirstIntakeDay.AddMinutes(-1)).Refusal!.Code);
        Assert.Equal(InterviewStatus.Missed, first.Miss("Niet gekomen", FirstIntakeDay).Value.Status);
        var again = BookAt(edition, InterviewKind.Intake, FirstIntakeDay, panel, first).Value;
        Assert.Equal(InterviewStatus.Held, again.TakeOverHeld(FirstIntakeDay)!.Status);
        Assert.Null(again.TakeOverHeld(FirstIntakeDay));
        Assert.Equal("scheduling.interview-already-booked", BookAt(edition, InterviewKind.Intake, FirstIntakeDay, panel, first, again).Refusal!.Code);
        Assert.Equal("scheduling.interview-not-booked", again.Cancel("Te laat", Now).Refusal!.Code);
    }

    [Fact]
    public void R13_A_moved_intake_interview_stays_on_an_intake_day_and_keeps_its_whole_panel()
    {
        var edition = EditionTests.Opened();
        var dean = SeatOf(edition, TeamPart.Dean);
        Seat[] panel = [dean, SeatOf(edition, TeamPart.ProgrammeManager)];
        var interview = Book(edition, InterviewKind.Intake, panel).Value;

        Assert.Equal("scheduling.not-an-intake-day", interview.Move(edition, Hour(FirstIntakeDay.AddDays(2)), panel, [], "Later", Now).Refusal!.Code);
        Assert.Equal("scheduling.panel-incomplete", interview.Move(edition, Hour(FirstIntakeDay.AddDays(7)), [dean], [], "Later", Now).Refusal!.Code);
        Assert.Equal("scheduling.starts-in-the-past", interview.Move(edition, Hour(Now.AddMinutes(-1)), panel, [], "Eerder", Now).Refusal!.Code);
        Assert.Equal(FirstIntakeDay, interview.StartsAt);

        var moved = interview.Move(edition, Hour(FirstIntakeDay.AddDays(7)), panel, [], "Later", Now).Value;
        Assert.Equal((FirstIntakeDay.AddDays(7), 2L), (moved.StartsAt, moved.Version));
    }

    private static Seat SeatOf(Edition edition, TeamPart part) => new(edition.Team.First(member => member.Part == part).PersonId, part);

    private static Slot Hour(DateTimeOffset start) => new(start, start.AddHours(1));

    private static Http.Outcome<Interview> Book(Edition edition, InterviewKind kind, params Seat[] panel) => BookAt(edition, kind, FirstIntakeDay, panel);

    private static Http.Outcome<Interview> BookAt(Edition edition, InterviewKind kind, DateTimeOffset start, Seat[] panel, params Interview[] others) => Interview.Book(
        edition, new(kind, kind == InterviewKind.Intake ? Some.Id() : null, kind == InterviewKind.Intake ? null : Some.Id(), Some.Id(), "Kandidaat 01"),
        Hour(start), panel, others, Some.Id(), Now);

    private static IEnumerable<string> Faults(Http.Outcome<Interview> outcome) => outcome.Refusal!.Faults.Select(fault => $"{fault.Where} {fault.Code}");
}
