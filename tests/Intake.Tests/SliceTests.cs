namespace Metropool.Intake.Tests;

/// <summary>The application of one candidate, from a draft to an admission.</summary>
public sealed class SliceTests(IntakeFixture intake)
{
    [Fact]
    public async Task An_application_is_submitted_interviewed_judged_and_admitted()
    {
        var scenario = await Scenario.CreateAsync(intake);
        var candidate = await scenario.DraftAsync();
        Assert.Equal("draft", await candidate.TextAsync("status"));

        await candidate.SubmitAsync().OkAsync();
        var submitted = await candidate.PublishedAsync(ApplicationChange.Submitted);
        Assert.Equal((ApplicationStatus.Submitted, "Deelnemer van Voorbeeld"), (submitted.Status, submitted.DisplayName));

        await candidate.BookAsync();
        Assert.Equal("booked", await candidate.TextAsync("interview.status"));

        await candidate.RecordHeldAsync(scenario.Dean).OkAsync();
        var held = await candidate.PublishedAsync(ApplicationChange.InterviewHeld);
        Assert.Equal(candidate.Interview!.InterviewId, held.InterviewId);

        await candidate.JudgeAsync(scenario.Manager).OkAsync();
        Assert.Equal("submitted", await candidate.TextAsync("status"));
        await candidate.ConfirmAsync(scenario.Dean).OkAsync();
        Assert.Equal("interviewed", await candidate.TextAsync("status"));

        await candidate.AgreedAsync();
        Assert.Equal("granted", await candidate.TextAsync("agreement.status"));

        var decision = await candidate.DecideAsync(scenario.Manager, "admit").OkAsync();
        Assert.Equal("admitted", decision.Text("status"));
        var admitted = await candidate.PublishedAsync(ApplicationChange.Admitted);
        Assert.Equal(
            (ApplicationStatus.Admitted, "D. van Voorbeeld", "Voorbeeldgemeente"),
            (admitted.Status, admitted.Admission?.CertificateName, admitted.Admission?.Employers.Single().Name));
        Assert.True(admitted.Version > held.Version && held.Version > submitted.Version);
    }
}
