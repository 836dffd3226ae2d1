using System.Net;
using System.Text.Json.Nodes;
using Metropool.Contracts.Intake;
using Metropool.Contracts.Scheduling;
using Metropool.Testing;

namespace Metropool.Intake.Tests;

/// <summary>A decision that is revised.</summary>
public sealed class RevisionTests(IntakeFixture intake)
{
    [Theory]
    [InlineData("admit", "admitted")]
    [InlineData("waitList", "waitListed")]
    public async Task A_rejection_is_reviewed_by_another_person_and_can_become_a_place(string outcome, string status)
    {
        var (scene, candidate) = await RejectedAsync();

        await ReviseAsync(candidate, scene.Manager, outcome).RefusedAsync(HttpStatusCode.Forbidden, "intake.reviewed-by-another");
        var revised = await ReviseAsync(candidate, scene.Dean, outcome, "Na een tweede lezing.").OkAsync();

        Assert.Equal(status, revised.Text("status"));
        Assert.Equal("Na een tweede lezing.", revised.Text("application.decision.reason"));
        Assert.Equal(
            [("rejected", "Niet nu."), (status, "Na een tweede lezing.")],
            (await HistoryAsync(candidate)).Where(line => line.Text("reason") is not null).Select(line => (line.Text("what")!, line.Text("reason")!)));
    }

    [Fact]
    public async Task A_revised_rejection_is_told_as_an_admission()
    {
        var (scene, candidate) = await RejectedAsync();

        await ReviseAsync(candidate, scene.Dean, "admit").OkAsync();

        var told = await intake.Events.PublishedAsync<ParticipantAdmitted>(e => e.ApplicationId == candidate.ApplicationId);
        Assert.NotNull(told.Admission);
    }

    [Fact]
    public async Task A_rejection_names_who_can_be_asked_to_review_it()
    {
        var (scene, candidate) = await RejectedAsync();

        var decision = (await candidate.ReadAsync()).At("decision")!;

        var reviewer = Assert.Single(decision.At("reviewedBy")!.AsArray())!;
        Assert.Equal((scene.Role(TeamPart.Dean).DisplayName, "dean"), (reviewer.Text("displayName"), reviewer.Text("part")));
    }

    [Fact]
    public async Task R15_A_revision_exceeds_the_capacity_no_more_than_a_decision()
    {
        var scene = await Scene.OpenAsync(intake, capacity: 1);
        var candidate = await scene.InterviewedAsync();
        await candidate.DecideAsync(scene.Manager, "reject").OkAsync();
        await scene.AdmittedAsync();

        var revised = await ReviseAsync(candidate, scene.Dean, "admit").OkAsync();

        Assert.Equal(("waitListed", "intake.capacity-reached", 1), (revised.Text("status"), revised.Text("waitListedBecause"), revised.Number("waitListPosition")));
    }

    [Fact]
    public async Task R10_Who_was_rejected_without_an_interview_is_not_admitted_by_a_revision()
    {
        var scene = await Scene.OpenAsync(intake);
        var candidate = await scene.SubmittedAsync();
        await candidate.DecideAsync(scene.Manager, "reject", "Niet verschenen.").OkAsync();

        await ReviseAsync(candidate, scene.Dean, "admit").RefusedAsync(HttpStatusCode.Conflict, "intake.interview-not-held");
    }

    [Fact]
    public async Task Who_applied_again_is_decided_on_there()
    {
        var (scene, candidate) = await RejectedAsync();
        await scene.DraftAsync(personId: candidate.PersonId);

        await ReviseAsync(candidate, scene.Dean, "admit").RefusedAsync(HttpStatusCode.Conflict, "intake.applied-again");
    }

    [Fact]
    public async Task An_admission_is_taken_back_for_good_and_the_place_comes_free()
    {
        var scene = await Scene.OpenAsync(intake, capacity: 1);
        var candidate = await scene.AdmittedAsync();
        var waiting = await scene.InterviewedAsync();
        Assert.Equal("waitListed", (await waiting.DecideAsync(scene.Dean, "admit").OkAsync()).Text("status"));

        var revised = await ReviseAsync(candidate, scene.Dean, "reject", "De werkgever trekt zich terug.").OkAsync();

        Assert.Equal("rejected", revised.Text("status"));
        var told = await intake.Events.PublishedAsync<AdmissionWithdrawn>(e => e.ApplicationId == candidate.ApplicationId);
        Assert.Equal((ApplicationStatus.Rejected, null), (told.Status, told.Admission));
        Assert.Equal("admitted", (await waiting.DecideAsync(scene.Dean, "admit").OkAsync()).Text("status"));
        await ReviseAsync(candidate, scene.Manager, "admit").RefusedAsync(HttpStatusCode.Conflict, "intake.admission-taken-back");
    }

    [Theory]
    [InlineData(ParticipationStatus.Active, "intake.participation-has-begun")]
    [InlineData(ParticipationStatus.Completed, "intake.participation-has-begun")]
    public async Task An_admission_is_not_taken_back_once_the_programme_has_begun(ParticipationStatus status, string code)
    {
        var scene = await Scene.OpenAsync(intake);
        var candidate = await scene.AdmittedAsync();
        await intake.HandledAsync(Some.Participation(scene.Edition.EditionId, candidate.PersonId) with { ApplicationId = candidate.ApplicationId, Status = status });

        await ReviseAsync(candidate, scene.Dean, "reject").RefusedAsync(HttpStatusCode.Conflict, code);
    }

    [Fact]
    public async Task What_is_no_revision_is_refused()
    {
        var (scene, rejected) = await RejectedAsync();
        var (interviewed, admitted) = (await scene.InterviewedAsync(), await scene.AdmittedAsync());

        await ReviseAsync(interviewed, scene.Dean, "admit").RefusedAsync(HttpStatusCode.Conflict, "intake.nothing-to-revise");
        await ReviseAsync(rejected, scene.Dean, "reject").RefusedAsync(HttpStatusCode.Conflict, "intake.nothing-to-revise");
        await ReviseAsync(admitted, scene.Dean, "waitList").RefusedAsync(HttpStatusCode.Conflict, "intake.admission-only-taken-back");
    }

    private static Task<HttpResponseMessage> ReviseAsync(Candidate candidate, HttpClient by, string outcome, string reason = "Na een tweede lezing.") =>
        by.PostAsync($"{candidate.Path}/decision/revision", new { outcome, reason });

    private static async Task<IEnumerable<JsonNode>> HistoryAsync(Candidate candidate) =>
        (await candidate.Client.FetchAsync($"{candidate.Path}/history").OkAsync()).At("items")!.AsArray().OfType<JsonNode>();

    private async Task<(Scene Scene, Candidate Candidate)> RejectedAsync()
    {
        var scene = await Scene.OpenAsync(intake);
        var candidate = await scene.InterviewedAsync();
        await candidate.DecideAsync(scene.Manager, "reject", "Niet nu.").OkAsync();
        return (scene, candidate);
    }
}
