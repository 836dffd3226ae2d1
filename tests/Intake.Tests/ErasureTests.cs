using System.Net;
using Metropool.Contracts.Identity;
using Metropool.Contracts.Intake;
using Metropool.Contracts.Scheduling;
using Metropool.Testing;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Metropool.Intake.Tests;

/// <summary>After an erasure nothing of the person is left, beyond a count (AVG, article 17).</summary>
public sealed class ErasureTests(IntakeFixture intake)
{
    private static readonly string[] Tombstone = ["erased_people.person_id"];

    [Fact]
    public async Task R49_After_an_erasure_nothing_of_the_person_is_in_any_column_of_any_table()
    {
        var scene = await Scene.OpenAsync(intake);
        var planted = await PlantedCandidate.AdmittedAsync(scene);
        var candidate = planted.Candidate;
        var second = await scene.DraftAsync(personId: candidate.PersonId, content: Candidate.Complete((await Scene.OpenAsync(intake)).Edition.EditionId));
        await KeptAnswerAsync(second);
        await intake.HandledAsync(Some.Participation(scene.Edition.EditionId, candidate.PersonId) with { ApplicationId = candidate.ApplicationId, Status = ParticipationStatus.Placed });
        await intake.HandledAsync(Some.Person(candidate.PersonId));
        await WaitInOutboxAsync(candidate.PersonId, planted.Phrases[0]);
        string[] ids = [candidate.PersonId.ToString(), candidate.ApplicationId.ToString(), second.ApplicationId.ToString()];
        var before = await EveryColumn.WithAsync(intake.ConnectionString, [.. planted.Phrases, planted.Address, .. ids]);
        // Each of them is found, and each kind of table: else that none is found afterwards says nothing.
        Assert.All((string[])[.. planted.Phrases, planted.Address, .. ids], text => Assert.Contains(before, found => found.EndsWith(text, StringComparison.Ordinal)));
        Assert.Subset(before.Select(found => found.Split('.')[0]).ToHashSet(), (HashSet<string>)["applications", "application_employers", "application_history", "judgements", "interviews", "participations", "idempotent_answers", "outbox_messages", "employer_agreements", "nominations", "people", "place_offers", "mailed_links", "outgoing_mail"]);

        await EraseAsync(candidate.PersonId);

        await Eventually.TrueAsync(
            async () => !(await EveryColumn.WithAsync(intake.ConnectionString, ids)).Any(found => found.StartsWith("outbox_messages", StringComparison.Ordinal)), "what is told of it is on its way");
        Assert.Equal(Tombstone, (await EveryColumn.WithAsync(intake.ConnectionString, [.. planted.Phrases, planted.Address, .. ids])).Select(found => found.Split(':')[0]));
        var counts = await scene.Manager.FetchAsync($"/intake/v1/editions/{scene.Edition.EditionId}/removed-applications").OkAsync();
        Assert.Equal([("admitted", 1)], counts.AsArray().Select(row => (row!.Text("outcome")!, row!.Number("count"))));
    }

    [Fact]
    public async Task R49_What_somebody_did_for_others_stays_and_names_nobody()
    {
        var name = $"Decaan {Guid.NewGuid():N}";
        var scene = await Scene.OpenAsync(intake, team: [Some.TeamRole(TeamPart.Dean) with { DisplayName = name }, .. Some.Team().Where(role => role.Part != TeamPart.Dean)]);
        var dean = scene.Role(TeamPart.Dean).PersonId;
        var confirmed = await scene.InterviewedAsync();
        await confirmed.DecideAsync(scene.Dean, "reject").OkAsync();
        var written = await scene.HeldAsync();
        await written.JudgeAsync(scene.Dean).OkAsync();
        var before = await EveryColumn.WithAsync(intake.ConnectionString, dean.ToString(), name);
        Assert.Subset(
            before.Select(found => found.Split(':')[0]).ToHashSet(),
            (HashSet<string>)["applications.decision_by_id", "applications.interview", "application_history.by_person_id", "edition_team_members.person_id", "interview_panel_members.person_id", "judgements.author_id", "judgements.confirmed_by_person_id"]);

        await EraseAsync(dean);

        Assert.Equal(Tombstone, (await EveryColumn.WithAsync(intake.ConnectionString, dean.ToString(), name)).Select(found => found.Split(':')[0]));
        var (one, other) = (await confirmed.ReadAsync(), await written.ReadAsync());
        Assert.All(
            (string?[])[one.Text("judgements.0.confirmedBy.displayName"), one.Text("decision.by.displayName"), other.Text("judgements.0.writtenBy.displayName"), one.At("interview.panel")!.AsArray()[0]!.Text("displayName")],
            shown => Assert.Equal("Verwijderd account", shown));
        Assert.Equal("Past bij wat Metropool biedt.", one.Text("judgements.0.motivation.note"));
        var history = await confirmed.Client.FetchAsync($"{confirmed.Path}/history").OkAsync();
        Assert.Contains(history.At("items")!.AsArray(), line => line!.Text("what") == "rejected" && line!.Text("by.displayName") == "Verwijderd account" && line!.Text("reason") == "Na het gesprek.");
    }

    [Fact]
    public async Task What_is_told_of_somebody_who_was_erased_brings_nobody_back()
    {
        var name = $"Decaan {Guid.NewGuid():N}";
        var scene = await Scene.OpenAsync(intake, team: [Some.TeamRole(TeamPart.Dean) with { DisplayName = name }, .. Some.Team().Where(role => role.Part != TeamPart.Dean)]);
        var (dean, candidate, other) = (scene.Role(TeamPart.Dean).PersonId, await scene.BookedAsync(), await scene.BookedAsync());
        await EraseAsync(dean);
        await EraseAsync(candidate.PersonId);

        await intake.HandledAsync(scene.Edition with { Version = 9 });
        await intake.HandledAsync(other.Interview! with { Version = 9, StartsAt = other.Interview!.StartsAt.AddHours(1) });
        await intake.HandledAsync(candidate.Interview! with { Version = 9 });
        await intake.HandledAsync(Some.Participation(scene.Edition.EditionId, candidate.PersonId) with { ApplicationId = candidate.ApplicationId });
        await intake.HandledAsync(new PersonErased { PersonId = dean, Version = 9, OccurredAt = Some.Moment });

        Assert.Equal(
            [.. Tombstone, .. Tombstone],
            (await EveryColumn.WithAsync(intake.ConnectionString, dean.ToString(), name, candidate.PersonId.ToString(), candidate.ApplicationId.ToString()))
                .Where(found => !found.StartsWith("outbox_messages", StringComparison.Ordinal)).Select(found => found.Split(':')[0]));
    }

    [Fact]
    public async Task Somebody_who_was_erased_applies_no_more_with_the_token_that_is_left()
    {
        var scene = await Scene.OpenAsync(intake);
        var candidate = await scene.DraftAsync();
        await EraseAsync(candidate.PersonId);

        await candidate.Client.PostAsync("/intake/v1/applications", Candidate.Complete(scene.Edition.EditionId)).RefusedAsync(HttpStatusCode.Forbidden, "intake.person-erased");
    }

    [Fact]
    public async Task Others_are_told_of_an_erased_candidate_as_withdrawn_and_without_a_name()
    {
        var scene = await Scene.OpenAsync(intake);
        var (draft, submitted, admitted, rejected) = (await scene.DraftAsync(), await scene.SubmittedAsync(), await scene.AdmittedAsync(), await scene.InterviewedAsync());
        await rejected.DecideAsync(scene.Manager, "reject").OkAsync();
        var version = (await admitted.ReadAsync()).Number("version");

        foreach (var candidate in (Candidate[])[draft, submitted, admitted, rejected])
        {
            await EraseAsync(candidate.PersonId);
        }

        var withdrawn = await intake.Events.PublishedAsync<ApplicationWithdrawn>(e => e.ApplicationId == submitted.ApplicationId);
        var back = await intake.Events.PublishedAsync<AdmissionWithdrawn>(e => e.ApplicationId == admitted.ApplicationId);
        var closed = await intake.Events.PublishedAsync<ApplicationChanged>(e => e.ApplicationId == rejected.ApplicationId && e.DisplayName == "Verwijderd account");
        Assert.Equal((ApplicationStatus.Withdrawn, "Verwijderd account"), (withdrawn.Status, withdrawn.DisplayName));
        Assert.Equal((ApplicationStatus.Withdrawn, "Verwijderd account", null, version + 1L), (back.Status, back.DisplayName, back.Admission, back.Version));
        Assert.Equal(ApplicationStatus.Rejected, closed.Status);
        Assert.DoesNotContain(intake.Events.Seen, e => e is ApplicationChanged state && state.ApplicationId == draft.ApplicationId);
    }

    [Theory]
    [InlineData(null, 0)]
    [InlineData(ParticipationStatus.Placed, 0)]
    [InlineData(ParticipationStatus.Active, 1)]
    public async Task R15_The_place_of_somebody_who_was_erased_is_free_at_once_unless_the_programme_has_begun_for_them(ParticipationStatus? status, int taken)
    {
        var scene = await Scene.OpenAsync(intake, capacity: 1);
        var candidate = await scene.AdmittedAsync();
        var participation = Some.Participation(scene.Edition.EditionId, candidate.PersonId) with { ApplicationId = candidate.ApplicationId, Status = status ?? ParticipationStatus.Placed };
        if (status is not null)
        {
            await intake.HandledAsync(participation);
        }

        await EraseAsync(candidate.PersonId);

        Assert.Equal(taken, await PlacesTakenAsync(scene));

        // As soon as Scheduling has ended it, it is free in any case.
        await intake.HandledAsync(participation with { Version = 2, Status = ParticipationStatus.Ended });
        Assert.Equal(0, await PlacesTakenAsync(scene));
    }

    [Fact]
    public async Task The_database_lets_a_line_of_history_name_nobody_where_the_person_was_erased_and_change_in_no_other_way()
    {
        var scene = await Scene.OpenAsync(intake);
        var candidate = await scene.JudgedAsync();
        FormattableString[] refused =
        [
            $"UPDATE application_history SET by_person_id = '00000000-0000-0000-0000-000000000000', by_display_name = 'Verwijderd account' WHERE application_id = {candidate.ApplicationId}",
            $"UPDATE application_history SET reason = NULL, judgement_id = NULL WHERE application_id = {candidate.ApplicationId}",
            $"UPDATE application_history SET status = 'Draft' WHERE application_id = {candidate.ApplicationId}",
        ];

        foreach (var sql in refused)
        {
            var fault = await Assert.ThrowsAsync<PostgresException>(() => intake.InDatabase<IntakeDbContext, int>(db => db.Database.ExecuteSqlAsync(sql)));
            Assert.Equal(PostgresErrorCodes.RestrictViolation, fault.SqlState);
        }
    }

    private Task EraseAsync(Guid personId) => intake.HandledAsync(new PersonErased { PersonId = personId, Version = 2, OccurredAt = Some.Moment });

    private static async Task<int> PlacesTakenAsync(Scene scene) => (await scene.Manager.FetchAsync($"/intake/v1/editions/{scene.Edition.EditionId}/terms").OkAsync()).Number("placesTaken");

    private static async Task KeptAnswerAsync(Candidate candidate)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{candidate.Path}/submission");
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        using var answer = await candidate.Client.SendAsync(request, TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    // An event that the broker refused: it stays until somebody looks after it.
    private Task<int> WaitInOutboxAsync(Guid personId, string name) => intake.InDatabase<IntakeDbContext, int>(db => db.Database.ExecuteSqlAsync(
        $"""
        INSERT INTO outbox_messages (message_id, exchange, content_type, headers, body, data_subject_id, created_at, refusals)
        VALUES ({Guid.NewGuid()}, 'nowhere', 'application/json', jsonb_build_object(), {personId + " " + name}, {personId}, now(), 9)
        """));
}
