using System.Net;
using Metropool.Assessment.Certificates;
using Metropool.Assessment.Files;
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
    public async Task R31_A_finished_internship_becomes_part_of_the_final_assessment_by_event_alone()
    {
        var scene = await Scene.OpenAsync(fixture);
        Assert.False(await scene.IsMetAsync("internship-completed"));

        var completed = scene.CompletedInternship();
        await scene.PublishAsync(completed);

        var takenOver = await fixture.Events.PublishedAsync<InternshipTakenOver>(e => e.AssessmentId == scene.Id);
        Assert.Equal(completed.InternshipId, takenOver.InternshipId);
        Assert.True(await scene.IsMetAsync("internship-completed"));
        Assert.Equal(5, (await scene.HandInAsync(5)).ModuleNumber);
    }

    [Fact]
    public async Task R39_The_certificate_is_refused_with_every_missing_item_named_and_then_issued()
    {
        var scene = await Scene.OpenAsync(fixture);
        var refused = await scene.ProgrammeManager.Post($"{scene.Path}/certificate").Refused(HttpStatusCode.Conflict, "assessment.requirements-missing");
        Assert.Equal((await scene.RequirementsAsync()).Items.Select(item => item.Code), refused.Wheres);

        await scene.MeetEverythingAsync();

        await fixture.Events.PublishedAsync<RequirementsMet>(e => e.AssessmentId == scene.Id && e.AllRequirementsMet);
        var certificate = await scene.IssueAsync();
        var issued = await fixture.Events.PublishedAsync<CertificateIssued>(e => e.AssessmentId == scene.Id);
        Assert.Equal(certificate.Id, issued.CertificateId);
        Assert.Equal([1, 2, 3, 4, 5, 6], issued.ChaptersSubmitted);
        Assert.Equal(3, issued.InterviewsHeld.Count);
        Assert.Equal(("D. Deelnemer", scene.Edition.Name), (certificate.Name, certificate.Edition));
        Assert.Matches("^[0-9]{4}-[0-9]{5}$", certificate.Number);
        await scene.Dean.Post($"{scene.Path}/certificate").Refused(HttpStatusCode.Conflict, "assessment.certificate-already-issued");
        await scene.Dean.Put($"{scene.Path}/certificate/hand-out", new HandOutCertificateRequest(certificate.IssuedOn.AddDays(1))).Read<CertificateView>();
        Assert.Equal(certificate.IssuedOn.AddDays(1), (await scene.Participant.Get($"{scene.Path}/certificate").Read<CertificateView>()).HandedOutOn);
    }

    [Fact]
    public async Task R40_Anyone_who_holds_a_certificate_can_verify_it_and_sees_when_it_was_revoked()
    {
        var scene = await Scene.OpenAsync(fixture);
        await scene.MeetEverythingAsync();
        var certificate = await scene.IssueAsync();
        var anyone = fixture.ClientFor(TestCaller.Anonymous);

        var verified = await anyone.Get($"/certificates/{certificate.VerificationCode.ToLowerInvariant()}").Read<VerifiedCertificate>();
        Assert.Equal((certificate.Number, certificate.Name, true), (verified.Number, verified.Name, verified.Valid));
        await anyone.Get($"/certificates/{VerificationCode.New()}").Refused(HttpStatusCode.NotFound, "assessment.certificate-unknown");
        await anyone.Get("/certificates/nonsense").Refused(HttpStatusCode.NotFound, "assessment.certificate-unknown");

        await scene.Dean.Post($"/certificates/{certificate.Id}/revocation", new RevokeCertificateRequest("De naam klopt niet.")).Read<CertificateView>();
        await fixture.Events.PublishedAsync<CertificateRevoked>(e => e.CertificateId == certificate.Id);
        verified = await anyone.Get($"/certificates/{certificate.VerificationCode}").Read<VerifiedCertificate>();
        Assert.False(verified.Valid);
        Assert.NotNull(verified.RevokedOn);
        Assert.Equal("De naam klopt niet.", (await scene.Participant.Get($"{scene.Path}/certificate").Read<CertificateView>()).RevocationReason);
    }

    [Fact]
    public async Task Of_what_was_written_often_the_last_text_alone_is_loaded_to_be_read_or_written_over()
    {
        var scene = await Scene.OpenAsync(fixture);
        foreach (var text in (string[])["Eerste.", "Tweede.", "Derde."])
        {
            await scene.Participant.Put($"{scene.Path}/challenge", new { text }).Read<PageView>();
        }

        var file = await fixture.InDatabase<AssessmentDbContext, AssessmentFile>(
            db => db.Files.AsNoTracking().WithRecord().WithTexts(Texts.Current).SingleAsync(f => f.Id == scene.Id, TestContext.Current.CancellationToken));

        Assert.Equal(["Derde."], file.Pages.Single().Versions.Select(version => version.Text));
        Assert.Equal("Derde.", (await scene.Dean.Get($"{scene.Path}/challenge").Read<PageView>()).Current!.Text);
        Assert.Equal(3, (await scene.Participant.Get($"{scene.Path}/challenge/versions").Read<Page<PageText>>()).Items.Count);
    }

    [Fact]
    public async Task R35_A_chapter_that_the_edition_does_not_have_has_no_versions()
    {
        var scene = await Scene.OpenAsync(fixture);

        Assert.Empty((await scene.Participant.Get($"{scene.Path}/logbook/2/versions").Read<Page<ChapterText>>()).Items);
        await scene.Participant.Get($"{scene.Path}/logbook/99/versions").Refused(HttpStatusCode.NotFound, "assessment.chapter-unknown");
    }

    [Fact]
    public async Task R35_Old_versions_are_the_writers_alone()
    {
        var scene = await Scene.OpenAsync(fixture);
        await scene.CompleteModulesAsync(1);
        await scene.HandInAsync(1, "Wat het gesprek zag.");
        await scene.RecordHeldAsync(scene.Dean, (await scene.BookAsync(InterviewKind.Development)).InterviewId).Read<InterviewView>();
        await scene.HandInAsync(1, "Verbeterd.");

        var versions = (await scene.Participant.Get($"{scene.Path}/logbook/1/versions").Read<Page<ChapterText>>()).Items;
        Assert.Equal(["Wat het gesprek zag.", "Verbeterd."], versions.Select(version => version.Insights));
        await scene.Dean.Get($"{scene.Path}/logbook/1/versions").Refused(HttpStatusCode.Forbidden, "assessment.not-the-writer");
        Assert.Equal("Verbeterd.", (await scene.Dean.Get($"{scene.Path}/logbook").Read<LogbookView>()).Chapters[0].Current?.Insights);
    }

    [Fact]
    public async Task R36_The_interview_says_which_versions_of_the_logbook_it_had_as_input_and_what_was_said()
    {
        var scene = await Scene.OpenAsync(fixture);
        await scene.CompleteModulesAsync(1, 2);
        await scene.HandInAsync(1);
        await scene.HandInAsync(2);
        var interview = await scene.BookAsync(InterviewKind.Development);
        await scene.RecordHeldAsync(scene.Trainer, interview.InterviewId, "Van de trainer.").Read<InterviewView>();

        var held = await fixture.Events.PublishedAsync<DevelopmentInterviewHeld>(e => e.AssessmentId == scene.Id);
        Assert.Equal([interview.InterviewId], held.InterviewsHeld);
        var notes = Assert.Single(await scene.Participant.Get($"{scene.Path}/interviews").Read<List<InterviewNotes>>());
        Assert.Equal([(1, 1), (2, 1)], notes.Logbook.Select(input => (input.ModuleNumber, input.Version)));
        Assert.Equal("Van de trainer.", Assert.Single(notes.Feedback).Text);
        Assert.Equal(InterviewStatus.Held, notes.Interview.Status);
    }

    [Theory]
    [InlineData("{\"feedback\": \"Goed.\", \"grade\": 8}", "grade")]
    [InlineData("{\"feedback\": \"Goed.\", \"decision\": \"passed\"}", "decision")]
    public async Task R38_There_is_no_grade_and_no_decision(string body, string property)
    {
        var scene = await Scene.OpenAsync(fixture);
        var interview = await scene.BookAsync(InterviewKind.Development);
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");

        var answer = scene.Dean.PostAsync(new Uri($"/assessment/v1{scene.Path}/interviews/{interview.InterviewId}/held", UriKind.Relative), content, TestContext.Current.CancellationToken);

        Assert.Equal([property], (await answer.Refused(HttpStatusCode.BadRequest, "request.invalid")).Wheres);
    }

    [Fact]
    public async Task R16_What_was_written_stays_readable_to_its_writer_after_the_participation_ended()
    {
        var scene = await Scene.OpenAsync(fixture);
        await scene.CompleteModulesAsync(1);
        await scene.HandInAsync(1, "Blijft van mij.");

        await scene.ParticipationBecomesAsync(ParticipationStatus.Ended);

        Assert.Equal("Blijft van mij.", (await scene.Participant.Get($"{scene.Path}/logbook").Read<LogbookView>()).Chapters[0].Current?.Insights);
        await scene.Participant.Put($"{scene.Path}/logbook/1", new HandInChapterRequest("Nieuw.", "Nieuw.")).Refused(HttpStatusCode.Conflict, "assessment.participation-ended");
    }

    [Fact]
    public async Task R16_After_a_transfer_what_was_met_carries_over_and_names_its_edition()
    {
        var scene = await Scene.OpenAsync(fixture);
        await scene.CompleteModulesAsync(1);
        await scene.HandInAsync(1);
        var later = Some.ReleasedEdition();
        await scene.PublishAsync(later, scene.Participation with { Version = 2, EditionId = later.EditionId });
        await Eventually.TrueAsync(async () => (await scene.FileAsync()).EditionId == later.EditionId, "the participation is in the later edition");

        Assert.True(await scene.IsMetAsync("chapter-1"));
        Assert.Equal(scene.Edition.EditionId, (await scene.Participant.Get($"{scene.Path}/logbook").Read<LogbookView>()).Chapters[0].EditionId);
        await scene.Dean.Get($"{scene.Path}/logbook").Refused(HttpStatusCode.NotFound, "assessment.file-unknown");
        await fixture.ClientFor(TestCaller.Staff(later.Team[0].PersonId)).Get($"{scene.Path}/logbook").Read<LogbookView>();
        await fixture.Events.PublishedAsync<AssessmentChanged>(e => e.AssessmentId == scene.Id && e.EditionId == later.EditionId);
    }

    [Fact]
    public async Task A_text_can_be_too_long()
    {
        var scene = await Scene.OpenAsync(fixture);
        await scene.CompleteModulesAsync(1);

        var refused = await scene.Participant.Put($"{scene.Path}/logbook/1", new HandInChapterRequest(new string('a', TextLimits.Long + 1), "Kort."))
            .Refused(HttpStatusCode.BadRequest, "request.invalid");

        Assert.Equal(["insights"], refused.Wheres);
    }
}
