using Metropool.Contracts.Intake;

namespace Metropool.Intake.Tests;

/// <summary>The way of one candidate, from a draft to a place.</summary>
public sealed class SliceTests(IntakeFixture intake)
{
    [Fact]
    public async Task An_application_is_handed_in_the_interview_held_and_judged_and_the_candidate_admitted()
    {
        var scene = await Scene.OpenAsync(intake);
        var candidate = await scene.DraftAsync();
        Assert.Equal("draft", (await candidate.ReadAsync()).Text("status"));

        await candidate.SubmitAsync().OkAsync();
        var submitted = await intake.Events.PublishedAsync<ApplicationSubmitted>(e => e.ApplicationId == candidate.ApplicationId);
        Assert.Equal((ApplicationStatus.Submitted, "Deelnemer van Voorbeeld"), (submitted.Status, submitted.DisplayName));

        await candidate.BookAsync();
        Assert.Equal("booked", (await candidate.ReadAsync()).Text("interview.status"));

        await candidate.HeldAsync(scene.Dean).OkAsync();
        var held = await intake.Events.PublishedAsync<IntakeInterviewHeld>(e => e.ApplicationId == candidate.ApplicationId);
        Assert.Equal(candidate.Interview!.InterviewId, held.InterviewId);

        await candidate.JudgeAsync(scene.Manager).OkAsync();
        Assert.Equal("submitted", (await candidate.ReadAsync()).Text("status"));
        await candidate.ConfirmAsync(scene.Dean).OkAsync();
        Assert.Equal("interviewed", (await candidate.ReadAsync()).Text("status"));

        await candidate.AgreedAsync();
        Assert.Equal("granted", (await candidate.ReadAsync()).Text("agreement.status"));

        var decision = await candidate.DecideAsync(scene.Manager, "admit").OkAsync();
        Assert.Equal("admitted", decision.Text("status"));
        var admitted = await intake.Events.PublishedAsync<ParticipantAdmitted>(e => e.ApplicationId == candidate.ApplicationId);
        Assert.Equal((ApplicationStatus.Admitted, "D. van Voorbeeld", "Voorbeeldgemeente"), (admitted.Status, admitted.Admission?.CertificateName, admitted.Admission?.Employers.Single().Name));
        Assert.True(admitted.Version > held.Version && held.Version > submitted.Version);
    }
}
