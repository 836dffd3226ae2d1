using Metropool.Contracts.Intake;
using Metropool.Contracts.Scheduling;
using Metropool.Scheduling.Editions;
using Metropool.Scheduling.Participations;
using Metropool.Scheduling.Tests.Editions;
using Metropool.Testing;

namespace Metropool.Scheduling.Tests.Participations;

public sealed class ParticipationTests
{
    private static readonly DateTimeOffset Now = SchedulingFixture.Beginning;
    private static readonly DateOnly Today = new(2025, 8, 1);

    [Fact]
    public void R16_A_pause_has_days_and_no_reason_and_ends_where_it_began()
    {
        var participation = Enrolled();
        _ = participation.Begin(Now);

        Assert.Equal(ParticipationStatus.Paused, participation.PauseFrom(Today, Today.AddDays(60), Now).Value.Status);
        Assert.Equal("scheduling.participation-status", participation.PauseFrom(Today, null, Now).Refusal!.Code);
        Assert.Equal(ParticipationStatus.Active, participation.Resume(Today.AddDays(30), Now).Value.Status);

        var pause = Assert.Single(participation.Pauses);
        Assert.Equal((Today, (DateOnly?)Today.AddDays(29)), (pause.From, pause.Until));
        Assert.DoesNotContain(typeof(Pause).GetProperties(), property => property.PropertyType == typeof(string));
    }

    [Fact]
    public void R16_A_pause_ends_with_whatever_comes_after_it()
    {
        var (current, next) = (EditionTests.Opened(), Later());
        Participation Pausing() => Paused(Enrolled(current));
        var (ended, transferred, completed) = (Pausing(), Pausing(), Pausing());

        var told = ended.End("Gestopt", null, null, broken: false, Some.Id(), Today.AddDays(30), Now).Value;
        _ = transferred.TransferTo(next, current, [], Some.Id(), Today.AddDays(30), Now).Value;
        _ = completed.TakeOverCertificate(true, Now.AddDays(30));

        Assert.All([ended, transferred, completed], participation => Assert.Equal(Today.AddDays(29), Assert.Single(participation.Pauses).Until));
        Assert.Equal([new PausePeriod { From = Today, Until = Today.AddDays(29) }], told.Pauses);
    }

    [Fact]
    public void R16_A_pause_that_goes_on_is_told_without_its_expected_end()
    {
        var participation = Enrolled();

        var told = participation.PauseFrom(Today, Today.AddDays(60), Now).Value;

        Assert.Equal([new PausePeriod { From = Today }], told.Pauses);
    }

    [Fact]
    public void R16_A_participation_that_was_paused_before_the_start_is_placed_again() =>
        Assert.Equal(ParticipationStatus.Placed, Paused(Enrolled()).Resume(Today, Now).Value.Status);

    [Fact]
    public void R20_The_dean_hears_the_participant_before_ending_what_was_broken()
    {
        var participation = Enrolled();

        Assert.Equal("scheduling.participant-not-heard", participation.End("Module 1 gemist", null, null, broken: true, Some.Id(), Today, Now).Refusal!.Code);
        Assert.Equal("scheduling.participant-not-heard", participation.End("Module 1 gemist", Today.AddDays(1), null, broken: true, Some.Id(), Today, Now).Refusal!.Code);
        Assert.Equal(ParticipationStatus.Placed, participation.Status);

        var (by, next) = (Some.Id(), EditionTests.Opened());
        Assert.Equal(ParticipationStatus.Ended, participation.End("Module 1 gemist", Today, next, broken: true, by, Today, Now).Value.Status);
        Assert.Equal(new Ending(Today, "Module 1 gemist", by, Today, next.Id), participation.Ending);
    }

    [Fact]
    public void R20_A_place_in_the_next_edition_can_be_taken_after_the_end()
    {
        var (current, next) = (EditionTests.Opened(), Later());
        var participation = Enrolled(current);
        _ = participation.End("Module 1 gemist", Today, next, broken: true, Some.Id(), Today, Now).Value;

        var transferred = participation.TransferTo(next, current, [], Some.Id(), Today, Now).Value;

        Assert.Equal((next.Id, ParticipationStatus.Placed), (transferred.EditionId, transferred.Status));
        Assert.Null(participation.Ending);
    }

    [Fact]
    public void R16_What_was_met_carries_over_and_names_its_edition()
    {
        var (current, next) = (EditionTests.Opened(), Later());
        var participation = Enrolled(current);

        _ = participation.TransferTo(next, current, [new(1, current.Id, current.Name)], Some.Id(), Today, Now).Value;

        Assert.Equal([new CarriedModule(1, current.Id, current.Name)], participation.Carried);
    }

    [Fact]
    public void R16_A_participation_goes_over_to_a_later_edition_that_takes_place()
    {
        var (current, next, draft) = (EditionTests.Opened(), Later(), EditionLinterTests.Imported());
        var participation = Enrolled(next);

        Assert.Equal("scheduling.edition-not-later", participation.TransferTo(current, next, [], Some.Id(), Today, Now).Refusal!.Code);
        Assert.Equal("scheduling.edition-is-the-same", participation.TransferTo(next, next, [], Some.Id(), Today, Now).Refusal!.Code);
        Assert.Equal("scheduling.edition-not-open", participation.TransferTo(draft, next, [], Some.Id(), Today, Now).Refusal!.Code);
    }

    [Fact]
    public void R16_A_new_employer_follows_the_former_one()
    {
        var participation = Enrolled();
        var organisation = Some.Id();

        var changed = participation.ChangeEmployer(organisation, "Demogemeente Zuid", new(2026, 3, 1), Now).Value;

        Assert.Equal([new DateOnly(2026, 2, 28), null], changed.Employers.Select(employer => employer.Until));
        Assert.Equal(organisation, changed.Employers[1].OrganisationId);
        Assert.Equal("scheduling.period-invalid", participation.ChangeEmployer(null, "Elders", new(2026, 3, 1), Now).Refusal!.Code);
    }

    [Fact]
    public void R16_A_participation_without_an_employer_for_the_time_being_has_none()
    {
        var participation = Enrolled();

        Assert.False(Assert.Single(participation.ChangeEmployer(null, null, new(2026, 3, 1), Now).Value.Employers).EmploysOn(new(2026, 3, 1)));
    }

    [Fact]
    public void R16_A_participation_is_completed_by_its_certificate_and_goes_on_when_that_is_revoked()
    {
        var participation = Enrolled();
        _ = participation.Begin(Now);

        Assert.IsType<ParticipationCompleted>(participation.TakeOverCertificate(true, Now));
        Assert.Null(participation.TakeOverCertificate(true, Now));
        Assert.Equal("scheduling.participation-status", participation.End("Te laat", Today, null, false, Some.Id(), Today, Now).Refusal!.Code);
        Assert.Equal(ParticipationStatus.Active, participation.TakeOverCertificate(false, Now)!.Status);
        Assert.Null(participation.TakeOverCertificate(false, Now));
    }

    [Fact]
    public void An_ended_participation_changes_no_more()
    {
        var participation = Enrolled();
        Assert.Equal(ParticipationStatus.Ended, participation.TakeOverWithdrawal(Today, Now)!.Status);

        Assert.Null(participation.TakeOverWithdrawal(Today, Now));
        Assert.Null(participation.Begin(Now));
        Assert.Equal("scheduling.participation-status", participation.PauseFrom(Today, null, Now).Refusal!.Code);
        Assert.Equal("scheduling.participation-status", participation.Resume(Today, Now).Refusal!.Code);
        Assert.Equal("scheduling.participation-status", participation.ChangeEmployer(null, "Elders", new(2026, 3, 1), Now).Refusal!.Code);
    }

    internal static Participation Enrolled(Edition? edition = null) =>
        Participation.Enrol(Some.Id(), edition?.Id ?? Some.Id(), Some.Id(), "Deelnemer 01", new Admission { CertificateName = "D. Deelnemer", Employers = [Some.Employer()] }, Now);

    private static Participation Paused(Participation participation)
    {
        _ = participation.PauseFrom(Today, null, Now).Value;
        return participation;
    }

    internal static Edition Later()
    {
        var edition = EditionTests.Opened();
        _ = edition.CorrectDates(Contracts.PartialDate.Of(new(2027, 10, 25)), null, null, edition.IntakeDays, new HashSet<DateOnly>(), "Volgende editie", Now).Value;
        return edition;
    }
}
