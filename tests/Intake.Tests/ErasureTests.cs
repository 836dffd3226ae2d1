using Metropool.Contracts.Identity;
using Npgsql;

namespace Metropool.Intake.Tests;

/// <summary>An erasure removes all personal data, and keeps counts (GDPR, article 17).</summary>
public sealed class ErasureTests(IntakeFixture intake)
{
    private static readonly string[] Tombstone = ["erased_people.person_id"];

    [Fact]
    public async Task R49_An_erasure_removes_the_person_from_every_column_of_every_table()
    {
        var scenario = await Scenario.CreateAsync(intake);
        var planted = await PlantedCandidate.AdmittedAsync(scenario);
        var candidate = planted.Candidate;
        var second = await scenario.DraftAsync(personId: candidate.PersonId, content: Candidate.Content((await Scenario.CreateAsync(intake)).EditionId));
        await second.Client.PostAsync($"{second.Path}/submission", idempotencyKey: Guid.NewGuid().ToString()).OkAsync();
        await intake.HandledAsync(candidate.Participation());
        await intake.HandledAsync(Some.Person(candidate.PersonId));
        await WaitInOutboxAsync(candidate.PersonId, planted.Phrases[0]);
        string[] ids = [candidate.PersonId.ToString(), candidate.ApplicationId.ToString(), second.ApplicationId.ToString()];
        string[] texts = [.. planted.Phrases, planted.Address, .. ids];
        // The search must find every text, and a row in every table, before the erasure.
        var before = await EveryColumn.WithAsync(intake.ConnectionString, texts);
        Assert.All(texts, text => Assert.Contains(before, found => found.EndsWith(text, StringComparison.Ordinal)));
        Assert.Subset(
            before.Select(found => found.Split('.')[0]).ToHashSet(),
            (HashSet<string>)
            [
                "applications", "application_employers", "application_history", "judgements", "interviews", "participations", "idempotent_responses",
                "outbox_messages", "employer_agreements", "nominations", "people", "place_offers", "one_time_links", "outgoing_mail",
            ]);

        await EraseAsync(candidate.PersonId);

        await Eventually.TrueAsync(async () => !(await ColumnsWithAsync(ids)).Any(IsOutbox), "the events are published");
        Assert.Equal(Tombstone, await ColumnsWithAsync(texts));
        Assert.Equal([("admitted", 1)], await scenario.RemovedApplicationsAsync());
    }

    [Fact]
    public async Task R49_Erasing_a_team_member_keeps_their_judgements_and_decisions_without_a_name()
    {
        var (scenario, name) = await WithDeanAsync();
        var dean = scenario.DeanId;
        var confirmed = await scenario.InterviewedAsync();
        await confirmed.DecideAsync(scenario.Dean, "reject").OkAsync();
        var written = await scenario.HeldAsync();
        await written.JudgeAsync(scenario.Dean).OkAsync();
        Assert.Subset(
            (await ColumnsWithAsync(dean.ToString(), name)).ToHashSet(),
            (HashSet<string>)
            [
                "applications.decision_by_id", "applications.interview", "application_history.by_person_id", "edition_team_members.person_id",
                "interview_panel_members.person_id", "judgements.author_id", "judgements.confirmed_by_person_id",
            ]);

        await EraseAsync(dean);

        Assert.Equal(Tombstone, await ColumnsWithAsync(dean.ToString(), name));
        var (one, other) = (await confirmed.ReadAsync(), await written.ReadAsync());
        Assert.All(
            (string?[])
            [
                one.Text("judgements.0.confirmedBy.displayName"), one.Text("decision.by.displayName"),
                other.Text("judgements.0.writtenBy.displayName"), one.Text("interview.panel.0.displayName"),
            ],
            shown => Assert.Equal("Verwijderd account", shown));
        Assert.Equal("Past bij wat Metropool biedt.", one.Text("judgements.0.motivation.note"));
        var rejection = (await confirmed.HistoryAsync()).Single(line => line.Text("what") == "rejected");
        Assert.Equal(("Verwijderd account", "Na het gesprek."), (rejection.Text("by.displayName"), rejection.Text("reason")));
    }

    [Fact]
    public async Task Later_events_do_not_restore_an_erased_person()
    {
        var (scenario, name) = await WithDeanAsync();
        var (dean, candidate, other) = (scenario.DeanId, await scenario.BookedAsync(), await scenario.BookedAsync());
        await EraseAsync(dean);
        await EraseAsync(candidate.PersonId);

        await intake.HandledAsync(scenario.Edition with { Version = 9 });
        await intake.HandledAsync(other.Interview! with { Version = 9, StartsAt = other.Interview!.StartsAt.AddHours(1) });
        await intake.HandledAsync(candidate.Interview! with { Version = 9 });
        await intake.HandledAsync(candidate.Participation(ParticipationStatus.Active));
        await intake.HandledAsync(new PersonErased { PersonId = dean, Version = 9, OccurredAt = Some.Moment });

        Assert.Equal(
            [.. Tombstone, .. Tombstone],
            (await ColumnsWithAsync(dean.ToString(), name, candidate.PersonId.ToString(), candidate.ApplicationId.ToString()))
                .Where(column => !IsOutbox(column)));
    }

    [Fact]
    public async Task An_erased_person_cannot_apply_with_a_remaining_token()
    {
        var scenario = await Scenario.CreateAsync(intake);
        var candidate = await scenario.DraftAsync();
        await EraseAsync(candidate.PersonId);

        await candidate.Client.PostAsync("/intake/v1/applications", scenario.ContentByName()).RefusedAsync(Forbidden, "intake.person-erased");
    }

    [Fact]
    public async Task An_erasure_publishes_a_withdrawal_without_a_name()
    {
        var scenario = await Scenario.CreateAsync(intake);
        var (draft, submitted) = (await scenario.DraftAsync(), await scenario.SubmittedAsync());
        var (admitted, rejected) = (await scenario.AdmittedAsync(), await scenario.RejectedAsync());
        var version = (await admitted.ReadAsync()).Number("version");

        foreach (var candidate in (Candidate[])[draft, submitted, admitted, rejected])
        {
            await EraseAsync(candidate.PersonId);
        }

        var withdrawn = await submitted.PublishedAsync(ApplicationChange.Withdrawn);
        var back = await admitted.PublishedAsync(ApplicationChange.AdmissionWithdrawn);
        var closed = await rejected.RemovalPublishedAsync();
        Assert.Equal((ApplicationStatus.Withdrawn, "Verwijderd account"), (withdrawn.Status, withdrawn.DisplayName));
        Assert.Equal((ApplicationStatus.Withdrawn, "Verwijderd account", null, version + 1L), (back.Status, back.DisplayName, back.Admission, back.Version));
        Assert.Equal(ApplicationStatus.Rejected, closed.Status);
        Assert.Empty(draft.Published);
    }

    [Theory]
    [InlineData(null, 0)]
    [InlineData(ParticipationStatus.Placed, 0)]
    [InlineData(ParticipationStatus.Active, 1)]
    public async Task R15_An_erasure_frees_the_place_unless_the_participation_has_begun(ParticipationStatus? status, int taken)
    {
        var scenario = await Scenario.CreateAsync(intake, capacity: 1);
        var candidate = await scenario.AdmittedAsync();
        var participation = candidate.Participation(status ?? ParticipationStatus.Placed);
        if (status is not null)
        {
            await intake.HandledAsync(participation);
        }

        await EraseAsync(candidate.PersonId);

        Assert.Equal(taken, await scenario.PlacesTakenAsync());

        // An ended participation never takes a place.
        await intake.HandledAsync(participation with { Version = 2, Status = ParticipationStatus.Ended });
        Assert.Equal(0, await scenario.PlacesTakenAsync());
    }

    [Fact]
    public async Task The_database_allows_no_change_of_the_history_except_an_erasure()
    {
        var candidate = await (await Scenario.CreateAsync(intake)).JudgedAsync();
        FormattableString[] refused =
        [
            $"UPDATE application_history SET reason = 'anders' WHERE application_id = {candidate.ApplicationId}",
            $"""
            UPDATE application_history SET by_person_id = {Guid.Empty}, by_display_name = 'Verwijderd account' WHERE application_id = {candidate.ApplicationId}
            """,
            $"UPDATE application_history SET reason = NULL, judgement_id = NULL WHERE application_id = {candidate.ApplicationId}",
            $"UPDATE application_history SET status = 'Draft' WHERE application_id = {candidate.ApplicationId}",
        ];

        foreach (var sql in refused)
        {
            var fault = await Assert.ThrowsAsync<PostgresException>(() => intake.ExecuteAsync(sql));
            Assert.Equal(PostgresErrorCodes.RestrictViolation, fault.SqlState);
        }
    }

    private Task EraseAsync(Guid personId) => intake.HandledAsync(new PersonErased { PersonId = personId, Version = 2, OccurredAt = Some.Moment });

    private async Task<(Scenario Scenario, string DeanName)> WithDeanAsync()
    {
        var name = $"Decaan {Guid.NewGuid():N}";
        var team = Some.Team().Select(member => member.Role == TeamRole.Dean ? member with { DisplayName = name } : member);
        return (await Scenario.CreateAsync(intake, team: [.. team]), name);
    }

    /// <summary>The columns that contain one of the texts, once for each text.</summary>
    private async Task<IEnumerable<string>> ColumnsWithAsync(params string[] texts) =>
        (await EveryColumn.WithAsync(intake.ConnectionString, texts)).Select(found => found.Split(':')[0]);

    private static bool IsOutbox(string column) => column.StartsWith("outbox_messages", StringComparison.Ordinal);

    // An event that the broker refused stays in the outbox until an administrator handles it.
    private Task<int> WaitInOutboxAsync(Guid personId, string name) => intake.ExecuteAsync(
        $"""
        INSERT INTO outbox_messages (message_id, exchange, content_type, headers, body, data_subject_id, created_at, refusals)
        VALUES ({Guid.NewGuid()}, 'nowhere', 'application/json', jsonb_build_object(), {personId + " " + name}, {personId}, now(), 9)
        """);
}
