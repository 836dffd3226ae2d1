using Metropool.Contracts;
using Metropool.Contracts.Scheduling;
using Metropool.Scheduling.Editions;
using Metropool.Scheduling.Replicas;
using Metropool.Testing;

namespace Metropool.Scheduling.Tests.Editions;

public sealed class EditionTests
{
    private static readonly DateTimeOffset Now = SchedulingFixture.Beginning;
    private static readonly DateOnly Today = new(2025, 8, 1);

    [Fact]
    public void R5_One_person_has_a_role_at_a_time_except_trainers()
    {
        var edition = EditionBuilder.Draft();
        edition.Appoint(TeamRole.Dean);
        edition.Appoint(TeamRole.Trainer);
        edition.Appoint(TeamRole.Trainer);

        Assert.Equal("scheduling.role-taken", edition.Appoint(EditionBuilder.Staff(), TeamRole.Dean, false, Today, null, Now).Refusal!.Code);
        Assert.Equal(2, edition.Team.Count(member => member.Role == TeamRole.Trainer));
    }

    [Fact]
    public void R5_A_role_has_a_period_and_then_passes_to_the_next_person()
    {
        var edition = EditionBuilder.Draft();
        var (first, second) = (EditionBuilder.Staff(), EditionBuilder.Staff());
        edition.EndRole(edition.Appoint(first, TeamRole.Dean, false, Today, null, Now).Value, Today.AddDays(30), [], Now);
        _ = edition.Appoint(second, TeamRole.Dean, false, Today.AddDays(31), null, Now).Value;

        Assert.True(edition.HasRole(first.PersonId, Today.AddDays(30), TeamRole.Dean));
        Assert.False(edition.HasRole(first.PersonId, Today.AddDays(31), TeamRole.Dean));
        Assert.True(edition.HasRole(second.PersonId, Today.AddDays(31), TeamRole.Dean));
        Assert.False(edition.HasRole(second.PersonId, Today.AddDays(30), TeamRole.Dean));
    }

    [Fact]
    public void R5_A_deputy_has_the_role_in_addition_to_its_holder()
    {
        var edition = EditionBuilder.Draft();
        edition.Appoint(TeamRole.Dean);
        var deputy = EditionBuilder.Staff();
        var member = edition.Appoint(deputy, TeamRole.Dean, true, Today, Today.AddDays(7), Now).Value;

        Assert.True(edition.HasRole(deputy.PersonId, Today, TeamRole.Dean));
        Assert.True(member.ToContract().Deputy);
    }

    [Fact]
    public void R5_Only_appointed_staff_can_have_a_role()
    {
        var edition = EditionBuilder.Draft();

        Assert.Equal("scheduling.person-not-appointed", edition.Appoint(null, TeamRole.Dean, false, Today, null, Now).Refusal!.Code);
        Assert.Equal("scheduling.person-not-appointed", edition.Appoint(new Person(Some.Id()), TeamRole.Dean, false, Today, null, Now).Refusal!.Code);
    }

    [Fact]
    public void R5_A_role_is_not_extended_by_ending_it_again()
    {
        var edition = EditionBuilder.Draft();
        var member = edition.Appoint(EditionBuilder.Staff(), TeamRole.Dean, false, Today, Today.AddDays(30), Now).Value;
        _ = edition.Appoint(EditionBuilder.Staff(), TeamRole.Dean, false, Today.AddDays(31), null, Now).Value;

        Assert.Equal("scheduling.role-has-ended", edition.EndRole(member, Today.AddDays(31), [], Now).Refusal?.Code);
        Assert.Equal(Today.AddDays(30), member.Until);
        Assert.Equal(Today.AddDays(10), edition.EndRole(member, Today.AddDays(10), [], Now).Value.Until);
    }

    [Fact]
    public void R11_A_role_does_not_end_before_the_booked_interviews_of_its_holder()
    {
        var edition = EditionBuilder.Draft();
        var dean = edition.Appoint(EditionBuilder.Staff(), TeamRole.Dean, false, Today, null, Now).Value;

        var refusal = edition.EndRole(dean, new(2025, 9, 12), [new(2025, 9, 12), new(2025, 9, 19)], Now).Refusal!;

        Assert.Equal("scheduling.interviews-booked", refusal.Code);
        Assert.Contains("2025-09-19", Assert.Single(refusal.Faults).Detail, StringComparison.Ordinal);
        Assert.Null(dean.Until);
    }

    [Fact]
    public void R11_An_edition_opens_only_if_dean_and_programme_manager_are_two_people()
    {
        var edition = EditionBuilder.Draft(file => file.Set("intakeDays", "[]"));
        Assert.Equal(["intakeDays", "team.dean", "team.programmeManager"], edition.Open(Today, Now).Refusal!.Faults.Select(fault => fault.Where));

        edition = EditionBuilder.Draft();
        var person = EditionBuilder.Staff();
        edition.Appoint(TeamRole.Dean, person);
        edition.Appoint(TeamRole.ProgrammeManager, person);
        Assert.Equal(["team one-person"], edition.Open(Today, Now).Refusal!.Faults.Select(fault => $"{fault.Where} {fault.Code}"));

        _ = edition.Appoint(EditionBuilder.Staff(), TeamRole.ProgrammeManager, true, Today, null, Now).Value;
        Assert.Equal(EditionStatus.Open, edition.Open(Today, Now).Value.Status);
        Assert.Equal("scheduling.edition-not-draft", edition.Open(Today, Now).Refusal!.Code);
    }

    [Fact]
    public void R3_A_release_with_open_findings_requires_an_acknowledgement_which_is_stored()
    {
        var edition = EditionBuilder.Open();
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
    public void R3_Only_the_version_that_the_programme_manager_read_is_released()
    {
        var edition = EditionBuilder.Open();
        var seen = edition.Version;
        edition.RecordChange("Module 1: 2026-10-26 09:30-17:00 was added", [], Now);

        Assert.Equal("scheduling.edition-changed", edition.ReleaseProgramme(seen, [], null, Some.Id(), Now).Refusal!.Code);
        Assert.Equal(EditionStatus.Open, edition.Status);
    }

    [Fact]
    public void R3_Release_without_findings_needs_no_acknowledgement()
    {
        var edition = EditionBuilder.Open();

        Assert.Equal(EditionStatus.Released, edition.ReleaseProgramme(edition.Version, [], null, Some.Id(), Now).Value.Status);
        Assert.Null(edition.Release!.Acknowledgement);
    }

    [Fact]
    public void R4_A_change_after_the_release_has_a_version_a_description_and_the_people_affected()
    {
        var edition = EditionBuilder.Open();
        edition.RecordChange("Module 1: 2026-10-26 09:30-17:00 was added", [Some.Id()], Now);
        Assert.Empty(edition.Changes);

        var released = edition.ReleaseProgramme(edition.Version, [], null, Some.Id(), Now).Value;
        var touched = Some.Id();
        edition.RecordChange("Module 1: 2026-10-27 09:30-17:00 was added", [touched, touched], Now);

        var change = edition.Changes[^1];
        Assert.Equal((released.Version + 1, "Module 1: 2026-10-27 09:30-17:00 was added"), (change.Version, change.Description));
        Assert.Equal([touched], change.AffectedPersonIds);
    }

    [Fact]
    public void R4_A_correction_of_dates_lists_the_former_dates()
    {
        var edition = EditionBuilder.Open();
        _ = edition.ReleaseProgramme(edition.Version, [], null, Some.Id(), Now).Value;

        _ = edition.CorrectDates(
            new(edition.StartsOn, PartialDate.Of(new(2028, 4, 20)), 18, edition.IntakeDays, "Bevestigd door de NSOB"), new HashSet<DateOnly>(), Now).Value;

        Assert.Contains("2026-10-26 to 2027-06, 18 months", edition.Changes[^1].Description, StringComparison.Ordinal);
        Assert.Contains("Bevestigd door de NSOB", edition.Changes[^1].Description, StringComparison.Ordinal);
        Assert.Equal("2028-04-20", edition.EndsOn.ToString());
    }

    [Fact]
    public void R13_A_day_for_which_interviews_are_booked_stays_an_intake_day()
    {
        var edition = EditionBuilder.Open();
        HashSet<DateOnly> booked = [new(2025, 9, 12)];

        var refusal = edition.CorrectDates(
            new(edition.StartsOn, edition.EndsOn, 18, [new(new(2026, 9, 11), DayOfWeek.Friday)], "Verzet"), booked, Now).Refusal!;

        Assert.Equal("scheduling.interviews-booked", refusal.Code);
        Assert.Equal(new DateOnly(2025, 9, 12), edition.IntakeDays[0].Date);
    }

    [Fact]
    public void A_cancelled_edition_cannot_be_changed()
    {
        var edition = EditionBuilder.Open();
        Assert.Equal(EditionStatus.Cancelled, edition.Cancel("Te weinig aanmeldingen", [], Now).Value.Status);

        Assert.Equal("scheduling.edition-cancelled", edition.Appoint(EditionBuilder.Staff(), TeamRole.Trainer, false, Today, null, Now).Refusal!.Code);
        Assert.Equal("scheduling.edition-cancelled", edition.Cancel("Nogmaals", [], Now).Refusal!.Code);
        Assert.Equal("scheduling.edition-cancelled", edition.ChangeSettings(edition.Settings, Now).Refusal!.Code);
        Assert.Equal("scheduling.edition-not-open", edition.ReleaseProgramme(edition.Version, [], null, Some.Id(), Now).Refusal!.Code);
    }
}
