using Metropool.Intake.Editions;

namespace Metropool.Intake.Tests;

/// <summary>Cancelled editions, and the move to another edition.</summary>
public sealed class LapseTests(IntakeFixture intake)
{
    [Fact]
    public async Task The_terms_show_whether_an_edition_is_below_its_minimum_group()
    {
        var scenario = await Scenario.CreateAsync(intake);
        await scenario.SetTermsAsync(2, minimumGroup: 1);
        Assert.Equal("true", (await scenario.TermsAsync()).Text("belowMinimumGroup"));

        await scenario.AdmittedAsync();

        Assert.Equal("false", (await scenario.TermsAsync()).Text("belowMinimumGroup"));
    }

    [Fact]
    public async Task An_application_that_was_started_during_the_cancellation_lapses_with_the_next_job()
    {
        var scenario = await Scenario.CreateAsync(intake);
        var (open, admitted) = (await scenario.SubmittedAsync(), await scenario.AdmittedAsync());
        // As if the cancellation had been handled before the applications were started.
        await intake.ExecuteAsync($"UPDATE editions SET status = 'Cancelled' WHERE id = {scenario.EditionId}");

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => intake.RunAsync<ApplicationLapseJob>()));

        Assert.Equal(("lapsed", "admitted"), (await open.TextAsync("status"), await admitted.TextAsync("status")));
        Assert.Single(await open.HistoryKindsAsync(), what => what == "lapsed");
        await open.PublishedAsync(ApplicationStatus.Lapsed);
        await open.NotifiedAsync("gaat niet door");
        Assert.Empty(admitted.Notifications("gaat niet door"));
    }

    [Fact]
    public async Task Cancelling_an_edition_lapses_its_applications_and_notifies_each_candidate_once()
    {
        var scenario = await Scenario.CreateAsync(intake, capacity: 2);
        var (draft, submitted) = (await scenario.DraftAsync(), await scenario.SubmittedAsync());
        var (interviewed, rejected) = (await scenario.InterviewedAsync(), await scenario.RejectedAsync());
        var (admitted, leaving, offered) = (await scenario.AdmittedAsync(), await scenario.AdmittedAsync(), await scenario.WaitListedAsync());
        await leaving.WithdrawAsync().OkAsync();
        Assert.Equal("open", await offered.OfferAsync());

        await scenario.CancelAsync();
        await intake.HandledAsync(scenario.Edition);

        Candidate[] lapsed = [draft, submitted, interviewed, offered];
        foreach (var candidate in lapsed)
        {
            Assert.Equal(("lapsed", "nothing"), await candidate.ProgressAsync());
            Assert.Single(await candidate.HistoryKindsAsync(), what => what == "lapsed");
        }

        Assert.Equal(["offered", "offerWithdrawn", "lapsed"], (await offered.HistoryKindsAsync()).TakeLast(3));
        Assert.Equal(("admitted", "rejected"), (await admitted.TextAsync("status"), await rejected.TextAsync("status")));
        foreach (var candidate in lapsed.Append(admitted))
        {
            await candidate.NotifiedAsync("gaat niet door");
            Assert.Single(candidate.Notifications("gaat niet door"));
        }

        await submitted.PublishedAsync(ApplicationStatus.Lapsed);
        Assert.Empty(draft.Published);
    }

    [Fact]
    public async Task R10_A_moved_application_with_a_confirmed_judgement_needs_no_second_interview()
    {
        var (cancelled, next) = (await Scenario.CreateAsync(intake), await Scenario.CreateAsync(intake));
        var candidate = await cancelled.InterviewedAsync();
        await cancelled.CancelAsync();

        var moved = await candidate.MoveAsync(next).OkAsync();

        Assert.Equal(
            ("interviewed", "agreement", candidate.ApplicationId.ToString()),
            (moved.Text("status"), moved.Text("nextStep"), moved.Text("movedFromId")));
        Assert.Equal(
            ("Een volgende stap.", "held", "Past bij wat Metropool biedt."),
            (moved.Text("motivation"), moved.Text("interview.status"), moved.Text("judgements.0.motivation.note")));
        Assert.NotNull(moved.At("judgements.0.confirmedBy"));
        var there = candidate with { Scenario = next, ApplicationId = moved.Id() };
        Assert.Equal(ApplicationStatus.Interviewed, (await there.PublishedAsync(ApplicationChange.Submitted)).Status);
        await there.DecideAsync(cancelled.Dean, "admit").RefusedAsync(NotFound, "intake.application-unknown");
        // The employer is asked again, because days and price may differ.
        await there.DecideAsync(next.Dean, "admit").RefusedAsync(Conflict, "intake.employer-agreement-missing");
        await (there with { Scenario = cancelled }).AgreedAsync();
        Assert.Equal("admitted", (await there.DecideAsync(next.Dean, "admit").OkAsync()).Text("status"));
        Assert.Equal(["moved", "agreementRequested", "agreementGranted", "admitted"], await there.HistoryKindsAsync());
    }

    [Fact]
    public async Task R11_A_moved_application_without_a_confirmed_judgement_needs_another_interview()
    {
        var (cancelled, next) = (await Scenario.CreateAsync(intake), await Scenario.CreateAsync(intake));
        var candidate = await cancelled.JudgedAsync();
        await cancelled.CancelAsync();

        var moved = await candidate.MoveAsync(next).OkAsync();

        Assert.Equal(("submitted", "booking"), (moved.Text("status"), moved.Text("nextStep")));
        Assert.Empty(moved.Items("judgements"));
        Assert.Null(moved.At("interview"));
    }

    [Fact]
    public async Task A_moved_draft_remains_a_draft()
    {
        var (cancelled, next) = (await Scenario.CreateAsync(intake), await Scenario.CreateAsync(intake));
        var candidate = await cancelled.DraftAsync();
        await cancelled.CancelAsync();

        Assert.Equal("draft", (await candidate.MoveAsync(next).OkAsync()).Text("status"));
        await candidate.MoveAsync(next).RefusedAsync(Conflict, "intake.application-open");
    }

    [Theory]
    [InlineData(ParticipationStatus.Placed, null)]
    [InlineData(ParticipationStatus.Active, "intake.participation-begun")]
    public async Task R16_A_move_ends_the_admission_unless_the_participation_has_begun(ParticipationStatus status, string? code)
    {
        var (cancelled, next) = (await Scenario.CreateAsync(intake), await Scenario.CreateAsync(intake));
        var candidate = await cancelled.AdmittedAsync();
        await intake.HandledAsync(candidate.Participation(status));
        await cancelled.CancelAsync();

        if (code is not null)
        {
            await candidate.MoveAsync(next).RefusedAsync(Conflict, code);
            Assert.Equal("admitted", await candidate.TextAsync("status"));
            return;
        }

        Assert.Equal("interviewed", (await candidate.MoveAsync(next).OkAsync()).Text("status"));
        var ended = await candidate.PublishedAsync(ApplicationChange.AdmissionWithdrawn);
        Assert.Equal((ApplicationStatus.Lapsed, null), (ended.Status, ended.Admission));
    }

    [Fact]
    public async Task An_application_moves_only_from_a_cancelled_edition_to_an_open_one()
    {
        var (scenario, next) = (await Scenario.CreateAsync(intake), await Scenario.CreateAsync(intake));
        var (submitted, admitted) = (await scenario.SubmittedAsync(), await scenario.AdmittedAsync());
        await submitted.MoveAsync(next).RefusedAsync(Conflict, "intake.nothing-to-move");
        await admitted.MoveAsync(next).RefusedAsync(Conflict, "intake.nothing-to-move");
        await scenario.CancelAsync();

        await submitted.MoveAsync(scenario).RefusedAsync(Conflict, "intake.edition-not-open");
        await submitted.MoveAsync(Some.Id()).RefusedAsync(NotFound, "intake.edition-unknown");
    }
}
