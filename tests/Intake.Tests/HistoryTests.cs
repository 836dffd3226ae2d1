using Metropool.Contracts.Scheduling;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Metropool.Intake.Tests;

/// <summary>Every decision, judgement and status is kept.</summary>
public sealed class HistoryTests(IntakeFixture intake)
{
    [Fact]
    public async Task The_history_tells_all_that_happened_in_its_order_with_who_and_why()
    {
        var scene = await Scene.OpenAsync(intake, capacity: 1);
        await scene.AdmittedAsync();
        var candidate = await scene.BookedAsync();
        await candidate.CalendarAsync(candidate.Interview! with { Version = 2, StartsAt = candidate.Interview!.StartsAt.AddHours(1), EndsAt = candidate.Interview!.EndsAt.AddHours(1) });
        await candidate.HeldAsync(scene.Dean).OkAsync();
        await candidate.JudgeAsync(scene.Manager, Candidate.Judgement("Eerste tekst.")).OkAsync();
        await candidate.JudgeAsync(scene.Manager, Candidate.Judgement("Tweede tekst.")).OkAsync();
        await candidate.ConfirmAsync(scene.Dean).OkAsync();
        await candidate.DecideAsync(scene.Manager, "admit", "Past, maar vol.").OkAsync();
        await candidate.DecideAsync(scene.Dean, "reject", "Bij nader inzien.").OkAsync();

        var lines = (await candidate.Client.FetchAsync($"{candidate.Path}/history").OkAsync()).At("items")!.AsArray().Select(line => line!).ToList();

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
            lines.Select(line => (line.Text("what"), line.Text("status"), line.Text("by.part"), line.Text("reason"))));
        Assert.Equal(["Eerste tekst.", "Tweede tekst.", "Tweede tekst."], lines.Where(line => line.At("judgement") is not null).Select(line => line.Text("judgement.motivation.note")));
        Assert.Equal(["2025-09-12T07:00:00Z", "2025-09-12T08:00:00Z"], lines.Where(line => line.At("interviewAt") is not null).Select(line => line.Text("interviewAt")));
        Assert.Equal("Deelnemer van Voorbeeld", lines[0].Text("by.displayName"));
        Assert.Null(lines[2].At("by"));
    }

    [Fact]
    public async Task The_history_is_read_while_judgements_are_written()
    {
        var scene = await Scene.OpenAsync(intake);
        var candidate = await scene.HeldAsync();

        async Task WriteAsync()
        {
            for (var i = 0; i < 60; i++)
            {
                await candidate.JudgeAsync(scene.Manager).OkAsync();
            }
        }

        var writing = WriteAsync();
        while (!writing.IsCompleted)
        {
            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => candidate.Client.FetchAsync($"{candidate.Path}/history").OkAsync()));
        }

        await writing;
    }

    [Theory]
    [InlineData(InterviewStatus.Cancelled, "interviewCancelled")]
    [InlineData(InterviewStatus.Missed, "interviewMissed")]
    public async Task The_history_tells_of_an_interview_that_did_not_take_place(InterviewStatus status, string what)
    {
        var scene = await Scene.OpenAsync(intake);
        var candidate = await scene.BookedAsync();
        await candidate.CalendarAsync(candidate.Interview! with { Version = 2, Status = status });

        var lines = await candidate.Client.FetchAsync($"{candidate.Path}/history").OkAsync();

        Assert.Equal(["started", "submitted", "interviewBooked", what], lines.At("items")!.AsArray().Select(line => line!.Text("what")!));
    }

    [Fact]
    public async Task The_database_refuses_to_change_a_line_of_history()
    {
        var scene = await Scene.OpenAsync(intake);
        var candidate = await scene.DraftAsync();

        var refused = await Assert.ThrowsAsync<PostgresException>(() => intake.InDatabase<IntakeDbContext, int>(db =>
            db.Database.ExecuteSqlAsync($"UPDATE application_history SET reason = 'anders' WHERE application_id = {candidate.ApplicationId}")));

        Assert.Equal(PostgresErrorCodes.RestrictViolation, refused.SqlState);
    }
}
