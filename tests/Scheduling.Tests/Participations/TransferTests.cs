using System.Text.Json;
using Metropool.Contracts.Intake;
using Metropool.Contracts.Scheduling;
using Metropool.Scheduling.Participations;
using Metropool.Testing;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Scheduling.Tests.Participations;

/// <summary>A participation goes over to a later edition once Intake has a place for it there.</summary>
public sealed class TransferTests(SchedulingFixture fixture)
{
    [Fact]
    public async Task R46_The_team_that_a_participant_leaves_transfers_and_not_the_team_that_gets_them()
    {
        var (edition, next) = (await fixture.ReleasedEditionAsync(), await fixture.OpenEditionAsync());
        var participation = await edition.ParticipationAsync();
        var (path, body) = ($"/scheduling/v1/participations/{participation.Id}/transfer", new { editionId = next.Id });

        foreach (var client in new[] { next.Dean, next.Manager, edition.ProjectManager, edition.Trainer })
        {
            await client.SendRefusedAsync(HttpMethod.Post, path, body, "scheduling.part-needed");
        }
    }

    [Fact]
    public async Task R15_A_participation_goes_over_once_there_is_a_place()
    {
        var (edition, next, participation) = await SceneAsync();

        var asked = await edition.AskTransferAsync(participation.Id, next);

        Assert.Equal((edition.Id, "awaitsPlace"), (asked.GetProperty("editionId").GetGuid(), asked.GetProperty("transferRequest").GetProperty("state").GetString()));
        var told = await fixture.Events.PublishedAsync<ParticipationChanged>(e => e.ParticipationId == participation.Id && e.TransferAwaited is not null);
        Assert.Equal((Request(asked), next.Id), (told.TransferAwaited!.RequestId, told.TransferAwaited.EditionId));
        await edition.AnswerTransferAsync(participation.Id, Request(asked), next);
        var there = await ReadAsync(next, participation.Id);
        Assert.Equal((next.Id, "placed", JsonValueKind.Null), (there.GetProperty("editionId").GetGuid(), there.GetProperty("status").GetString(), there.GetProperty("transferRequest").ValueKind));
        var transferred = await fixture.Events.PublishedAsync<ParticipationTransferred>(e => e.ParticipationId == participation.Id);
        Assert.Null(transferred.TransferAwaited);
    }

    [Fact]
    public async Task R15_Without_a_place_it_stays_and_says_why_and_can_be_asked_again()
    {
        var (edition, next, participation) = await SceneAsync();
        var asked = await edition.AskTransferAsync(participation.Id, next);

        await edition.AnswerTransferAsync(participation.Id, Request(asked), next, granted: false);

        var read = await ReadAsync(edition, participation.Id);
        Assert.Equal((edition.Id, "refused", "scheduling.no-place-for-transfer"), Standing(read));
        await fixture.Events.PublishedAsync<ParticipationChanged>(e => e.ParticipationId == participation.Id && e.Version == read.GetProperty("version").GetInt64() && e.TransferAwaited is null);
        var again = await edition.AskTransferAsync(participation.Id, next);
        Assert.NotEqual(Request(asked), Request(again));
    }

    [Fact]
    public async Task Asked_twice_it_is_one_request_and_another_edition_has_to_wait()
    {
        var (edition, next, participation) = await SceneAsync();
        var asked = await edition.AskTransferAsync(participation.Id, next);

        Assert.Equal((Request(asked), asked.GetProperty("version").GetInt64()), await edition.AskTransferAsync(participation.Id, next) is var again ? (Request(again), again.GetProperty("version").GetInt64()) : default);
        var third = await LaterAsync();
        await edition.Dean.SendRefusedAsync(HttpMethod.Post, $"{Path(participation)}/transfer", new { editionId = third.Id }, "scheduling.transfer-requested");
    }

    [Fact]
    public async Task Taken_back_an_answer_changes_nothing()
    {
        var (edition, next, participation) = await SceneAsync();
        var asked = await edition.AskTransferAsync(participation.Id, next);

        var back = await edition.Manager.SendOkAsync(HttpMethod.Post, $"{Path(participation)}/transfer/withdrawal");
        await edition.AnswerTransferAsync(participation.Id, Request(asked), next);

        Assert.Equal(JsonValueKind.Null, back.GetProperty("transferRequest").ValueKind);
        var read = await ReadAsync(edition, participation.Id);
        Assert.Equal((edition.Id, back.GetProperty("version").GetInt64()), (read.GetProperty("editionId").GetGuid(), read.GetProperty("version").GetInt64()));
        // So that Intake frees the place that it may have given.
        await fixture.Events.PublishedAsync<ParticipationChanged>(e => e.ParticipationId == participation.Id && e.Version == back.GetProperty("version").GetInt64() && e.TransferAwaited is null);
        await edition.Manager.SendRefusedAsync(HttpMethod.Post, $"{Path(participation)}/transfer/withdrawal", null, "scheduling.no-transfer-requested");
    }

    [Fact]
    public async Task An_answer_that_comes_twice_or_to_another_request_changes_nothing()
    {
        var (edition, next, participation) = await SceneAsync();
        var asked = await edition.AskTransferAsync(participation.Id, next);
        await edition.AnswerTransferAsync(participation.Id, Some.Id(), next);
        Assert.Equal("awaitsPlace", (await ReadAsync(edition, participation.Id)).GetProperty("transferRequest").GetProperty("state").GetString());
        await edition.AnswerTransferAsync(participation.Id, Request(asked), next);
        var version = (await ReadAsync(next, participation.Id)).GetProperty("version").GetInt64();

        await edition.AnswerTransferAsync(participation.Id, Request(asked), next);
        await edition.AnswerTransferAsync(Some.Id(), Request(asked), next);

        Assert.Equal(version, (await ReadAsync(next, participation.Id)).GetProperty("version").GetInt64());
        Assert.Equal(1, await fixture.InDatabase((SchedulingDbContext db) => db.Participations.Where(p => p.Id == participation.Id).SelectMany(p => p.Transfers).CountAsync()));
    }

    [Fact]
    public async Task What_was_cancelled_meanwhile_is_not_gone_over_to()
    {
        var (edition, next, participation) = await SceneAsync();
        var asked = await edition.AskTransferAsync(participation.Id, next);
        await next.Dean.SendOkAsync(HttpMethod.Post, $"{next.Path}/cancellation", new { reason = "Te weinig aanmeldingen" });

        await edition.AnswerTransferAsync(participation.Id, Request(asked), next);

        Assert.Equal((edition.Id, "refused", "scheduling.edition-not-open"), Standing(await ReadAsync(edition, participation.Id)));
    }

    [Fact]
    public async Task R10_Who_withdrew_or_was_rejected_after_all_is_not_taken_over_to_another_edition()
    {
        var (edition, next) = (await fixture.ReleasedEditionAsync(), await LaterAsync());
        var admitted = Some.Admission(edition.Id);
        await fixture.HandledAsync(admitted);
        var id = await fixture.InDatabase((SchedulingDbContext db) => db.Participations.Where(p => p.ApplicationId == admitted.ApplicationId).Select(p => p.Id).SingleAsync());
        await fixture.HandledAsync(new AdmissionWithdrawn
        {
            ApplicationId = admitted.ApplicationId,
            Version = admitted.Version + 1,
            OccurredAt = admitted.OccurredAt,
            EditionId = edition.Id,
            PersonId = admitted.PersonId,
            DisplayName = admitted.DisplayName,
            Status = ApplicationStatus.Withdrawn,
        });

        await edition.Dean.SendRefusedAsync(HttpMethod.Post, $"/scheduling/v1/participations/{id}/transfer", new { editionId = next.Id }, "scheduling.admission-withdrawn");
    }

    [Fact]
    public async Task Who_ends_meanwhile_awaits_no_place_any_more()
    {
        var (edition, next, participation) = await SceneAsync();
        var asked = await edition.AskTransferAsync(participation.Id, next);
        await edition.Dean.SendOkAsync(HttpMethod.Post, $"{Path(participation)}/end", new { reason = "Gestopt" });

        await edition.AnswerTransferAsync(participation.Id, Request(asked), next);

        var read = await ReadAsync(edition, participation.Id);
        Assert.Equal((edition.Id, "ended", JsonValueKind.Null), (read.GetProperty("editionId").GetGuid(), read.GetProperty("status").GetString(), read.GetProperty("transferRequest").ValueKind));
    }

    private async Task<(TestEdition Edition, TestEdition Next, Participation Participation)> SceneAsync()
    {
        var edition = await fixture.ReleasedEditionAsync();
        return (edition, await LaterAsync(), await edition.ParticipationAsync());
    }

    private async Task<TestEdition> LaterAsync()
    {
        var next = await fixture.OpenEditionAsync();
        await next.Manager.SendOkAsync(HttpMethod.Put, $"{next.Path}/dates", new { startsOn = "2027-10-25", intakeDays = new[] { new { date = "2025-09-12" } }, reason = "Volgende editie" });
        return next;
    }

    private static string Path(Participation participation) => $"/scheduling/v1/participations/{participation.Id}";

    private static Guid Request(JsonElement view) => view.GetProperty("transferRequest").GetProperty("id").GetGuid();

    private static (Guid, string?, string?) Standing(JsonElement view) =>
        (view.GetProperty("editionId").GetGuid(), view.GetProperty("transferRequest").GetProperty("state").GetString(), view.GetProperty("transferRequest").GetProperty("refusedBecause").GetString());

    private static Task<JsonElement> ReadAsync(TestEdition edition, Guid id) => edition.Manager.SendOkAsync(HttpMethod.Get, $"/scheduling/v1/participations/{id}");
}
