using Metropool.Assessment.Certificates;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Testing;

namespace Metropool.Assessment.Tests;

/// <summary>R39 and R40: the certificate.</summary>
public sealed class CertificateTests
{
    [Fact]
    public void R39_The_certificate_is_issued_once_all_requirements_are_met()
    {
        var builder = AssessmentFileBuilder.Complete();

        var issued = builder.IssueCertificate().Value;

        Assert.Empty(builder.Missing);
        Assert.Equal((builder.File.Certificate!.Id, builder.Now), (issued.CertificateId, issued.CertificateIssuedAt));
        Assert.Equal(("D. Deelnemer", builder.Edition.Name), (builder.File.Certificate.Name, builder.File.Certificate.EditionName));
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
    public void R39_Every_requirement_is_needed(params string[] missing)
    {
        var refusal = AssessmentFileBuilder.Complete(except: missing).IssueCertificate().Refusal;

        Assert.Equal("assessment.requirements-missing", refusal?.Code);
        Assert.Equal(missing.Order(), refusal!.Faults.Select(fault => fault.Where).Order());
    }

    [Fact]
    public void R39_The_table_and_the_refusal_name_all_missing_requirements_at_once()
    {
        var builder = new AssessmentFileBuilder();

        var refusal = builder.IssueCertificate().Refusal!;

        Assert.Equal(
            [
                "module-1-attended", "attendance-met",
                "chapter-1", "chapter-2", "chapter-3", "chapter-4", "chapter-5", "chapter-6",
                "development-interview-1", "development-interview-2",
                "internship-completed", "internship-report-submitted", "internship-presented", "php-submitted", "final-interview-held",
            ],
            refusal.Faults.Select(fault => fault.Where));
        Assert.Equal(builder.Missing, refusal.Faults.Select(fault => fault.Where));
        Assert.All(refusal.Faults, fault => Assert.NotEmpty(fault.Detail));
    }

    [Fact]
    public void R39_A_compensated_absence_counts_as_attended() =>
        Assert.Empty(AssessmentFileBuilder.Complete(except: "attendance-met").SetAttendance(AttendanceStatus.Compensated).Missing);

    [Fact]
    public void R18_The_attendance_obligation_is_not_met_before_all_modules_have_ended()
    {
        var builder = new AssessmentFileBuilder();
        foreach (var number in (int[])[1, 2, 3, 4, 6])
        {
            builder.CompleteModule(number);
        }

        Assert.Contains("attendance-met", builder.SetAttendance().Missing);
        Assert.DoesNotContain("attendance-met", builder.CompleteModule(7).SetAttendance().Missing);
    }

    [Fact]
    public void R39_A_completed_module_does_not_count_before_the_attendance_status_takes_it_into_account()
    {
        var builder = AssessmentFileBuilder.Complete().EvaluateModules(1, 2, 3, 4, 6);

        Assert.Equal(["attendance-met"], builder.Missing);
        Assert.Empty(builder.EvaluateModules(1, 2, 3, 4, 6, 7).Missing);
    }

    [Fact]
    public void R16_After_a_transfer_the_attendance_status_of_the_former_edition_does_not_count()
    {
        var builder = new AssessmentFileBuilder().TransferFromOtherEdition();
        Assert.Contains("attendance-met", builder.Missing);

        Assert.DoesNotContain("attendance-met", builder.EvaluateModules(1, 2, 3, 4, 6, 7).Missing);
    }

    [Fact]
    public void R18_A_module_without_a_full_record_does_not_count_as_attended()
    {
        var builder = AssessmentFileBuilder.Complete().SetAttendance(awaitingRecord: [6, 7]);

        Assert.Equal(["attendance-met"], builder.Missing);
        Assert.Contains("6, 7", builder.IssueCertificate().Refusal!.Faults.Single().Detail, StringComparison.Ordinal);
        Assert.Empty(builder.SetAttendance().Missing);
    }

    [Fact]
    public void R20_An_absence_from_module_one_cannot_be_compensated() =>
        Assert.Equal(["module-1-attended"], AssessmentFileBuilder.Complete().SetAttendance(AttendanceStatus.Compensated, moduleOne: false).Missing);

    [Fact]
    public void R35_The_final_modules_chapter_is_optional_unless_the_edition_requires_it()
    {
        Assert.DoesNotContain("chapter-7", new AssessmentFileBuilder().Missing);
        Assert.Contains("chapter-7", new AssessmentFileBuilder(finalModuleChapterObligatory: true).Missing);
    }

    [Fact]
    public void R39_Only_the_dean_or_the_programme_manager_can_issue_the_certificate()
    {
        Assert.Equal("assessment.role-needed", AssessmentFileBuilder.Complete().IssueCertificate(Some.Id()).Refusal?.Code);
        var other = AssessmentFileBuilder.Complete();
        Assert.Equal("assessment.role-needed", other.IssueCertificate(other.Trainer).Refusal?.Code);
        Assert.Null(other.IssueCertificate(other.ProgrammeManager).Refusal);
        Assert.Equal(TeamRole.ProgrammeManager, other.File.Certificate!.IssuedByRole);
    }

    [Fact]
    public void R5_A_participant_cannot_issue_their_own_certificate()
    {
        var builder = AssessmentFileBuilder.Complete();
        builder.Edition.Apply(Some.ReleasedEdition(builder.Edition.Id, [Some.TeamMember(TeamRole.Dean, builder.Participant)]) with { Version = 9 });

        Assert.Equal("assessment.conflict-of-interest", builder.IssueCertificate(builder.Participant).Refusal?.Code);
    }

    [Fact]
    public void R5_A_role_counts_from_its_first_to_its_last_day()
    {
        var builder = AssessmentFileBuilder.Complete();
        var (former, deputy) = (
            Some.TeamMember(TeamRole.Dean) with { Until = new DateOnly(2026, 12, 31) },
            Some.TeamMember(TeamRole.Dean, deputy: true) with { From = new DateOnly(2027, 1, 1) });
        builder.Edition.Apply(Some.ReleasedEdition(builder.Edition.Id, [former, deputy]) with { Version = 9 });

        Assert.Equal("assessment.role-needed", builder.IssueCertificate(former.PersonId).Refusal?.Code);
        Assert.Null(builder.IssueCertificate(deputy.PersonId).Refusal);
        Assert.True(builder.File.Certificate!.IssuedByDeputy);
    }

    [Theory]
    [InlineData(ParticipationStatus.Paused, "assessment.participation-paused")]
    [InlineData(ParticipationStatus.Ended, "assessment.participation-ended")]
    public void R16_No_certificate_is_issued_while_the_participation_is_paused_or_after_it_ended(ParticipationStatus status, string code) =>
        Assert.Equal(code, AssessmentFileBuilder.Complete().SetStatus(status).IssueCertificate().Refusal?.Code);

    [Fact]
    public void R39_The_certificate_is_awarded_on_a_later_day_than_the_final_interview()
    {
        var builder = AssessmentFileBuilder.Complete();
        builder.Now = builder.Now.AddDays(-7);
        var interview = ProgrammeClock.DayOf(builder.File.Held.Single(held => held.Kind == InterviewKind.Final).StartsAt);

        Assert.Equal("assessment.awarded-with-final-interview", builder.IssueCertificate(awardedOn: interview).Refusal?.Code);
        Assert.Null(builder.IssueCertificate(awardedOn: interview.AddDays(1)).Refusal);
    }

    [Fact]
    public void R39_The_certificate_is_not_awarded_before_it_is_issued()
    {
        var builder = AssessmentFileBuilder.Complete();
        var today = ProgrammeClock.DayOf(builder.Now);

        Assert.Equal("assessment.awarded-before-issue", builder.IssueCertificate(awardedOn: today.AddDays(-1)).Refusal?.Code);
        Assert.Null(builder.IssueCertificate(awardedOn: today).Refusal);
    }

    [Fact]
    public void R39_The_award_can_be_recorded_later()
    {
        var builder = AssessmentFileBuilder.Complete();
        var today = ProgrammeClock.DayOf(builder.Now);
        Assert.Equal("assessment.certificate-not-issued", builder.RecordAward(builder.Dean, today));
        Assert.Null(builder.IssueCertificate().Refusal);
        builder.Now = builder.Now.AddDays(30);

        Assert.Equal("assessment.awarded-with-final-interview", builder.RecordAward(builder.Dean, today.AddDays(-7)));
        Assert.Equal("assessment.awarded-before-issue", builder.RecordAward(builder.Dean, today.AddDays(-1)));
        Assert.Equal("assessment.role-needed", builder.RecordAward(builder.Trainer, today));
        Assert.Null(builder.RecordAward(builder.ProgrammeManager, today.AddDays(14)));
        Assert.Equal(today.AddDays(14), builder.File.Certificate!.AwardedOn);
    }

    [Fact]
    public void R39_A_certificate_is_issued_once()
    {
        var builder = AssessmentFileBuilder.Complete();
        Assert.Null(builder.IssueCertificate().Refusal);

        Assert.Equal("assessment.certificate-already-issued", builder.IssueCertificate().Refusal?.Code);
    }

    [Fact]
    public void R40_A_certificate_is_revoked_with_a_reason_and_another_one_can_be_issued()
    {
        var builder = AssessmentFileBuilder.Complete();
        builder.IssueCertificate();
        var first = builder.File.Certificate!;

        Assert.Equal("assessment.revocation-needs-reason", builder.Revoke(first.Id, builder.Dean, " ").Refusal?.Code);
        Assert.Equal(builder.Now, builder.Revoke(first.Id, builder.Dean, "De naam klopt niet.").Value.CertificateRevokedAt);
        Assert.Equal("assessment.certificate-already-revoked", builder.Revoke(first.Id, builder.Dean, "Nog eens.").Refusal?.Code);

        // At the same moment of programme time, which may stand still in a demonstration.
        var second = builder.IssueCertificate().Value;
        Assert.NotEqual(first.Id, second.CertificateId);
        Assert.Null(second.CertificateRevokedAt);
        builder.Now = builder.Now.AddDays(1);
        Assert.Equal(second.CertificateId, builder.Revoke(second.CertificateId!.Value, builder.Dean, "Nog een fout.").Value.CertificateId);
    }

    [Fact]
    public void R40_Only_the_dean_or_the_programme_manager_can_revoke_a_certificate_and_not_their_own()
    {
        var builder = AssessmentFileBuilder.Complete();
        builder.IssueCertificate();
        var certificate = builder.File.Certificate!.Id;

        Assert.Equal("assessment.role-needed", builder.Revoke(certificate, builder.Trainer, "Reden.").Refusal?.Code);
        Assert.Equal("assessment.conflict-of-interest", builder.Revoke(certificate, builder.Participant, "Reden.").Refusal?.Code);
        Assert.Equal("assessment.certificate-unknown", builder.Revoke(Some.Id(), builder.Dean, "Reden.").Refusal?.Code);
    }

    [Fact]
    public void R40_A_verification_code_can_be_typed_with_common_mistakes()
    {
        Assert.Equal("0A1B20C1D2E3F4G5H6J7", VerificationCode.Read("oa1b2-0cld2 e3f4g-5h6j7"));
        Assert.Null(VerificationCode.Read("0A1B2-0C1D2"));
        Assert.Null(VerificationCode.Read("0A1B2-0C1D2-E3F4G-5H6J/"));
    }

    [Fact]
    public void R40_Verification_codes_are_unique_and_can_be_read_from_print()
    {
        var codes = Enumerable.Range(0, 1000).Select(_ => VerificationCode.New()).ToList();

        Assert.Equal(codes.Count, codes.Distinct().Count());
        Assert.All(codes, code => Assert.Equal(code, VerificationCode.Read(VerificationCode.Print(code))));
    }
}
