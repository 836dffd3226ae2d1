using Metropool.Contracts.Scheduling;
using Metropool.Scheduling.Participations;
using Metropool.Testing;

namespace Metropool.Scheduling.Tests.Participations;

public sealed class ParticipationTests
{
    private static readonly DateTimeOffset Now = SchedulingFixture.Beginning;
    private static readonly DateOnly Today = new(2025, 8, 1);

    [Fact]
    public void R16_A_pause_has_dates_and_no_reason_and_restores_the_former_status()
    {
        var participation = ParticipationBuilder.Placed();
        _ = participation.Begin(Now);

        Assert.Equal(ParticipationStatus.Paused, participation.PauseFrom(Today, Today.AddDays(60), Now).Value.Status);
        Assert.Equal("scheduling.participation-status", participation.PauseFrom(Today, null, Now).Refusal!.Code);
        Assert.Equal(ParticipationStatus.Active, participation.Resume(Today.AddDays(30), Now).Value.Status);

        var pause = Assert.Single(participation.Pauses);
        Assert.Equal((Today, (DateOnly?)Today.AddDays(29)), (pause.From, pause.Until));
        Assert.DoesNotContain(typeof(Pause).GetProperties(), property => property.PropertyType == typeof(string));
    }

    [Fact]
    public void R16_A_pause_ends_with_the_next_status()
    {
        var (current, next) = (EditionBuilder.Open(), EditionBuilder.Later());
        Participation Pausing() => ParticipationBuilder.Paused(current);
        var (ended, transferred, completed) = (Pausing(), Pausing(), Pausing());

        var published = ended.End("Gestopt", null, null, attendanceFailed: false, Some.Id(), Now.AddDays(30)).Value;
        _ = transferred.TransferTo(next, current, [], Some.Id(), Now.AddDays(30)).Value;
        _ = completed.RecordCertificate(true, Now.AddDays(30));

        Assert.All([ended, transferred, completed], participation => Assert.Equal(Today.AddDays(29), Assert.Single(participation.Pauses).Until));
        Assert.Equal([new PausePeriod { From = Today, Until = Today.AddDays(29) }], published.Pauses);
    }

    [Fact]
    public void R16_The_expected_end_of_a_current_pause_is_not_published()
    {
        var participation = ParticipationBuilder.Placed();

        var published = participation.PauseFrom(Today, Today.AddDays(60), Now).Value;

        Assert.Equal([new PausePeriod { From = Today }], published.Pauses);
    }

    [Fact]
    public void R16_A_participation_that_was_paused_before_the_start_is_placed_again() =>
        Assert.Equal(ParticipationStatus.Placed, ParticipationBuilder.Paused().Resume(Today, Now).Value.Status);

    [Fact]
    public void R20_The_dean_hears_the_participant_before_ending_a_failed_participation()
    {
        var participation = ParticipationBuilder.Placed();

        Assert.Equal(
            "scheduling.participant-not-heard", participation.End("Module 1 gemist", null, null, attendanceFailed: true, Some.Id(), Now).Refusal!.Code);
        Assert.Equal(
            "scheduling.participant-not-heard",
            participation.End("Module 1 gemist", Today.AddDays(1), null, attendanceFailed: true, Some.Id(), Now).Refusal!.Code);
        Assert.Equal(ParticipationStatus.Placed, participation.Status);

        var (by, next) = (Some.Id(), EditionBuilder.Open());
        Assert.Equal(ParticipationStatus.Ended, participation.End("Module 1 gemist", Today, next, attendanceFailed: true, by, Now).Value.Status);
        Assert.Equal(new Ending(Today, "Module 1 gemist", by, Today, next.Id), participation.Ending);
    }

    [Fact]
    public void R20_A_place_in_the_next_edition_can_be_taken_after_the_end()
    {
        var (current, next) = (EditionBuilder.Open(), EditionBuilder.Later());
        var participation = ParticipationBuilder.Placed(current);
        _ = participation.End("Module 1 gemist", Today, next, attendanceFailed: true, Some.Id(), Now).Value;

        var transferred = participation.TransferTo(next, current, [], Some.Id(), Now).Value;

        Assert.Equal((next.Id, ParticipationStatus.Placed), (transferred.EditionId, transferred.Status));
        Assert.Null(participation.Ending);
    }

    [Fact]
    public void R16_A_module_that_was_met_is_carried_over_with_its_edition()
    {
        var (current, next) = (EditionBuilder.Open(), EditionBuilder.Later());
        var participation = ParticipationBuilder.Placed(current);

        _ = participation.TransferTo(next, current, [new(1, current.Id, current.Name)], Some.Id(), Now).Value;

        Assert.Equal([new CarriedModule(1, current.Id, current.Name)], participation.Carried);
    }

    [Fact]
    public void R16_A_participation_is_transferred_only_to_a_later_open_edition()
    {
        var (current, next, draft) = (EditionBuilder.Open(), EditionBuilder.Later(), EditionBuilder.Draft());
        var participation = ParticipationBuilder.Placed(next);

        Assert.Equal("scheduling.edition-not-later", participation.TransferTo(current, next, [], Some.Id(), Now).Refusal!.Code);
        Assert.Equal("scheduling.edition-is-the-same", participation.TransferTo(next, next, [], Some.Id(), Now).Refusal!.Code);
        Assert.Equal("scheduling.edition-not-open", participation.TransferTo(draft, next, [], Some.Id(), Now).Refusal!.Code);
    }

    [Fact]
    public void R16_A_new_employer_follows_the_former_one()
    {
        var participation = ParticipationBuilder.Placed();
        var organisation = Some.Id();

        var changed = participation.ChangeEmployer(organisation, "Demogemeente Zuid", new(2026, 3, 1), Now).Value;

        Assert.Equal([new DateOnly(2026, 2, 28), null], changed.Employers.Select(employer => employer.Until));
        Assert.Equal(organisation, changed.Employers[1].OrganisationId);
        Assert.Equal("scheduling.period-invalid", participation.ChangeEmployer(null, "Elders", new(2026, 3, 1), Now).Refusal!.Code);
    }

    [Fact]
    public void R16_A_participation_without_an_employer_for_the_time_being_has_none()
    {
        var participation = ParticipationBuilder.Placed();

        Assert.False(Assert.Single(participation.ChangeEmployer(null, null, new(2026, 3, 1), Now).Value.Employers).EmploysOn(new(2026, 3, 1)));
    }

    [Fact]
    public void R16_A_certificate_completes_a_participation_and_its_revocation_makes_it_active_again()
    {
        var participation = ParticipationBuilder.Placed();
        _ = participation.Begin(Now);

        Assert.Equal(ParticipationChange.Completed, participation.RecordCertificate(true, Now)?.Change);
        Assert.Null(participation.RecordCertificate(true, Now));
        Assert.Equal("scheduling.participation-status", participation.End("Te laat", Today, null, false, Some.Id(), Now).Refusal!.Code);
        Assert.Equal(ParticipationStatus.Active, participation.RecordCertificate(false, Now)!.Status);
        Assert.Null(participation.RecordCertificate(false, Now));
    }

    [Fact]
    public void An_ended_participation_cannot_be_changed()
    {
        var participation = ParticipationBuilder.Placed();
        Assert.Equal(ParticipationStatus.Ended, participation.EndByWithdrawal(Now)!.Status);

        Assert.Null(participation.EndByWithdrawal(Now));
        Assert.Null(participation.Begin(Now));
        Assert.Equal("scheduling.participation-status", participation.PauseFrom(Today, null, Now).Refusal!.Code);
        Assert.Equal("scheduling.participation-status", participation.Resume(Today, Now).Refusal!.Code);
        Assert.Equal("scheduling.participation-status", participation.ChangeEmployer(null, "Elders", new(2026, 3, 1), Now).Refusal!.Code);
    }
}
