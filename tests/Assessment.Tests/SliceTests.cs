using System.Net;
using Metropool.Assessment.Assessments;
using Metropool.Assessment.Certificates;
using Metropool.Assessment.Interviews;
using Metropool.Assessment.Logbook;
using Metropool.Assessment.Pages;
using Metropool.Contracts.Assessment;
using Metropool.Contracts.Scheduling;
using Metropool.Http;
using Metropool.Testing;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Assessment.Tests;

/// <summary>The whole way to a certificate, through the API and the broker.</summary>
public sealed class SliceTests(AssessmentFixture fixture)
{
    [Fact]
    public async Task R31_A_completed_internship_becomes_part_of_the_final_assessment_through_its_event()
    {
        var scenario = await Scenario.CreateAsync(fixture);
        Assert.False(await scenario.IsMetAsync("internship-completed"));

        var completed = scenario.CompletedInternship();
        await scenario.PublishAsync(completed);

        var included = await scenario.PublishedAsync(AssessmentChange.InternshipIncluded);
        Assert.Equal(completed.InternshipId, included.InternshipId);
        Assert.True(await scenario.IsMetAsync("internship-completed"));
        Assert.Equal(5, (await scenario.SubmitChapterAsync(5)).ModuleNumber);
    }

    [Fact]
    public async Task R39_The_certificate_is_refused_with_all_missing_requirements_and_then_issued()
    {
        var scenario = await Scenario.CreateAsync(fixture);
        var refused = await scenario.IssueCertificateAsync(scenario.ProgrammeManager).Refused(HttpStatusCode.Conflict, "assessment.requirements-missing");
        Assert.Equal((await scenario.RequirementsAsync()).Items.Select(item => item.Code), refused.Locations);

        await scenario.MeetAllRequirementsAsync();

        await fixture.Events.PublishedAsync<AssessmentChanged>(
            e => e.Change == AssessmentChange.RequirementsMet && e.AssessmentId == scenario.Id && e.AllRequirementsMet);
        var certificate = await scenario.IssueCertificateAsync().Read<CertificateDetail>();
        var issued = await scenario.PublishedAsync(AssessmentChange.CertificateIssued);
        Assert.Equal(certificate.Id, issued.CertificateId);
        Assert.Equal([1, 2, 3, 4, 5, 6], issued.ChaptersSubmitted);
        Assert.Equal(3, issued.InterviewsHeld.Count);
        Assert.Equal(("D. Deelnemer", scenario.Edition.Name), (certificate.Name, certificate.Edition));
        Assert.Matches("^[0-9]{4}-[0-9]{5}$", certificate.Number);
        await scenario.IssueCertificateAsync(scenario.Dean).Refused(HttpStatusCode.Conflict, "assessment.certificate-already-issued");
        await scenario.Dean.Put($"{scenario.Path}/certificate/award", new RecordCertificateAwardRequest(certificate.IssuedOn.AddDays(1)))
            .Read<CertificateDetail>();
        Assert.Equal(certificate.IssuedOn.AddDays(1), (await scenario.Participant.Get($"{scenario.Path}/certificate").Read<CertificateDetail>()).AwardedOn);
    }

    [Fact]
    public async Task R40_Anyone_with_the_code_can_verify_a_certificate_and_see_its_revocation()
    {
        var scenario = await Scenario.CreateAsync(fixture);
        await scenario.MeetAllRequirementsAsync();
        var certificate = await scenario.IssueCertificateAsync().Read<CertificateDetail>();
        var anyone = fixture.ClientFor(TestCaller.Anonymous);

        var verified = await anyone.Get($"/assessment/v1/certificates/{certificate.VerificationCode.ToLowerInvariant()}").Read<CertificateVerification>();
        Assert.Equal((certificate.Number, certificate.Name, true), (verified.Number, verified.Name, verified.Valid));
        await anyone.Get($"/assessment/v1/certificates/{VerificationCode.New()}").Refused(HttpStatusCode.NotFound, "assessment.certificate-unknown");
        await anyone.Get("/assessment/v1/certificates/nonsense").Refused(HttpStatusCode.NotFound, "assessment.certificate-unknown");

        await scenario.Dean.Post($"/assessment/v1/certificates/{certificate.Id}/revocation", new RevokeCertificateRequest("De naam klopt niet."))
            .Read<CertificateDetail>();
        await fixture.Events.PublishedAsync<AssessmentChanged>(e => e.Change == AssessmentChange.CertificateRevoked && e.CertificateId == certificate.Id);
        verified = await anyone.Get($"/assessment/v1/certificates/{certificate.VerificationCode}").Read<CertificateVerification>();
        Assert.False(verified.Valid);
        Assert.NotNull(verified.RevokedOn);
        Assert.Equal("De naam klopt niet.", (await scenario.Participant.Get($"{scenario.Path}/certificate").Read<CertificateDetail>()).RevocationReason);
    }

    [Fact]
    public async Task Only_the_current_version_of_a_page_is_loaded()
    {
        var scenario = await Scenario.CreateAsync(fixture);
        foreach (var text in (string[])["Eerste.", "Tweede.", "Derde."])
        {
            await scenario.Participant.Put($"{scenario.Path}/challenge", new { text }).Read<PageDetail>();
        }

        var file = await fixture.InDatabase<AssessmentDbContext, AssessmentFile>(
            db => db.Assessments.AsNoTracking().WithParts().WithTexts(Texts.Current)
                .SingleAsync(file => file.Id == scenario.Id, TestContext.Current.CancellationToken));

        Assert.Equal(["Derde."], file.Pages.Single().Versions.Select(version => version.Text));
        Assert.Equal("Derde.", (await scenario.Dean.Get($"{scenario.Path}/challenge").Read<PageDetail>()).Current!.Text);
        Assert.Equal(3, (await scenario.Participant.Get($"{scenario.Path}/challenge/versions").Read<Page<PageVersionDetail>>()).Items.Count);
    }

    [Fact]
    public async Task R35_A_chapter_that_the_edition_does_not_have_has_no_versions()
    {
        var scenario = await Scenario.CreateAsync(fixture);

        Assert.Empty((await scenario.Participant.Get($"{scenario.Path}/logbook/2/versions").Read<Page<ChapterVersionDetail>>()).Items);
        await scenario.Participant.Get($"{scenario.Path}/logbook/99/versions").Refused(HttpStatusCode.NotFound, "assessment.chapter-unknown");
    }

    [Fact]
    public async Task R35_Only_the_participant_can_read_old_versions()
    {
        var scenario = await Scenario.CreateAsync(fixture);
        await scenario.CompleteModulesAsync(1);
        await scenario.SubmitChapterAsync(1, "Wat het gesprek zag.");
        await scenario.RecordHeldAsync(scenario.Dean, (await scenario.BookInterviewAsync(InterviewKind.Development)).InterviewId).Read<InterviewSummary>();
        await scenario.SubmitChapterAsync(1, "Verbeterd.");

        var versions = (await scenario.Participant.Get($"{scenario.Path}/logbook/1/versions").Read<Page<ChapterVersionDetail>>()).Items;
        Assert.Equal(["Wat het gesprek zag.", "Verbeterd."], versions.Select(version => version.Insights));
        await scenario.Dean.Get($"{scenario.Path}/logbook/1/versions").Refused(HttpStatusCode.Forbidden, "assessment.not-the-participant");
        Assert.Equal("Verbeterd.", (await scenario.Dean.Get($"{scenario.Path}/logbook").Read<LogbookDetail>()).Chapters[0].Current?.Insights);
    }

    [Fact]
    public async Task R36_An_interview_shows_its_logbook_versions_and_its_feedback()
    {
        var scenario = await Scenario.CreateAsync(fixture);
        await scenario.CompleteModulesAsync(1, 2);
        await scenario.SubmitChapterAsync(1);
        await scenario.SubmitChapterAsync(2);
        var interview = await scenario.BookInterviewAsync(InterviewKind.Development);
        await scenario.RecordHeldAsync(scenario.Trainer, interview.InterviewId, "Van de trainer.").Read<InterviewSummary>();

        var held = await scenario.PublishedAsync(AssessmentChange.DevelopmentInterviewHeld);
        Assert.Equal([interview.InterviewId], held.InterviewsHeld);
        var notes = Assert.Single(await scenario.Participant.Get($"{scenario.Path}/interviews").Read<List<InterviewDetail>>());
        Assert.Equal([(1, 1), (2, 1)], notes.Logbook.Select(input => (input.ModuleNumber, input.Version)));
        Assert.Equal("Van de trainer.", Assert.Single(notes.Feedback).Text);
        Assert.Equal(InterviewStatus.Held, notes.Interview.Status);
    }

    [Theory]
    [InlineData("{\"feedback\": \"Goed.\", \"grade\": 8}", "grade")]
    [InlineData("{\"feedback\": \"Goed.\", \"decision\": \"passed\"}", "decision")]
    public async Task R38_There_is_no_grade_and_no_decision(string body, string property)
    {
        var scenario = await Scenario.CreateAsync(fixture);
        var interview = await scenario.BookInterviewAsync(InterviewKind.Development);
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");

        var answer = scenario.Dean.PostAsync(
            new Uri($"{scenario.Path}/interviews/{interview.InterviewId}/held", UriKind.Relative), content, TestContext.Current.CancellationToken);

        Assert.Equal([property], (await answer.Refused(HttpStatusCode.BadRequest, "request.invalid")).Locations);
    }

    [Fact]
    public async Task R16_The_participant_can_read_their_texts_after_the_participation_ended()
    {
        var scenario = await Scenario.CreateAsync(fixture);
        await scenario.CompleteModulesAsync(1);
        await scenario.SubmitChapterAsync(1, "Blijft van mij.");

        await scenario.SetParticipationStatusAsync(ParticipationStatus.Ended);

        Assert.Equal("Blijft van mij.", (await scenario.Participant.Get($"{scenario.Path}/logbook").Read<LogbookDetail>()).Chapters[0].Current?.Insights);
        await scenario.Participant.Put($"{scenario.Path}/logbook/1", new SubmitChapterRequest("Nieuw.", "Nieuw."))
            .Refused(HttpStatusCode.Conflict, "assessment.participation-ended");
    }

    [Fact]
    public async Task R16_A_submitted_chapter_also_counts_after_a_transfer_and_names_its_edition()
    {
        var scenario = await Scenario.CreateAsync(fixture);
        await scenario.CompleteModulesAsync(1);
        await scenario.SubmitChapterAsync(1);
        var later = Some.ReleasedEdition();
        await scenario.PublishAsync(later, scenario.Participation with { Version = 2, EditionId = later.EditionId });
        await Eventually.TrueAsync(async () => (await scenario.GetAsync()).EditionId == later.EditionId, "the participation is in the later edition");

        Assert.True(await scenario.IsMetAsync("chapter-1"));
        Assert.Equal(scenario.Edition.EditionId, (await scenario.Participant.Get($"{scenario.Path}/logbook").Read<LogbookDetail>()).Chapters[0].EditionId);
        await scenario.Dean.Get($"{scenario.Path}/logbook").Refused(HttpStatusCode.NotFound, "assessment.file-unknown");
        await fixture.ClientFor(TestCaller.Staff(later.Team[0].PersonId)).Get($"{scenario.Path}/logbook").Read<LogbookDetail>();
        await fixture.Events.PublishedAsync<AssessmentChanged>(e => e.AssessmentId == scenario.Id && e.EditionId == later.EditionId);
    }

    [Fact]
    public async Task A_text_has_a_maximum_length()
    {
        var scenario = await Scenario.CreateAsync(fixture);
        await scenario.CompleteModulesAsync(1);

        var refused = await scenario.Participant.Put($"{scenario.Path}/logbook/1", new SubmitChapterRequest(new string('a', TextLimits.Long + 1), "Kort."))
            .Refused(HttpStatusCode.BadRequest, "request.invalid");

        Assert.Equal(["insights"], refused.Locations);
    }
}
