using System.Text.Json.Nodes;
using Npgsql;

namespace Metropool.Intake.Tests;

/// <summary>A candidate in whose application every field has a text that is nowhere else, so that it can be looked for everywhere.</summary>
internal sealed class PlantedCandidate
{
    private readonly string _mark = $"plant{Guid.NewGuid():N}";
    private readonly List<string> _phrases = [];

    private PlantedCandidate()
    {
    }

    public Candidate Candidate { get; private set; } = null!;

    /// <summary>Where the nomination was mailed to. Once it is answered it is nowhere but in the mail.</summary>
    public string Address => $"{_mark}-address@voorbeeld.example";

    /// <summary>All that was written by the candidate, and about them.</summary>
    public IReadOnlyList<string> Phrases => _phrases;

    /// <summary>An admitted candidate, with everything on the way that leaves a trace.</summary>
    public static async Task<PlantedCandidate> AdmittedAsync(Scene scene)
    {
        var planted = new PlantedCandidate();
        var candidate = planted.Candidate = await planted.NominatedAsync(scene);
        await candidate.SubmitAsync().OkAsync();
        // While the employer is known by name only: one with an account is mailed no link.
        await candidate.AskedAsync(new { contactName = planted.Plant("contact"), contactEmail = $"{planted.Plant("mail")}@voorbeeld.example" });
        await candidate.Client.PostAsync($"{candidate.Path}/employers", new { organisationId = scene.EmployerId, from = "2025-08-01" }).OkAsync();
        await candidate.BookAsync();
        await candidate.HeldAsync(scene.Dean).OkAsync();
        await candidate.JudgeAsync(scene.Manager, planted.Judgement("replaced")).OkAsync();
        await candidate.JudgeAsync(scene.Manager, planted.Judgement("judged")).OkAsync();
        await candidate.ConfirmAsync(scene.Dean).OkAsync();
        await candidate.DecideAsync(scene.Manager, "waitList", planted.Plant("wait-reason")).OkAsync();
        var agreement = await candidate.AskedAsync();
        var grant = await Candidate.GrantAsync(scene.Employer, agreement);
        grant["agreedByName"] = planted.Plant("agreed-by");
        await scene.Employer.PostAsync($"/intake/v1/agreements/{agreement}/grant", grant).OkAsync();
        await scene.SetTermsAsync(100);
        await candidate.DecideAsync(scene.Dean, "admit", planted.Plant("admit-reason")).OkAsync();
        return planted;
    }

    private async Task<Candidate> NominatedAsync(Scene scene)
    {
        await scene.NominateAsync(Address).OkAsync();
        var candidate = await scene.TakeUpAsync(Address);
        await candidate.Client.PutAsync(candidate.Path, Content()).OkAsync();
        return candidate;
    }

    private string Plant(string field)
    {
        _phrases.Add($"{_mark}-{field}");
        return _phrases[^1];
    }

    private object Judgement(string text) => new
    {
        learningWishes = new { fits = true, note = Plant($"{text}-wishes") },
        motivation = new { fits = true, note = Plant($"{text}-motivation") },
        capacities = new { fits = true, note = Plant($"{text}-capacities") },
    };

    // The prefix has room for less.
    private JsonObject Content() => new()
    {
        ["name"] = new JsonObject
        {
            ["callName"] = Plant("call"), ["prefix"] = "van", ["surname"] = Plant("surname"), ["titlesBefore"] = Plant("before"), ["titlesAfter"] = Plant("after"), ["certificateName"] = Plant("certificate"),
        },
        ["employer"] = new JsonObject { ["name"] = Plant("employer"), ["from"] = "2019-04-01" },
        ["function"] = Plant("function"),
        ["challenge"] = Plant("challenge"),
        ["learningWishes"] = new JsonObject { ["cognitive"] = Plant("cognitive"), ["personal"] = Plant("personal") },
        ["motivation"] = Plant("motivation"),
        ["capacities"] = Plant("capacities"),
        ["interviewNeeds"] = Plant("needs"),
    };
}

/// <summary>Looks in every column of every table.</summary>
internal static class EveryColumn
{
    /// <summary>Where one of the texts stands: <c>table.column: text</c>.</summary>
    public static async Task<IReadOnlyList<string>> WithAsync(string connectionString, params IEnumerable<string> texts)
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var source = NpgsqlDataSource.Create(connectionString);
        var columns = new List<(string Table, string Column, string Type)>();
        await using (var command = source.CreateCommand(
            "SELECT c.table_name, c.column_name, c.data_type FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name) WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'"))
        await using (var reader = await command.ExecuteReaderAsync(cancellation))
        {
            while (await reader.ReadAsync(cancellation))
            {
                columns.Add((reader.GetString(0), reader.GetString(1), reader.GetString(2)));
            }
        }

        Assert.NotEmpty(columns);
        var found = new List<string>();
        foreach (var (table, column, type) in columns)
        {
            var text = type == "bytea" ? $"encode(\"{column}\", 'escape')" : $"\"{column}\"::text";
            await using var command = source.CreateCommand($"SELECT DISTINCT needle FROM \"{table}\", unnest($1) AS needle WHERE position(lower(needle) in lower({text})) > 0");
            command.Parameters.Add(new() { Value = texts.ToArray() });
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            while (await reader.ReadAsync(cancellation))
            {
                found.Add($"{table}.{column}: {reader.GetString(0)}");
            }
        }

        return found;
    }
}
