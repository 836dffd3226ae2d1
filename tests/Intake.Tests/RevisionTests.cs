namespace Metropool.Intake.Tests;

/// <summary>Revisions of decisions.</summary>
public sealed class RevisionTests(IntakeFixture intake)
{
    [Theory]
    [InlineData("admit", "admitted")]
    [InlineData("waitList", "waitListed")]
    public async Task A_rejection_is_reviewed_by_another_person_and_can_become_a_place(string outcome, string status)
    {
        var (scenario, candidate) = await RejectedAsync();

        await candidate.ReviseAsync(scenario.Manager, outcome).RefusedAsync(Forbidden, "intake.reviewer-not-independent");
        var revised = await candidate.ReviseAsync(scenario.Dean, outcome, "Na een tweede lezing.").OkAsync();

        Assert.Equal(status, revised.Text("status"));
        Assert.Equal("Na een tweede lezing.", revised.Text("application.decision.reason"));
        Assert.Equal(
            [("rejected", "Niet nu."), (status, "Na een tweede lezing.")],
            (await candidate.HistoryAsync()).Where(line => line.Text("reason") is not null).Select(line => (line.Text("what")!, line.Text("reason")!)));
    }

    [Fact]
    public async Task A_revised_rejection_is_published_as_an_admission()
    {
        var (scenario, candidate) = await RejectedAsync();

        await candidate.ReviseAsync(scenario.Dean, "admit").OkAsync();

        var published = await candidate.PublishedAsync(ApplicationChange.Admitted);
        Assert.NotNull(published.Admission);
    }

    [Fact]
    public async Task A_rejection_names_the_person_who_can_review_it()
    {
        var (scenario, candidate) = await RejectedAsync();

        var decision = (await candidate.ReadAsync()).At("decision")!;

        var reviewer = Assert.Single(decision.Items("reviewedBy"))!;
        Assert.Equal((scenario.Member(TeamRole.Dean).DisplayName, "dean"), (reviewer.Text("displayName"), reviewer.Text("role")));
    }

    [Fact]
    public async Task R15_A_revision_does_not_exceed_the_capacity()
    {
        var scenario = await Scenario.CreateAsync(intake, capacity: 1);
        var candidate = await scenario.RejectedAsync();
        await scenario.AdmittedAsync();

        var revised = await candidate.ReviseAsync(scenario.Dean, "admit").OkAsync();

        Assert.Equal(
            ("waitListed", "intake.capacity-reached", 1),
            (revised.Text("status"), revised.Text("waitListedBecause"), revised.Number("waitListPosition")));
    }

    [Fact]
    public async Task R10_A_rejection_without_an_interview_cannot_be_revised_to_an_admission()
    {
        var scenario = await Scenario.CreateAsync(intake);
        var candidate = await scenario.SubmittedAsync();
        await candidate.DecideAsync(scenario.Manager, "reject", "Niet verschenen.").OkAsync();

        await candidate.ReviseAsync(scenario.Dean, "admit").RefusedAsync(Conflict, "intake.interview-not-held");
    }

    [Fact]
    public async Task A_rejection_cannot_be_revised_after_the_candidate_applied_again()
    {
        var (scenario, candidate) = await RejectedAsync();
        await scenario.DraftAsync(personId: candidate.PersonId);

        await candidate.ReviseAsync(scenario.Dean, "admit").RefusedAsync(Conflict, "intake.applied-again");
    }

    [Fact]
    public async Task A_withdrawn_admission_is_final_and_frees_the_place()
    {
        var scenario = await Scenario.CreateAsync(intake, capacity: 1);
        var candidate = await scenario.AdmittedAsync();
        var waiting = await scenario.WaitListedAsync();

        var revised = await candidate.ReviseAsync(scenario.Dean, "reject", "De werkgever trekt zich terug.").OkAsync();

        Assert.Equal("rejected", revised.Text("status"));
        var published = await candidate.PublishedAsync(ApplicationChange.AdmissionWithdrawn);
        Assert.Equal((ApplicationStatus.Rejected, null), (published.Status, published.Admission));
        Assert.Equal("admitted", (await waiting.DecideAsync(scenario.Dean, "admit").OkAsync()).Text("status"));
        await candidate.ReviseAsync(scenario.Manager, "admit").RefusedAsync(Conflict, "intake.admission-withdrawn");
    }

    [Theory]
    [InlineData(ParticipationStatus.Active)]
    [InlineData(ParticipationStatus.Completed)]
    public async Task An_admission_cannot_be_withdrawn_after_the_participation_has_begun(ParticipationStatus status)
    {
        var scenario = await Scenario.CreateAsync(intake);
        var candidate = await scenario.AdmittedAsync();
        await intake.HandledAsync(candidate.Participation(status));

        await candidate.ReviseAsync(scenario.Dean, "reject").RefusedAsync(Conflict, "intake.participation-begun");
    }

    [Fact]
    public async Task An_invalid_revision_is_refused()
    {
        var (scenario, rejected) = await RejectedAsync();
        var (interviewed, admitted) = (await scenario.InterviewedAsync(), await scenario.AdmittedAsync());

        await interviewed.ReviseAsync(scenario.Dean, "admit").RefusedAsync(Conflict, "intake.nothing-to-revise");
        await rejected.ReviseAsync(scenario.Dean, "reject").RefusedAsync(Conflict, "intake.nothing-to-revise");
        await admitted.ReviseAsync(scenario.Dean, "waitList").RefusedAsync(Conflict, "intake.admission-not-revisable");
    }

    private async Task<(Scenario Scenario, Candidate Candidate)> RejectedAsync()
    {
        var scenario = await Scenario.CreateAsync(intake);
        var candidate = await scenario.InterviewedAsync();
        await candidate.DecideAsync(scenario.Manager, "reject", "Niet nu.").OkAsync();
        return (scenario, candidate);
    }
}
