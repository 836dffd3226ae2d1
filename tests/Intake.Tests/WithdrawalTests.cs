namespace Metropool.Intake.Tests;

/// <summary>Withdrawals by the candidate.</summary>
public sealed class WithdrawalTests(IntakeFixture intake)
{
    [Fact]
    public async Task A_candidate_who_withdrew_can_apply_again()
    {
        var scenario = await Scenario.CreateAsync(intake);
        var first = await scenario.SubmittedAsync();
        await first.WithdrawAsync().OkAsync();

        var again = await scenario.SubmittedAsync(first.PersonId);

        var mine = await first.Client.ItemsAsync("/intake/v1/applications/mine");
        Assert.Equal(
            [(first.ApplicationId, "withdrawn"), (again.ApplicationId, "submitted")],
            mine.Select(application => (application.Id(), application.Text("status"))).OrderByDescending(application => application.Item2));
    }

    [Fact]
    public async Task Withdrawing_a_draft_publishes_nothing()
    {
        var scenario = await Scenario.CreateAsync(intake);
        var candidate = await scenario.DraftAsync();

        Assert.Equal("withdrawn", (await candidate.WithdrawAsync().OkAsync()).Text("status"));

        // Events are published in order: after a later one, an event about the draft would have been published.
        await (await scenario.SubmittedAsync()).PublishedAsync(ApplicationChange.Submitted);
        Assert.Empty(candidate.Published);
    }

    [Theory]
    [InlineData("submitted")]
    [InlineData("held")]
    [InlineData("interviewed")]
    [InlineData("waitListed")]
    public async Task An_application_can_be_withdrawn_at_any_stage(string stage)
    {
        var scenario = await Scenario.CreateAsync(intake, capacity: 1);
        await scenario.AdmittedAsync();
        var candidate = stage switch
        {
            "submitted" => await scenario.SubmittedAsync(),
            "held" => await scenario.HeldAsync(),
            "interviewed" => await scenario.InterviewedAsync(),
            _ => await scenario.WaitListedAsync(),
        };

        var withdrawn = await candidate.WithdrawAsync().OkAsync();

        Assert.Equal("withdrawn", withdrawn.Text("status"));
        Assert.Null(withdrawn.At("waitListPosition"));
        Assert.Equal(ApplicationStatus.Withdrawn, (await candidate.PublishedAsync(ApplicationChange.Withdrawn)).Status);
        await candidate.WithdrawAsync().RefusedAsync(Conflict, "intake.already-closed");
    }

    [Theory]
    [InlineData(ParticipationStatus.Placed)]
    [InlineData(ParticipationStatus.Paused)]
    public async Task An_admission_can_be_withdrawn_until_the_participation_has_begun(ParticipationStatus status)
    {
        var candidate = await (await Scenario.CreateAsync(intake)).AdmittedAsync();
        await intake.HandledAsync(candidate.Participation(status));

        await candidate.WithdrawAsync().OkAsync();

        var published = await candidate.PublishedAsync(ApplicationChange.AdmissionWithdrawn);
        Assert.Equal((ApplicationStatus.Withdrawn, null), (published.Status, published.Admission));
    }

    [Theory]
    [InlineData(ParticipationStatus.Active, false, "intake.participation-begun")]
    [InlineData(ParticipationStatus.Placed, true, "intake.participation-transferred")]
    public async Task R16_An_admission_cannot_be_withdrawn_after_the_participation_has_begun_or_was_transferred(
        ParticipationStatus status, bool isTransferred, string code)
    {
        var (scenario, later) = (await Scenario.CreateAsync(intake), await Scenario.CreateAsync(intake));
        var candidate = await scenario.AdmittedAsync();
        await intake.HandledAsync(candidate.Participation(status, isTransferred ? later.EditionId : scenario.EditionId));

        await candidate.WithdrawAsync().RefusedAsync(Conflict, code);
    }
}
