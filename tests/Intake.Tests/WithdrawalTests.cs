using System.Net;
using Metropool.Contracts.Intake;
using Metropool.Contracts.Scheduling;
using Metropool.Testing;

namespace Metropool.Intake.Tests;

/// <summary>An application that is taken back.</summary>
public sealed class WithdrawalTests(IntakeFixture intake)
{
    [Fact]
    public async Task Who_withdrew_may_apply_again_and_keeps_the_history()
    {
        var scene = await Scene.OpenAsync(intake);
        var first = await scene.SubmittedAsync();
        await first.WithdrawAsync().OkAsync();

        var again = await scene.SubmittedAsync(first.PersonId);

        var mine = await first.Client.FetchAsync("/intake/v1/applications/mine").OkAsync();
        Assert.Equal(
            [(first.ApplicationId, "withdrawn"), (again.ApplicationId, "submitted")],
            mine.AsArray().Select(application => (application!.Id(), application!.Text("status")!)).OrderByDescending(application => application.Item2));
    }

    [Fact]
    public async Task A_draft_is_withdrawn_without_anybody_hearing_of_it()
    {
        var scene = await Scene.OpenAsync(intake);
        var candidate = await scene.DraftAsync();

        Assert.Equal("withdrawn", (await candidate.WithdrawAsync().OkAsync()).Text("status"));

        // An application that comes after it is heard of, and this one still isn't.
        var other = await scene.SubmittedAsync();
        await intake.Events.PublishedAsync<ApplicationChanged>(e => e.ApplicationId == other.ApplicationId);
        Assert.DoesNotContain(intake.Events.Seen.OfType<ApplicationChanged>(), e => e.ApplicationId == candidate.ApplicationId);
    }

    [Theory]
    [InlineData("submitted")]
    [InlineData("held")]
    [InlineData("interviewed")]
    [InlineData("waitListed")]
    public async Task An_application_is_withdrawn_at_any_stage(string stage)
    {
        var scene = await Scene.OpenAsync(intake);
        var candidate = stage switch
        {
            "submitted" => await scene.SubmittedAsync(),
            "held" => await scene.HeldAsync(),
            _ => await scene.InterviewedAsync(),
        };
        if (stage == "waitListed")
        {
            await candidate.DecideAsync(scene.Dean, "waitList").OkAsync();
        }

        var withdrawn = await candidate.WithdrawAsync().OkAsync();

        Assert.Equal("withdrawn", withdrawn.Text("status"));
        Assert.Null(withdrawn.At("waitListPosition"));
        var published = await intake.Events.PublishedAsync<ApplicationWithdrawn>(e => e.ApplicationId == candidate.ApplicationId);
        Assert.Equal(ApplicationStatus.Withdrawn, published.Status);
        await candidate.WithdrawAsync().RefusedAsync(HttpStatusCode.Conflict, "intake.already-closed");
    }

    [Fact]
    public async Task An_admission_is_withdrawn_while_the_programme_has_not_begun()
    {
        var scene = await Scene.OpenAsync(intake);
        var candidate = await scene.AdmittedAsync();
        await intake.HandledAsync(Some.Participation(scene.Edition.EditionId, candidate.PersonId) with
        {
            ApplicationId = candidate.ApplicationId,
            Status = ParticipationStatus.Placed,
        });

        await candidate.WithdrawAsync().OkAsync();

        var published = await intake.Events.PublishedAsync<AdmissionWithdrawn>(e => e.ApplicationId == candidate.ApplicationId);
        Assert.Equal(ApplicationStatus.Withdrawn, published.Status);
        // What others needed of somebody who takes part, nobody needs any more.
        Assert.Null(published.Admission);
    }

    [Fact]
    public async Task Once_the_programme_has_begun_it_is_the_participation_that_ends()
    {
        var scene = await Scene.OpenAsync(intake);
        var candidate = await scene.AdmittedAsync();
        await intake.HandledAsync(Some.Participation(scene.Edition.EditionId, candidate.PersonId) with
        {
            ApplicationId = candidate.ApplicationId,
            Status = ParticipationStatus.Active,
        });

        await candidate.WithdrawAsync().RefusedAsync(HttpStatusCode.Conflict, "intake.participation-has-begun");
    }

    [Fact]
    public async Task R16_Who_went_over_to_another_edition_does_not_end_that_by_the_application_for_the_former_one()
    {
        var (scene, later) = (await Scene.OpenAsync(intake), await Scene.OpenAsync(intake));
        var candidate = await scene.AdmittedAsync();
        await intake.HandledAsync(Some.Participation(later.Edition.EditionId, candidate.PersonId) with
        {
            ApplicationId = candidate.ApplicationId,
            Status = ParticipationStatus.Placed,
        });

        await candidate.WithdrawAsync().RefusedAsync(HttpStatusCode.Conflict, "intake.participation-transferred");
    }

    [Fact]
    public async Task A_participation_that_is_paused_before_the_first_day_has_not_begun()
    {
        var scene = await Scene.OpenAsync(intake);
        var candidate = await scene.AdmittedAsync();
        await intake.HandledAsync(Some.Participation(scene.Edition.EditionId, candidate.PersonId) with
        {
            ApplicationId = candidate.ApplicationId,
            Status = ParticipationStatus.Paused,
        });

        await candidate.WithdrawAsync().OkAsync();
    }
}
