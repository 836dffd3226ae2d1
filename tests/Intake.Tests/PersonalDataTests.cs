using System.Text.Json.Nodes;
using Metropool.Contracts.Scheduling;
using Metropool.Testing;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Tests;

/// <summary>What somebody is given who asks for all that is held on them (AVG, article 15).</summary>
public sealed class PersonalDataTests(IntakeFixture intake)
{
    private const string Path = "/intake/v1/personal-data";

    /// <summary>Where a row of each table comes in the document.</summary>
    private static readonly Dictionary<string, string> Exported = new()
    {
        ["applications"] = "applications.0.application.motivation",
        ["application_employers"] = "applications.0.application.employers.0.name",
        ["application_history"] = "applications.0.history.0.what",
        ["employer_agreements"] = "applications.0.agreements.0.employer",
        ["place_offers"] = "applications.0.offers.0.until",
        ["judgements"] = "applications.0.judgements.0.motivation.note",
        ["interviews"] = "applications.0.interviews.0.startsAt",
        ["interview_panel_members"] = "applications.0.interviews.0.panel.0.displayName",
        ["nominations"] = "applications.0.application.nomination.employer",
        ["people"] = "displayName",
        ["participations"] = "applications.0.participations.0.status",
    };

    /// <summary>Why a table isn't in the document of a candidate.</summary>
    private static readonly Dictionary<string, string> NotExported = new()
    {
        ["edition_team_members"] = "of the education team: in the document of its members, which another test looks at",
        ["application_conflicts"] = "of the education team; that there is one is in the history of the candidate",
        ["interests"] = "addresses, which of somebody with an account are not known here; who has one of its mails has it forgotten",
        ["editions"] = "says nothing of persons but in its team",
        ["edition_terms"] = "says nothing of persons",
        ["organisations"] = "says nothing of persons",
        ["successions"] = "of an employer; that a place is held is in the history of the candidate who withdrew, and of the one who is nominated",
        ["removed_applications"] = "counts, of nobody who could be named",
        ["erased_people"] = "of people who have no account to ask with",
        ["outbox_messages"] = "the states that are in the document, for seconds on their way to other services",
        ["inbox_messages"] = "ids of messages",
        ["idempotent_answers"] = "what the person was answered, for a day: what is in the document",
        ["kept_key_sets"] = "Identity's public keys",
        ["programme_time"] = "a clock",
        ["outgoing_mail"] = "goes to addresses, which of somebody with an account are not known here",
        ["mailed_links"] = "goes to addresses, which of somebody with an account are not known here",
        ["asked_mails"] = "hashes of addresses, which of somebody with an account are not known here",
    };

    [Fact]
    public async Task Everything_that_was_written_by_and_about_a_candidate_is_in_one_document()
    {
        var scene = await Scene.OpenAsync(intake);
        var (planted, document) = await ReadAsync(scene);

        var text = document.ToJsonString();

        Assert.All(planted.Phrases, phrase => Assert.Contains(phrase, text, StringComparison.Ordinal));
        Assert.Equal(planted.Candidate.PersonId, document.Id("personId"));
        Assert.Equal(["started", "nominated", "submitted", "agreementAsked", "employerChanged"], document.Each("applications.0.history", "what").Take(5));
        Assert.Equal([1795000, 2], [document.Number("applications.0.application.terms.priceInCents"), document.At("applications.0.judgements")!.AsArray().Count]);
    }

    [Fact]
    public async Task Every_table_is_in_the_document_or_has_a_reason_not_to_be()
    {
        var scene = await Scene.OpenAsync(intake);
        var (_, document) = await ReadAsync(scene);
        var tables = await intake.InDatabase<IntakeDbContext, List<string>>(db => Task.FromResult<List<string>>([.. db.Model.GetEntityTypes().Select(type => type.GetTableName()!).Distinct().Order(StringComparer.Ordinal)]));

        Assert.Equal(tables, Exported.Keys.Concat(NotExported.Keys).Order(StringComparer.Ordinal));
        Assert.All(Exported, table => Assert.False(string.IsNullOrEmpty(document.Text(table.Value)), $"{table.Key} is not in the document at {table.Value}"));
    }

    [Fact]
    public async Task It_is_saved_as_a_file()
    {
        using var answer = await intake.ClientFor(TestCaller.Person(Some.Id())).FetchAsync(Path);

        Assert.Equal(("attachment", "metropool-intake.json", "application/json"), (answer.Content.Headers.ContentDisposition?.DispositionType, answer.Content.Headers.ContentDisposition?.FileName, answer.Content.Headers.ContentType?.MediaType));
    }

    [Fact]
    public async Task Of_the_education_team_it_has_the_parts_and_seats_and_nothing_of_candidates()
    {
        var scene = await Scene.OpenAsync(intake);
        var planted = await PlantedCandidate.AdmittedAsync(scene);

        var document = await scene.Dean.FetchAsync(Path).OkAsync();

        Assert.Equal([("dean", scene.Edition.EditionId)], document.At("teamParts")!.AsArray().Select(part => (part!.Text("part")!, part!.Id("editionId"))));
        Assert.Equal(["dean"], document.Each("panelSeats", "part"));
        Assert.All(planted.Phrases, phrase => Assert.DoesNotContain(phrase, document.ToJsonString(), StringComparison.Ordinal));
        Assert.DoesNotContain(planted.Candidate.ApplicationId.ToString(), document.ToJsonString(), StringComparison.Ordinal);
    }

    private async Task<(PlantedCandidate Planted, JsonNode Document)> ReadAsync(Scene scene)
    {
        var planted = await PlantedCandidate.AdmittedAsync(scene);
        await intake.HandledAsync(Some.Participation(scene.Edition.EditionId, planted.Candidate.PersonId) with { ApplicationId = planted.Candidate.ApplicationId, Status = ParticipationStatus.Placed });
        await intake.HandledAsync(Some.Person(planted.Candidate.PersonId));
        return (planted, await planted.Candidate.Client.FetchAsync(Path).OkAsync());
    }
}
