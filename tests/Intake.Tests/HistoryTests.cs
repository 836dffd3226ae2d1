namespace Metropool.Intake.Tests;

/// <summary>The history of an application.</summary>
public sealed class HistoryTests(IntakeFixture intake)
{
    [Fact]
    public async Task The_history_shows_every_step_with_person_and_reason()
    {
        var scenario = await Scenario.CreateAsync(intake, capacity: 1);
        await scenario.AdmittedAsync();
        var candidate = await scenario.BookedAsync();
        await candidate.ChangeInterviewAsync(interview => interview with { StartsAt = interview.StartsAt.AddHours(1), EndsAt = interview.EndsAt.AddHours(1) });
        await candidate.RecordHeldAsync(scenario.Dean).OkAsync();
        await candidate.JudgeAsync(scenario.Manager, "Eerste tekst.").OkAsync();
        await candidate.JudgeAsync(scenario.Manager, "Tweede tekst.").OkAsync();
        await candidate.ConfirmAsync(scenario.Dean).OkAsync();
        await candidate.DecideAsync(scenario.Manager, "admit", "Past, maar vol.").OkAsync();
        await candidate.DecideAsync(scenario.Dean, "reject", "Bij nader inzien.").OkAsync();

        var lines = await candidate.HistoryAsync();

        Assert.Equal(
            [
                ("started", "draft", null, null),
                ("submitted", "submitted", null, null),
                ("interviewBooked", "submitted", null, null),
                ("interviewMoved", "submitted", null, null),
                ("interviewHeld", "submitted", "dean", null),
                ("judged", "submitted", "programmeManager", null),
                ("judged", "submitted", "programmeManager", null),
                ("judgementConfirmed", "interviewed", "dean", null),
                ("waitListed", "waitListed", "programmeManager", "Past, maar vol."),
                ("rejected", "rejected", "dean", "Bij nader inzien."),
            ],
            lines.Select(line => (line.Text("what"), line.Text("status"), line.Text("by.role"), line.Text("reason"))));
        Assert.Equal(["Eerste tekst.", "Tweede tekst.", "Tweede tekst."], lines.Select(line => line.Text("judgement.motivation.note")).OfType<string>());
        Assert.Equal(["2025-09-12T07:00:00Z", "2025-09-12T08:00:00Z"], lines.Select(line => line.Text("interviewAt")).OfType<string>());
        Assert.Equal("Deelnemer van Voorbeeld", lines[0].Text("by.displayName"));
        Assert.Null(lines[2].At("by"));
    }

    [Fact]
    public async Task The_history_can_be_read_while_judgements_are_written()
    {
        var scenario = await Scenario.CreateAsync(intake);
        var candidate = await scenario.HeldAsync();

        async Task WriteAsync()
        {
            for (var i = 0; i < 60; i++)
            {
                await candidate.JudgeAsync(scenario.Manager).OkAsync();
            }
        }

        var writing = WriteAsync();
        while (!writing.IsCompleted)
        {
            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => candidate.HistoryAsync()));
        }

        await writing;
    }

    [Theory]
    [InlineData(InterviewStatus.Cancelled, "interviewCancelled")]
    [InlineData(InterviewStatus.Missed, "interviewMissed")]
    public async Task The_history_shows_an_interview_that_did_not_take_place(InterviewStatus status, string what)
    {
        var candidate = await (await Scenario.CreateAsync(intake)).BookedAsync();

        await candidate.ChangeInterviewAsync(status);

        Assert.Equal(["started", "submitted", "interviewBooked", what], await candidate.HistoryKindsAsync());
    }
}
