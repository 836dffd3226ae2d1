using Metropool.Assessment.Certificates;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Testing;

namespace Metropool.Assessment.Tests;

/// <summary>R39 and R40: the certificate.</summary>
public sealed class CertificateTests
{
    [Fact]
    public void R39_The_certificate_follows_from_the_record()
    {
        var record = Record.Everything();

        var issued = record.Issue().Value;

        Assert.Empty(record.Missing);
        Assert.Equal((record.File.Certificate!.Id, record.Now), (issued.CertificateId, issued.CertificateIssuedAt));
        Assert.Equal(("D. Deelnemer", record.Edition.Name), (record.File.Certificate.Name, record.File.Certificate.EditionName));
    }

    [Theory]
    [InlineData("module-1-attended")]
    [InlineData("attendance-met")]
    [InlineData("chapter-1")]
    [InlineData("chapter-2")]
    [InlineData("chapter-3")]
    [InlineData("chapter-4")]
    [InlineData("chapter-5")]
    [InlineData("chapter-6")]
    [InlineData("development-interview-2")]
    [InlineData("development-interview-1", "development-interview-2")]
    [InlineData("internship-completed")]
    [InlineData("internship-presented")]
    [InlineData("final-interview-held")]
    // Without these there is no final interview either (R37).
    [InlineData("internship-report-submitted", "final-interview-held")]
    [InlineData("php-submitted", "final-interview-held")]
    public void R39_There_is_no_certificate_without(params string[] missing)
    {
        var refusal = Record.Everything(except: missing).Issue().Refusal;

        Assert.Equal("assessment.requirements-missing", refusal?.Code);
        Assert.Equal(missing.Order(), refusal!.Faults.Select(fault => fault.Where).Order());
    }

    [Fact]
    public void R39_Every_missing_item_is_named_at_once_in_the_table_and_in_the_refusal()
    {
        var record = Record.New();

        var refusal = record.Issue().Refusal!;

        Assert.Equal(
            [
                "module-1-attended", "attendance-met", "chapter-1", "chapter-2", "chapter-3", "chapter-4", "chapter-5", "chapter-6", "development-interview-1", "development-interview-2",
                "internship-completed", "internship-report-submitted", "internship-presented", "php-submitted", "final-interview-held",
            ],
            refusal.Faults.Select(fault => fault.Where));
        Assert.Equal(record.Missing, refusal.Faults.Select(fault => fault.Where));
        Assert.All(refusal.Faults, fault => Assert.NotEmpty(fault.Detail));
    }

    [Fact]
    public void R39_What_was_missed_and_made_good_counts_as_attended() => Assert.Empty(Record.Everything(except: "attendance-met").Attends(AttendanceStanding.MadeGood).Missing);

    [Fact]
    public void R18_The_attendance_obligation_is_not_met_while_a_module_is_still_to_come()
    {
        var record = Record.New().Attends();
        foreach (var number in (int[])[1, 2, 3, 4, 6])
        {
            record.Completes(number);
        }

        Assert.Contains("attendance-met", record.Missing);
        Assert.DoesNotContain("attendance-met", record.Completes(7).Missing);
    }

    [Fact]
    public void R39_A_module_that_is_over_does_not_count_before_the_standing_has_judged_it()
    {
        var record = Record.Everything().Judges(1, 2, 3, 4, 6);

        Assert.Equal(["attendance-met"], record.Missing);
        Assert.Empty(record.Judges(1, 2, 3, 4, 6, 7).Missing);
    }

    [Fact]
    public void R16_After_a_transfer_the_standing_of_the_former_edition_does_not_count()
    {
        var record = Record.New().ComesFromAnotherEdition();
        Assert.Contains("attendance-met", record.Missing);

        Assert.DoesNotContain("attendance-met", record.Judges(1, 2, 3, 4, 6, 7).Missing);
    }

    [Fact]
    public void R18_Nobody_counts_as_having_attended_what_is_not_recorded()
    {
        var record = Record.Everything().Attends(awaitingRecord: [6, 7]);

        Assert.Equal(["attendance-met"], record.Missing);
        Assert.Contains("6, 7", record.Issue().Refusal!.Faults.Single().Detail, StringComparison.Ordinal);
        Assert.Empty(record.Attends().Missing);
    }

    [Fact]
    public void R20_Nothing_makes_good_that_module_one_was_missed() =>
        Assert.Equal(["module-1-attended"], Record.Everything().Attends(AttendanceStanding.MadeGood, moduleOne: false).Missing);

    [Fact]
    public void R35_The_final_modules_chapter_is_optional_unless_the_edition_asks_for_it()
    {
        Assert.DoesNotContain("chapter-7", Record.New().Missing);
        Assert.Contains("chapter-7", Record.New(finalModuleChapterObligatory: true).Missing);
    }

    [Fact]
    public void R39_The_dean_or_the_programme_manager_issues_it_and_nobody_else()
    {
        Assert.Equal("assessment.not-dean-or-programme-manager", Record.Everything().Issue(Some.Id()).Refusal?.Code);
        var other = Record.Everything();
        Assert.Equal("assessment.not-dean-or-programme-manager", other.Issue(other.Trainer).Refusal?.Code);
        Assert.Null(other.Issue(other.ProgrammeManager).Refusal);
        Assert.Equal(TeamPart.ProgrammeManager, other.File.Certificate!.IssuedByPart);
    }

    [Fact]
    public void R5_Nobody_issues_their_own_certificate()
    {
        var record = Record.Everything();
        record.Edition.Apply(Some.ReleasedEdition(record.Edition.Id, [Some.TeamRole(TeamPart.Dean, record.Participant)]) with { Version = 9 });

        Assert.Equal("assessment.own-file", record.Issue(record.Participant).Refusal?.Code);
    }

    [Fact]
    public void R5_A_part_counts_from_and_until()
    {
        var record = Record.Everything();
        var (former, deputy) = (Some.TeamRole(TeamPart.Dean) with { Until = new DateOnly(2026, 12, 31) }, Some.TeamRole(TeamPart.Dean, deputy: true) with { From = new DateOnly(2027, 1, 1) });
        record.Edition.Apply(Some.ReleasedEdition(record.Edition.Id, [former, deputy]) with { Version = 9 });

        Assert.Equal("assessment.not-dean-or-programme-manager", record.Issue(former.PersonId).Refusal?.Code);
        Assert.Null(record.Issue(deputy.PersonId).Refusal);
        Assert.True(record.File.Certificate!.IssuedByDeputy);
    }

    [Theory]
    [InlineData(ParticipationStatus.Paused, "assessment.participation-paused")]
    [InlineData(ParticipationStatus.Ended, "assessment.participation-ended")]
    public void R16_There_is_no_certificate_while_the_participation_is_paused_or_after_it_ended(ParticipationStatus status, string code) =>
        Assert.Equal(code, Record.Everything().Becomes(status).Issue().Refusal?.Code);

    [Fact]
    public void R39_It_is_handed_out_on_a_later_day_than_the_final_interview()
    {
        var record = Record.Everything();
        record.Now = record.Now.AddDays(-7);
        var interview = ProgrammeClock.DayOf(record.File.Held.Single(held => held.Kind == InterviewKind.Final).StartsAt);

        Assert.Equal("assessment.handed-out-with-final-interview", record.Issue(handedOutOn: interview).Refusal?.Code);
        Assert.Null(record.Issue(handedOutOn: interview.AddDays(1)).Refusal);
    }

    [Fact]
    public void R39_It_is_not_handed_out_before_it_is_issued()
    {
        var record = Record.Everything();
        var today = ProgrammeClock.DayOf(record.Now);

        Assert.Equal("assessment.handed-out-before-issue", record.Issue(handedOutOn: today.AddDays(-1)).Refusal?.Code);
        Assert.Null(record.Issue(handedOutOn: today).Refusal);
    }

    [Fact]
    public void R39_The_day_of_handing_out_is_noted_later_by_the_same_rules()
    {
        var record = Record.Everything();
        var today = ProgrammeClock.DayOf(record.Now);
        Assert.Equal("assessment.certificate-not-issued", record.File.HandOut(record.Dean, today, record.Edition, record.Now).Refusal?.Code);
        Assert.Null(record.Issue().Refusal);
        record.Now = record.Now.AddDays(30);

        Assert.Equal("assessment.handed-out-with-final-interview", record.File.HandOut(record.Dean, today.AddDays(-7), record.Edition, record.Now).Refusal?.Code);
        Assert.Equal("assessment.handed-out-before-issue", record.File.HandOut(record.Dean, today.AddDays(-1), record.Edition, record.Now).Refusal?.Code);
        Assert.Equal("assessment.not-dean-or-programme-manager", record.File.HandOut(record.Trainer, today, record.Edition, record.Now).Refusal?.Code);
        Assert.Equal(today.AddDays(14), record.File.HandOut(record.ProgrammeManager, today.AddDays(14), record.Edition, record.Now).Value.HandedOutOn);
    }

    [Fact]
    public void R39_There_is_one_certificate()
    {
        var record = Record.Everything();
        Assert.Null(record.Issue().Refusal);

        Assert.Equal("assessment.certificate-already-issued", record.Issue().Refusal?.Code);
    }

    [Fact]
    public void R40_A_certificate_is_revoked_with_a_reason_and_another_one_can_be_issued()
    {
        var record = Record.Everything();
        record.Issue();
        var first = record.File.Certificate!;

        Assert.Equal("assessment.revocation-needs-reason", record.File.RevokeCertificate(first.Id, record.Dean, " ", record.Edition, record.Now).Refusal?.Code);
        Assert.Equal(record.Now, record.File.RevokeCertificate(first.Id, record.Dean, "De naam klopt niet.", record.Edition, record.Now).Value.CertificateRevokedAt);
        Assert.Equal("assessment.certificate-already-revoked", record.File.RevokeCertificate(first.Id, record.Dean, "Nog eens.", record.Edition, record.Now).Refusal?.Code);

        // At the same moment of programme time, which may stand still in a demonstration.
        var second = record.Issue().Value;
        Assert.NotEqual(first.Id, second.CertificateId);
        Assert.Null(second.CertificateRevokedAt);
        record.Now = record.Now.AddDays(1);
        Assert.Equal(second.CertificateId, record.File.RevokeCertificate(second.CertificateId!.Value, record.Dean, "Nog een fout.", record.Edition, record.Now).Value.CertificateId);
    }

    [Fact]
    public void R40_The_dean_or_the_programme_manager_revokes_it_and_never_their_own()
    {
        var record = Record.Everything();
        record.Issue();
        var certificate = record.File.Certificate!.Id;

        Assert.Equal("assessment.not-dean-or-programme-manager", record.File.RevokeCertificate(certificate, record.Trainer, "Reden.", record.Edition, record.Now).Refusal?.Code);
        Assert.Equal("assessment.own-file", record.File.RevokeCertificate(certificate, record.Participant, "Reden.", record.Edition, record.Now).Refusal?.Code);
        Assert.Equal("assessment.certificate-unknown", record.File.RevokeCertificate(Some.Id(), record.Dean, "Reden.", record.Edition, record.Now).Refusal?.Code);
    }

    [Fact]
    public void R40_A_verification_code_is_read_as_people_type_it()
    {
        Assert.Equal("0A1B20C1D2E3F4G5H6J7", VerificationCode.Read("oa1b2-0cld2 e3f4g-5h6j7"));
        Assert.Null(VerificationCode.Read("0A1B2-0C1D2"));
        Assert.Null(VerificationCode.Read("0A1B2-0C1D2-E3F4G-5H6J/"));
    }

    [Fact]
    public void R40_No_two_verification_codes_are_alike_and_each_is_read_back_from_print()
    {
        var codes = Enumerable.Range(0, 1000).Select(_ => VerificationCode.New()).ToList();

        Assert.Equal(codes.Count, codes.Distinct().Count());
        Assert.All(codes, code => Assert.Equal(code, VerificationCode.Read(VerificationCode.Print(code))));
    }
}
