using Npgsql;

namespace Metropool.Intake.Tests;

/// <summary>A candidate with a unique text in every field of the application, so that the texts can be found in the database.</summary>
internal sealed class PlantedCandidate
{
    private readonly string _mark = $"plant{Guid.NewGuid():N}";
    private readonly List<string> _phrases = [];

    private PlantedCandidate()
    {
    }

    public Candidate Candidate { get; private set; } = null!;

    /// <summary>The address of the nomination. After the answer only the mail contains it.</summary>
    public string Address => $"{_mark}-address@voorbeeld.example";

    /// <summary>The texts by and about the candidate.</summary>
    public IReadOnlyList<string> Phrases => _phrases;

    /// <summary>An admitted candidate with data in every table.</summary>
    public static async Task<PlantedCandidate> AdmittedAsync(Scenario scenario)
    {
        var planted = new PlantedCandidate();
        var candidate = planted.Candidate = await planted.NominatedAsync(scenario);
        await candidate.SubmitAsync().OkAsync();
        // The employer is known by name only, because no link is mailed to one with an account.
        await candidate.AskedAsync(new { contactName = planted.Plant("contact"), contactEmail = $"{planted.Plant("mail")}@voorbeeld.example" });
        await candidate.ChangeEmployerAsync(scenario.EmployerId, "2025-08-01").OkAsync();
        await candidate.BookAsync();
        await candidate.RecordHeldAsync(scenario.Dean).OkAsync();
        await candidate.JudgeAsync(scenario.Manager, planted.Judgement("replaced")).OkAsync();
        await candidate.JudgeAsync(scenario.Manager, planted.Judgement("judged")).OkAsync();
        await candidate.ConfirmAsync(scenario.Dean).OkAsync();
        await candidate.DecideAsync(scenario.Manager, "waitList", planted.Plant("wait-reason")).OkAsync();
        var agreement = await candidate.AskedAsync();
        var grant = await Candidate.GrantRequestAsync(scenario.Employer, agreement);
        grant["agreedByName"] = planted.Plant("agreed-by");
        await scenario.Employer.PostAsync($"/intake/v1/agreements/{agreement}/grant", grant).OkAsync();
        await scenario.SetTermsAsync(100);
        await candidate.DecideAsync(scenario.Dean, "admit", planted.Plant("admit-reason")).OkAsync();
        return planted;
    }

    private async Task<Candidate> NominatedAsync(Scenario scenario)
    {
        await scenario.NominateAsync(Address).OkAsync();
        var candidate = await scenario.AcceptNominationAsync(Address);
        await candidate.ReplaceAsync(Content()).OkAsync();
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

    // The prefix is too short for a unique text.
    private JsonObject Content() => new()
    {
        ["name"] = new JsonObject
        {
            ["callName"] = Plant("call"),
            ["prefix"] = "van",
            ["surname"] = Plant("surname"),
            ["titlesBefore"] = Plant("before"),
            ["titlesAfter"] = Plant("after"),
            ["certificateName"] = Plant("certificate"),
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

/// <summary>Searches every column of every table.</summary>
internal static class EveryColumn
{
    /// <summary>The places of the texts, as <c>table.column: text</c>.</summary>
    public static async Task<IReadOnlyList<string>> WithAsync(string connectionString, params IEnumerable<string> texts)
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var source = NpgsqlDataSource.Create(connectionString);
        var columns = new List<(string Table, string Column, string Type)>();
        await using (var command = source.CreateCommand(
            """
            SELECT c.table_name, c.column_name, c.data_type
            FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
            WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'
            """))
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
            await using var command = source.CreateCommand(
                $"SELECT DISTINCT needle FROM \"{table}\", unnest($1) AS needle WHERE position(lower(needle) in lower({text})) > 0");
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
