using System.Text.Json;
using Metropool.Contracts.Intake;
using Metropool.Contracts.Scheduling;
using Metropool.Scheduling.Participations;
using Metropool.Testing;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Scheduling.Tests.Participations;

/// <summary>A participation is transferred to a later edition when Intake has granted a place there.</summary>
public sealed class TransferTests(SchedulingFixture fixture)
{
    [Fact]
    public async Task R46_The_team_of_the_former_edition_transfers_and_not_the_team_of_the_later_one()
    {
        var (edition, next) = (await Scenario.CreateReleasedAsync(fixture), await Scenario.CreateAsync(fixture));
        var participation = await edition.ParticipationAsync();
        var (path, body) = ($"/scheduling/v1/participations/{participation.Id}/transfer", new { editionId = next.Id });

        foreach (var client in new[] { next.Dean, next.Manager, edition.ProjectManager, edition.Trainer })
        {
            await client.SendRefusedAsync(HttpMethod.Post, path, body, "scheduling.role-required");
        }
    }

    [Fact]
    public async Task R15_A_participation_is_transferred_when_a_place_is_granted()
    {
        var (edition, next, participation) = await CreateScenarioAsync();

        var asked = await edition.RequestTransferAsync(participation.Id, next);

        Assert.Equal(
            (edition.Id, "pending"), (asked.GetProperty("editionId").GetGuid(), asked.GetProperty("transferRequest").GetProperty("status").GetString()));
        var published = await fixture.Events.PublishedAsync<ParticipationChanged>(e => e.ParticipationId == participation.Id && e.PendingTransfer is not null);
        Assert.Equal((Request(asked), next.Id), (published.PendingTransfer!.RequestId, published.PendingTransfer.EditionId));
        await edition.AnswerTransferAsync(participation.Id, Request(asked), next);
        var there = await ReadAsync(next, participation.Id);
        Assert.Equal(
            (next.Id, "placed", JsonValueKind.Null),
            (there.GetProperty("editionId").GetGuid(), there.GetProperty("status").GetString(), there.GetProperty("transferRequest").ValueKind));
        var transferred = await fixture.Events.PublishedAsync<ParticipationChanged>(
            e => e.Change == ParticipationChange.Transferred && e.ParticipationId == participation.Id);
        Assert.Null(transferred.PendingTransfer);
    }

    [Fact]
    public async Task R15_Without_a_place_the_transfer_is_refused_and_can_be_requested_again()
    {
        var (edition, next, participation) = await CreateScenarioAsync();
        var asked = await edition.RequestTransferAsync(participation.Id, next);

        await edition.AnswerTransferAsync(participation.Id, Request(asked), next, granted: false);

        var read = await ReadAsync(edition, participation.Id);
        Assert.Equal((edition.Id, "refused", "scheduling.no-place-for-transfer"), TransferOf(read));
        await fixture.Events.PublishedAsync<ParticipationChanged>(
            e => e.ParticipationId == participation.Id && e.Version == read.GetProperty("version").GetInt64() && e.PendingTransfer is null);
        var again = await edition.RequestTransferAsync(participation.Id, next);
        Assert.NotEqual(Request(asked), Request(again));
    }

    [Fact]
    public async Task A_second_request_for_the_same_edition_changes_nothing_and_for_another_is_refused()
    {
        var (edition, next, participation) = await CreateScenarioAsync();
        var asked = await edition.RequestTransferAsync(participation.Id, next);

        Assert.Equal(
            (Request(asked), asked.GetProperty("version").GetInt64()),
            await edition.RequestTransferAsync(participation.Id, next) is var again ? (Request(again), again.GetProperty("version").GetInt64()) : default);
        var third = await Scenario.CreateLaterAsync(fixture);
        await edition.Dean.SendRefusedAsync(HttpMethod.Post, $"{Path(participation)}/transfer", new { editionId = third.Id }, "scheduling.transfer-requested");
    }

    [Fact]
    public async Task An_answer_to_a_withdrawn_request_changes_nothing()
    {
        var (edition, next, participation) = await CreateScenarioAsync();
        var asked = await edition.RequestTransferAsync(participation.Id, next);

        var back = await edition.Manager.SendOkAsync(HttpMethod.Post, $"{Path(participation)}/transfer/withdrawal");
        await edition.AnswerTransferAsync(participation.Id, Request(asked), next);

        Assert.Equal(JsonValueKind.Null, back.GetProperty("transferRequest").ValueKind);
        var read = await ReadAsync(edition, participation.Id);
        Assert.Equal((edition.Id, back.GetProperty("version").GetInt64()), (read.GetProperty("editionId").GetGuid(), read.GetProperty("version").GetInt64()));
        // So that Intake frees the place that it may have given.
        await fixture.Events.PublishedAsync<ParticipationChanged>(
            e => e.ParticipationId == participation.Id && e.Version == back.GetProperty("version").GetInt64() && e.PendingTransfer is null);
        await edition.Manager.SendRefusedAsync(HttpMethod.Post, $"{Path(participation)}/transfer/withdrawal", null, "scheduling.no-transfer-requested");
    }

    [Fact]
    public async Task A_repeated_answer_or_an_answer_to_another_request_changes_nothing()
    {
        var (edition, next, participation) = await CreateScenarioAsync();
        var asked = await edition.RequestTransferAsync(participation.Id, next);
        await edition.AnswerTransferAsync(participation.Id, Some.Id(), next);
        Assert.Equal("pending", (await ReadAsync(edition, participation.Id)).GetProperty("transferRequest").GetProperty("status").GetString());
        await edition.AnswerTransferAsync(participation.Id, Request(asked), next);
        var version = (await ReadAsync(next, participation.Id)).GetProperty("version").GetInt64();

        await edition.AnswerTransferAsync(participation.Id, Request(asked), next);
        await edition.AnswerTransferAsync(Some.Id(), Request(asked), next);

        Assert.Equal(version, (await ReadAsync(next, participation.Id)).GetProperty("version").GetInt64());
        Assert.Equal(
            1,
            await fixture.InDatabase(
                (SchedulingDbContext db) => db.Participations.Where(p => p.Id == participation.Id).SelectMany(p => p.Transfers).CountAsync()));
    }

    [Fact]
    public async Task A_transfer_to_an_edition_that_was_cancelled_in_the_meantime_is_refused()
    {
        var (edition, next, participation) = await CreateScenarioAsync();
        var asked = await edition.RequestTransferAsync(participation.Id, next);
        await next.Dean.SendOkAsync(HttpMethod.Post, $"{next.Path}/cancellation", new { reason = "Te weinig aanmeldingen" });

        await edition.AnswerTransferAsync(participation.Id, Request(asked), next);

        Assert.Equal((edition.Id, "refused", "scheduling.edition-not-open"), TransferOf(await ReadAsync(edition, participation.Id)));
    }

    [Fact]
    public async Task R10_A_participation_whose_admission_was_withdrawn_is_not_transferred()
    {
        var (edition, next) = (await Scenario.CreateReleasedAsync(fixture), await Scenario.CreateLaterAsync(fixture));
        var admitted = Some.Admission(edition.Id);
        await fixture.HandledAsync(admitted);
        var id = await fixture.InDatabase(
            (SchedulingDbContext db) => db.Participations.Where(p => p.ApplicationId == admitted.ApplicationId).Select(p => p.Id).SingleAsync());
        await fixture.HandledAsync(admitted with
        {
            Change = ApplicationChange.AdmissionWithdrawn,
            Version = admitted.Version + 1,
            Status = ApplicationStatus.Withdrawn,
            Admission = null,
        });

        await edition.Dean.SendRefusedAsync(
            HttpMethod.Post, $"/scheduling/v1/participations/{id}/transfer", new { editionId = next.Id }, "scheduling.admission-withdrawn");
    }

    [Fact]
    public async Task A_transfer_of_a_participation_that_ended_in_the_meantime_is_dropped()
    {
        var (edition, next, participation) = await CreateScenarioAsync();
        var asked = await edition.RequestTransferAsync(participation.Id, next);
        await edition.Dean.SendOkAsync(HttpMethod.Post, $"{Path(participation)}/end", new { reason = "Gestopt" });

        await edition.AnswerTransferAsync(participation.Id, Request(asked), next);

        var read = await ReadAsync(edition, participation.Id);
        Assert.Equal(
            (edition.Id, "ended", JsonValueKind.Null),
            (read.GetProperty("editionId").GetGuid(), read.GetProperty("status").GetString(), read.GetProperty("transferRequest").ValueKind));
    }

    private async Task<(Scenario Edition, Scenario Next, Participation Participation)> CreateScenarioAsync()
    {
        var edition = await Scenario.CreateReleasedAsync(fixture);
        return (edition, await Scenario.CreateLaterAsync(fixture), await edition.ParticipationAsync());
    }

    private static string Path(Participation participation) => $"/scheduling/v1/participations/{participation.Id}";

    private static Guid Request(JsonElement view) => view.GetProperty("transferRequest").GetProperty("id").GetGuid();

    private static (Guid, string?, string?) TransferOf(JsonElement participation)
    {
        var request = participation.GetProperty("transferRequest");
        return (participation.GetProperty("editionId").GetGuid(), request.GetProperty("status").GetString(), request.GetProperty("refusalCode").GetString());
    }

    private static Task<JsonElement> ReadAsync(Scenario edition, Guid id) => edition.Manager.SendOkAsync(HttpMethod.Get, $"/scheduling/v1/participations/{id}");
}
