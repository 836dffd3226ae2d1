using Metropool.Contracts.Scheduling;
using Metropool.Scheduling.Editions;
using Metropool.Scheduling.People;
using Metropool.Testing;

namespace Metropool.Scheduling.Tests.Editions;

public sealed class EditionTests
{
    private static readonly DateTimeOffset Now = SchedulingFixture.Beginning;
    private static readonly DateOnly Today = new(2025, 8, 1);

    [Fact]
    public void R05_A_part_is_held_by_one_person_at_a_time_trainers_excepted()
    {
        var edition = EditionLinterTests.Imported();
        Appoint(edition, TeamPart.Dean);
        Appoint(edition, TeamPart.Trainer);
        Appoint(edition, TeamPart.Trainer);

        Assert.Equal("scheduling.part-is-held", edition.Appoint(Staff(), TeamPart.Dean, false, Today, null, Now).Refusal!.Code);
        Assert.Equal(2, edition.Team.Count(member => member.Part == TeamPart.Trainer));
    }

    [Fact]
    public void R05_A_part_is_held_from_a_day_until_a_day_and_then_by_the_next()
    {
        var edition = EditionLinterTests.Imported();
        var (first, second) = (Staff(), Staff());
        edition.EndPart(edition.Appoint(first, TeamPart.Dean, false, Today, null, Now).Value, Today.AddDays(30), [], Now);
        _ = edition.Appoint(second, TeamPart.Dean, false, Today.AddDays(31), null, Now).Value;

        Assert.True(edition.Holds(first.PersonId, Today.AddDays(30), TeamPart.Dean));
        Assert.False(edition.Holds(first.PersonId, Today.AddDays(31), TeamPart.Dean));
        Assert.True(edition.Holds(second.PersonId, Today.AddDays(31), TeamPart.Dean));
        Assert.False(edition.Holds(second.PersonId, Today.AddDays(30), TeamPart.Dean));
    }

    [Fact]
    public void R05_A_deputy_stands_beside_who_holds_the_part_and_counts()
    {
        var edition = EditionLinterTests.Imported();
        Appoint(edition, TeamPart.Dean);
        var deputy = Staff();
        var member = edition.Appoint(deputy, TeamPart.Dean, true, Today, Today.AddDays(7), Now).Value;

        Assert.True(edition.Holds(deputy.PersonId, Today, TeamPart.Dean));
        Assert.True(member.AsRole().Deputy);
    }

    [Fact]
    public void R05_Only_who_is_appointed_as_staff_can_have_a_part()
    {
        var edition = EditionLinterTests.Imported();

        Assert.Equal("scheduling.person-not-appointed", edition.Appoint(null, TeamPart.Dean, false, Today, null, Now).Refusal!.Code);
        Assert.Equal("scheduling.person-not-appointed", edition.Appoint(new Person(Some.Id()), TeamPart.Dean, false, Today, null, Now).Refusal!.Code);
    }

    [Fact]
    public void R05_A_part_that_ends_is_not_made_longer_by_ending_it_again()
    {
        var edition = EditionLinterTests.Imported();
        var member = edition.Appoint(Staff(), TeamPart.Dean, false, Today, Today.AddDays(30), Now).Value;
        _ = edition.Appoint(Staff(), TeamPart.Dean, false, Today.AddDays(31), null, Now).Value;

        Assert.Equal("scheduling.part-has-ended", edition.EndPart(member, Today.AddDays(31), [], Now).Refusal?.Code);
        Assert.Equal(Today.AddDays(30), member.Until);
        Assert.Equal(Today.AddDays(10), edition.EndPart(member, Today.AddDays(10), [], Now).Value.Until);
    }

    [Fact]
    public void R11_A_part_does_not_end_while_its_holder_sits_in_a_later_panel()
    {
        var edition = EditionLinterTests.Imported();
        var dean = edition.Appoint(Staff(), TeamPart.Dean, false, Today, null, Now).Value;

        var refusal = edition.EndPart(dean, new(2025, 9, 12), [new(2025, 9, 12), new(2025, 9, 19)], Now).Refusal!;

        Assert.Equal("scheduling.interviews-booked", refusal.Code);
        Assert.Contains("2025-09-19", Assert.Single(refusal.Faults).Detail, StringComparison.Ordinal);
        Assert.Null(dean.Until);
    }

    [Fact]
    public void R11_An_edition_opens_only_with_a_dean_and_a_programme_manager_who_are_two_people()
    {
        var edition = EditionLinterTests.Imported(file => EditionFileTests.Set(file, "intakeDays", "[]"));
        Assert.Equal(["intakeDays", "team.dean", "team.programmeManager"], edition.Open(Today, Now).Refusal!.Faults.Select(fault => fault.Where));

        edition = EditionLinterTests.Imported();
        var person = Staff();
        Appoint(edition, TeamPart.Dean, person);
        Appoint(edition, TeamPart.ProgrammeManager, person);
        Assert.Equal(["team one-person"], edition.Open(Today, Now).Refusal!.Faults.Select(fault => $"{fault.Where} {fault.Code}"));

        _ = edition.Appoint(Staff(), TeamPart.ProgrammeManager, true, Today, null, Now).Value;
        Assert.Equal(EditionStatus.Open, edition.Open(Today, Now).Value.Status);
        Assert.Equal("scheduling.edition-not-draft", edition.Open(Today, Now).Refusal!.Code);
    }

    [Fact]
    public void R03_Release_with_open_findings_needs_an_acknowledgement_with_a_reason_which_is_kept()
    {
        var edition = Opened();
        var by = Some.Id();
        Finding[] findings = [new("duration-contradicts-dates", "durationMonths", "It contradicts.")];

        Assert.Equal(["durationMonths"], edition.ReleaseProgramme(edition.Version, findings, null, by, Now).Refusal!.Faults.Select(fault => fault.Where));
        Assert.Equal("scheduling.findings-open", edition.ReleaseProgramme(edition.Version, findings, "  ", by, Now).Refusal!.Code);
        Assert.Equal(EditionStatus.Open, edition.Status);

        Assert.Equal(EditionStatus.Released, edition.ReleaseProgramme(edition.Version, findings, "Nog niet bevestigd.", by, Now).Value.Status);
        Assert.Equal((by, "Nog niet bevestigd."), (edition.Release!.By, edition.Release.Acknowledgement));
        Assert.Equal(findings, edition.Release.AcknowledgedFindings);
    }

    [Fact]
    public void R03_A_version_that_the_programme_manager_has_not_seen_is_not_released()
    {
        var edition = Opened();
        var seen = edition.Version;
        edition.Changed("Module 1: 2026-10-26 09:30-17:00 was added", [], Now);

        Assert.Equal("scheduling.edition-changed", edition.ReleaseProgramme(seen, [], null, Some.Id(), Now).Refusal!.Code);
        Assert.Equal(EditionStatus.Open, edition.Status);
    }

    [Fact]
    public void R03_Release_without_findings_needs_no_acknowledgement()
    {
        var edition = Opened();

        Assert.Equal(EditionStatus.Released, edition.ReleaseProgramme(edition.Version, [], null, Some.Id(), Now).Value.Status);
        Assert.Null(edition.Release!.Acknowledgement);
    }

    [Fact]
    public void R04_A_change_after_the_release_is_a_new_version_that_says_what_changed_and_whom_it_touches()
    {
        var edition = Opened();
        edition.Changed("Module 1: 2026-10-26 09:30-17:00 was added", [Some.Id()], Now);
        Assert.Empty(edition.Changes);

        var released = edition.ReleaseProgramme(edition.Version, [], null, Some.Id(), Now).Value;
        var touched = Some.Id();
        edition.Changed("Module 1: 2026-10-27 09:30-17:00 was added", [touched, touched], Now);

        var change = edition.Changes[^1];
        Assert.Equal((released.Version + 1, "Module 1: 2026-10-27 09:30-17:00 was added"), (change.Version, change.What));
        Assert.Equal([touched], change.Touched);
    }

    [Fact]
    public void R04_Corrected_dates_are_a_change_that_names_what_was_stated_before()
    {
        var edition = Opened();
        _ = edition.ReleaseProgramme(edition.Version, [], null, Some.Id(), Now).Value;

        _ = edition.CorrectDates(edition.StartsOn, Contracts.PartialDate.Of(new(2028, 4, 20)), 18, edition.IntakeDays, new HashSet<DateOnly>(), "Bevestigd door de NSOB", Now).Value;

        Assert.Contains("2026-10-26 to 2027-06, 18 months", edition.Changes[^1].What, StringComparison.Ordinal);
        Assert.Contains("Bevestigd door de NSOB", edition.Changes[^1].What, StringComparison.Ordinal);
        Assert.Equal("2028-04-20", edition.EndsOn.ToString());
    }

    [Fact]
    public void R13_A_day_for_which_interviews_are_booked_stays_an_intake_day()
    {
        var edition = Opened();
        HashSet<DateOnly> booked = [new(2025, 9, 12)];

        var refusal = edition.CorrectDates(edition.StartsOn, edition.EndsOn, 18, [new(new(2026, 9, 11), DayOfWeek.Friday)], booked, "Verzet", Now).Refusal!;

        Assert.Equal("scheduling.interviews-booked", refusal.Code);
        Assert.Equal(new DateOnly(2025, 9, 12), edition.IntakeDays[0].Date);
    }

    [Fact]
    public void A_cancelled_edition_changes_no_more()
    {
        var edition = Opened();
        Assert.Equal(EditionStatus.Cancelled, edition.Cancel("Te weinig aanmeldingen", [], Now).Value.Status);

        Assert.Equal("scheduling.edition-cancelled", edition.Appoint(Staff(), TeamPart.Trainer, false, Today, null, Now).Refusal!.Code);
        Assert.Equal("scheduling.edition-cancelled", edition.Cancel("Nogmaals", [], Now).Refusal!.Code);
        Assert.Equal("scheduling.edition-cancelled", edition.Set(edition.Settings, Now).Refusal!.Code);
        Assert.Equal("scheduling.edition-not-open", edition.ReleaseProgramme(edition.Version, [], null, Some.Id(), Now).Refusal!.Code);
    }

    internal static Edition Opened()
    {
        var edition = EditionLinterTests.Imported();
        Appoint(edition, TeamPart.Dean);
        Appoint(edition, TeamPart.ProgrammeManager);
        Appoint(edition, TeamPart.ProjectManager);
        Appoint(edition, TeamPart.Trainer);
        _ = edition.Open(Today, Now).Value;
        return edition;
    }

    internal static Person Staff()
    {
        var person = new Person(Some.Id());
        person.Apply(Some.Staff(person.PersonId));
        return person;
    }

    internal static TeamMember Appoint(Edition edition, TeamPart part, Person? person = null) =>
        edition.Appoint(person ?? Staff(), part, false, new(2025, 1, 1), null, Now).Value;
}
