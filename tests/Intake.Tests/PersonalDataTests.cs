using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Tests;

/// <summary>The document with all personal data of the caller (GDPR, article 15).</summary>
public sealed class PersonalDataTests(IntakeFixture intake)
{
    private const string Path = "/intake/v1/personal-data";

    /// <summary>The place of a row of each table in the document.</summary>
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

    /// <summary>Tables that aren't in the document of a candidate, with the reason.</summary>
    private static readonly Dictionary<string, string> NotExported = new()
    {
        ["edition_team_members"] = "about the education team: in the document of its members, see another test",
        ["application_conflicts"] = "about the education team; the candidate's history shows that a conflict exists",
        ["interests"] = "addresses, which can't be assigned to an account; the mails contain a link to delete them",
        ["editions"] = "no personal data except its team",
        ["edition_terms"] = "no personal data",
        ["organisations"] = "no personal data",
        ["successions"] = "about an employer; the histories of both candidates show that a place is held",
        ["removed_applications"] = "anonymous counts",
        ["erased_people"] = "persons without an account",
        ["outbox_messages"] = "events with data that is in the document, deleted after seconds",
        ["inbox_messages"] = "message ids",
        ["idempotent_responses"] = "answers with data that is in the document, deleted after a day",
        ["cached_key_sets"] = "Identity's public keys",
        ["programme_time"] = "a clock",
        ["outgoing_mail"] = "addresses, which can't be assigned to an account",
        ["one_time_links"] = "addresses, which can't be assigned to an account",
        ["mail_requests"] = "hashes of addresses, which can't be assigned to an account",
    };

    [Fact]
    public async Task Everything_written_by_and_about_a_candidate_is_in_one_document()
    {
        var scenario = await Scenario.CreateAsync(intake);
        var (planted, document) = await ReadAsync(scenario);

        var text = document.ToJsonString();

        Assert.All(planted.Phrases, phrase => Assert.Contains(phrase, text, StringComparison.Ordinal));
        Assert.Equal(planted.Candidate.PersonId, document.Id("personId"));
        Assert.Equal(["started", "nominated", "submitted", "agreementRequested", "employerChanged"], document.Each("applications.0.history", "what").Take(5));
        Assert.Equal([1795000, 2], [document.Number("applications.0.application.terms.priceInCents"), document.Items("applications.0.judgements").Count]);
    }

    [Fact]
    public async Task Every_table_is_in_the_document_or_has_a_reason_not_to_be()
    {
        var scenario = await Scenario.CreateAsync(intake);
        var (_, document) = await ReadAsync(scenario);
        var tables = await intake.InDatabase(db => Task.FromResult(db.Model.GetEntityTypes().Select(type => type.GetTableName()!).ToHashSet()));

        Assert.Equal(tables.Order(StringComparer.Ordinal), Exported.Keys.Concat(NotExported.Keys).Order(StringComparer.Ordinal));
        Assert.All(Exported, table => Assert.False(string.IsNullOrEmpty(document.Text(table.Value)), $"{table.Key} is not in the document at {table.Value}"));
    }

    [Fact]
    public async Task The_document_is_downloaded_as_a_file()
    {
        using var answer = await intake.PersonClient().Get(Path);

        var headers = answer.Content.Headers;
        Assert.Equal(
            ("attachment", "metropool-intake.json", "application/json"),
            (headers.ContentDisposition?.DispositionType, headers.ContentDisposition?.FileName, headers.ContentType?.MediaType));
    }

    [Fact]
    public async Task The_document_of_a_team_member_shows_roles_and_panels_and_no_candidates()
    {
        var scenario = await Scenario.CreateAsync(intake);
        var planted = await PlantedCandidate.AdmittedAsync(scenario);

        var document = await scenario.Dean.Get(Path).OkAsync();

        Assert.Equal([("dean", scenario.EditionId)], document.Items("teamRoles").Select(role => (role.Text("role")!, role.Id("editionId"))));
        Assert.Equal(["dean"], document.Each("panelSeats", "role"));
        Assert.All(planted.Phrases, phrase => Assert.DoesNotContain(phrase, document.ToJsonString(), StringComparison.Ordinal));
        Assert.DoesNotContain(planted.Candidate.ApplicationId.ToString(), document.ToJsonString(), StringComparison.Ordinal);
    }

    private async Task<(PlantedCandidate Planted, JsonNode Document)> ReadAsync(Scenario scenario)
    {
        var planted = await PlantedCandidate.AdmittedAsync(scenario);
        await intake.HandledAsync(planted.Candidate.Participation());
        await intake.HandledAsync(Some.Person(planted.Candidate.PersonId));
        return (planted, await planted.Candidate.Client.Get(Path).OkAsync());
    }
}
