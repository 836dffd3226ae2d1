using System.Net;
using Metropool.Contracts.Intake;
using Metropool.Contracts.Scheduling;
using Metropool.Intake.Editions;
using Metropool.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Metropool.Intake.Tests;

/// <summary>An edition that is cancelled, such as one below its minimum group, and the way to another one.</summary>
public sealed class LapseTests(IntakeFixture intake)
{
    [Fact]
    public async Task The_terms_say_whether_an_edition_is_below_its_minimum_group()
    {
        var scene = await Scene.OpenAsync(intake);
        await scene.SetTermsAsync(2, minimumGroup: 1);
        Assert.Equal("true", (await scene.TermsAsync()).Text("belowMinimumGroup"));

        await scene.AdmittedAsync();

        Assert.Equal("false", (await scene.TermsAsync()).Text("belowMinimumGroup"));
    }

    [Fact]
    public async Task An_application_that_was_started_at_the_very_moment_lapses_with_the_next_pass()
    {
        var scene = await Scene.OpenAsync(intake);
        var (open, admitted) = (await scene.SubmittedAsync(), await scene.AdmittedAsync());
        // As if the news of it had been handled before they were there.
        await intake.ExecuteAsync($"UPDATE editions SET status = 'Cancelled' WHERE id = {scene.Edition.EditionId}");

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => intake.InScope(services => services.GetRequiredService<Lapses>().RunOnceAsync(TestContext.Current.CancellationToken))));

        Assert.Equal(("lapsed", "admitted"), ((await open.ReadAsync()).Text("status"), (await admitted.ReadAsync()).Text("status")));
        Assert.Single(await open.HistoryAsync(), what => what == "lapsed");
        await intake.Events.PublishedAsync<ApplicationChanged>(e => e.ApplicationId == open.ApplicationId && e.Status == ApplicationStatus.Lapsed);
        await intake.Events.PublishedAsync<CandidateNotified>(e => e.PersonId == open.PersonId && e.Subject.EndsWith("gaat niet door", StringComparison.Ordinal));
        Assert.DoesNotContain(intake.Events.Seen.OfType<CandidateNotified>(), e => e.PersonId == admitted.PersonId && e.Subject.EndsWith("gaat niet door", StringComparison.Ordinal));
    }

    [Fact]
    public async Task With_the_edition_its_applications_lapse_and_everybody_is_told_once()
    {
        var scene = await Scene.OpenAsync(intake, capacity: 2);
        var (draft, submitted, interviewed, rejected) = (await scene.DraftAsync(), await scene.SubmittedAsync(), await scene.InterviewedAsync(), await scene.InterviewedAsync());
        await rejected.DecideAsync(scene.Dean, "reject").OkAsync();
        var (admitted, leaving, offered) = (await scene.AdmittedAsync(), await scene.AdmittedAsync(), await scene.WaitingAsync());
        await leaving.WithdrawAsync().OkAsync();
        Assert.Equal("open", await offered.OfferAsync());

        await scene.CancelAsync();
        await intake.HandledAsync(scene.Edition);

        Candidate[] lapsed = [draft, submitted, interviewed, offered];
        foreach (var candidate in lapsed)
        {
            var read = await candidate.ReadAsync();
            Assert.Equal(("lapsed", "nothing"), (read.Text("status"), read.Text("awaits")));
            Assert.Single(await candidate.HistoryAsync(), what => what == "lapsed");
        }

        Assert.Equal(["offered", "offerWithdrawn", "lapsed"], (await offered.HistoryAsync()).TakeLast(3));
        Assert.Equal(("admitted", "rejected"), ((await admitted.ReadAsync()).Text("status"), (await rejected.ReadAsync()).Text("status")));
        foreach (var candidate in lapsed.Append(admitted))
        {
            await intake.Events.PublishedAsync<CandidateNotified>(e => e.PersonId == candidate.PersonId && e.Subject.EndsWith("gaat niet door", StringComparison.Ordinal));
            Assert.Single(intake.Events.Seen.OfType<CandidateNotified>(), e => e.PersonId == candidate.PersonId && e.Subject.EndsWith("gaat niet door", StringComparison.Ordinal));
        }

        await intake.Events.PublishedAsync<ApplicationChanged>(e => e.ApplicationId == submitted.ApplicationId && e.Status == ApplicationStatus.Lapsed);
        Assert.DoesNotContain(intake.Events.Seen.OfType<ApplicationChanged>(), e => e.ApplicationId == draft.ApplicationId);
    }

    [Fact]
    public async Task R10_Who_had_an_interview_that_was_held_and_judged_is_decided_on_in_the_other_edition_without_another()
    {
        var (cancelled, next) = (await Scene.OpenAsync(intake), await Scene.OpenAsync(intake));
        var candidate = await cancelled.InterviewedAsync();
        await cancelled.CancelAsync();

        var moved = await candidate.MoveAsync(next).OkAsync();

        Assert.Equal(("interviewed", "agreement", candidate.ApplicationId.ToString()), (moved.Text("status"), moved.Text("awaits"), moved.Text("movedFromId")));
        Assert.Equal(("Een volgende stap.", "held", "Past bij wat Metropool biedt."), (moved.Text("motivation"), moved.Text("interview.status"), moved.Text("judgements.0.motivation.note")));
        Assert.NotNull(moved.At("judgements.0.confirmedBy"));
        var there = candidate with { Scene = next, ApplicationId = moved.Id() };
        Assert.Equal(ApplicationStatus.Interviewed, (await intake.Events.PublishedAsync<ApplicationSubmitted>(e => e.ApplicationId == there.ApplicationId)).Status);
        await there.DecideAsync(cancelled.Dean, "admit").RefusedAsync(HttpStatusCode.NotFound, "intake.application-unknown");
        // The employer is asked anew: days and price may be others.
        await there.DecideAsync(next.Dean, "admit").RefusedAsync(HttpStatusCode.Conflict, "intake.employer-agreement-missing");
        await (there with { Scene = cancelled }).AgreedAsync();
        Assert.Equal("admitted", (await there.DecideAsync(next.Dean, "admit").OkAsync()).Text("status"));
        Assert.Equal(["moved", "agreementAsked", "agreementGranted", "admitted"], await there.HistoryAsync());
    }

    [Fact]
    public async Task R11_An_interview_whose_judgement_stands_on_one_alone_is_held_again_in_the_other_edition()
    {
        var (cancelled, next) = (await Scene.OpenAsync(intake), await Scene.OpenAsync(intake));
        var candidate = await cancelled.JudgedAsync();
        await cancelled.CancelAsync();

        var moved = await candidate.MoveAsync(next).OkAsync();

        Assert.Equal(("submitted", "booking"), (moved.Text("status"), moved.Text("awaits")));
        Assert.Empty(moved.At("judgements")!.AsArray());
        Assert.Null(moved.At("interview"));
    }

    [Fact]
    public async Task A_draft_goes_on_as_a_draft()
    {
        var (cancelled, next) = (await Scene.OpenAsync(intake), await Scene.OpenAsync(intake));
        var candidate = await cancelled.DraftAsync();
        await cancelled.CancelAsync();

        Assert.Equal("draft", (await candidate.MoveAsync(next).OkAsync()).Text("status"));
        await candidate.MoveAsync(next).RefusedAsync(HttpStatusCode.Conflict, "intake.application-open");
    }

    [Theory]
    [InlineData(ParticipationStatus.Placed, null)]
    [InlineData(ParticipationStatus.Active, "intake.participation-has-begun")]
    public async Task R16_An_admission_ends_with_the_move_unless_the_programme_has_begun(ParticipationStatus status, string? code)
    {
        var (cancelled, next) = (await Scene.OpenAsync(intake), await Scene.OpenAsync(intake));
        var candidate = await cancelled.AdmittedAsync();
        await intake.HandledAsync(Some.Participation(cancelled.Edition.EditionId, candidate.PersonId) with { ApplicationId = candidate.ApplicationId, Status = status });
        await cancelled.CancelAsync();

        if (code is not null)
        {
            await candidate.MoveAsync(next).RefusedAsync(HttpStatusCode.Conflict, code);
            Assert.Equal("admitted", (await candidate.ReadAsync()).Text("status"));
            return;
        }

        Assert.Equal("interviewed", (await candidate.MoveAsync(next).OkAsync()).Text("status"));
        var ended = await intake.Events.PublishedAsync<AdmissionWithdrawn>(e => e.ApplicationId == candidate.ApplicationId);
        Assert.Equal((ApplicationStatus.Lapsed, null), (ended.Status, ended.Admission));
    }

    [Fact]
    public async Task Only_from_a_cancelled_edition_and_only_to_one_that_is_open_somebody_moves()
    {
        var (scene, next) = (await Scene.OpenAsync(intake), await Scene.OpenAsync(intake));
        var (submitted, admitted) = (await scene.SubmittedAsync(), await scene.AdmittedAsync());
        await submitted.MoveAsync(next).RefusedAsync(HttpStatusCode.Conflict, "intake.nothing-to-move");
        await admitted.MoveAsync(next).RefusedAsync(HttpStatusCode.Conflict, "intake.nothing-to-move");
        await scene.CancelAsync();

        await submitted.MoveAsync(scene).RefusedAsync(HttpStatusCode.Conflict, "intake.edition-not-open");
        await submitted.Client.PostAsync($"{submitted.Path}/move", new { editionId = Some.Id() }).RefusedAsync(HttpStatusCode.NotFound, "intake.edition-unknown");
    }
}
