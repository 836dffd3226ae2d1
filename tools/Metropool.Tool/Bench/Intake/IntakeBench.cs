using System.Diagnostics;
using System.Text.Json.Nodes;
using Metropool.Intake.Tests;
using Metropool.Journey;
using Metropool.Journey.Gateway;
using Metropool.Journey.SignIn;

namespace Metropool.Tool.Bench.Intake;

/// <summary>Compares the response times of the work list with those for a hundred times as many applications.</summary>
internal sealed class IntakeBench : IBench
{
    private const double MaxRatio = 1.5;
    private const int Editions = 50;
    private const int SmallCount = 1_000;
    private const int LargeCount = 100_000;
    private const int WarmUpRounds = 100;
    private const int WarmUpTries = 20;
    private const int Tries = 60;
    private const string List = "intake/v1/applications";

    public string Name => "intake";

    public string Summary => $"the work list with {LargeCount} applications, and with {SmallCount}";

    public async Task<IReadOnlyList<Figure>> MeasureAsync(Action<string> report, CancellationToken cancellationToken)
    {
        var small = await MeasureAsync(SmallCount, report, cancellationToken);
        var large = await MeasureAsync(LargeCount, report, cancellationToken);
        return
        [
            .. large.Select(at => new Figure($"{at.Key}: time with {LargeCount} against {SmallCount}", Math.Round(at.Value / small[at.Key], 2), "times")
            {
                Target = Target.AtMost(MaxRatio),
                ComparedWith = [new($"ms with {LargeCount}", Math.Round(at.Value, 1)), new($"ms with {SmallCount}", Math.Round(small[at.Key], 1))],
            }),
        ];
    }

    /// <summary>Starts a platform, adds applications and queries the work list as the programme manager of all editions.</summary>
    /// <returns>The median time of each query in milliseconds, measured at a client of the gateway.</returns>
    private static async Task<Dictionary<string, double>> MeasureAsync(int applications, Action<string> report, CancellationToken cancellationToken)
    {
        report("Starting a platform ...");
        await using var platform = new BenchPlatform();
        await platform.StartAsync(cancellationToken);
        var manager = (await DemoUsers.ReadAsync(platform.DemoUsersFile, cancellationToken)).Staff;
        var employer = Guid.NewGuid();
        report($"{applications} applications in {Editions} editions ...");
        await ApplicationsInBulk.WriteAsync(platform.DatabaseOf("intake"), manager.PersonId, employer, Editions, applications / Editions, cancellationToken);

        using var gateway = new GatewayClient(platform.Url, new RetryPolicy(TimeSpan.FromMinutes(1)));
        var session = new PersonSession(gateway, new OpenIdProvider(gateway), manager.UserName, manager.Password);
        var first = await gateway.GetAsync<JsonNode>(session, $"{List}?limit=1", cancellationToken);
        var edition = first["items"]![0]!["editionId"]!.GetValue<Guid>();
        Task<JsonNode> GetAsync(string query) => gateway.GetAsync<JsonNode>(session, $"{List}?{query}", cancellationToken);
        Task<JsonNode> SearchAsync(object search) => gateway.PostForSecretAsync<JsonNode>(session, $"{List}/searches", search, cancellationToken);

        report("Reading to the middle of the list by name ...");
        var middle = (await GetAsync("order=name&limit=200"))["next"]!.GetValue<string>();
        for (var read = 400; read < applications / 2; read += 200)
        {
            middle = (await gateway.GetAsync<JsonNode>(session, middle, cancellationToken))["next"]!.GetValue<string>();
        }

        middle = middle.Replace("limit=200", "limit=20", StringComparison.Ordinal);
        (string Name, Func<Task<JsonNode>> QueryAsync)[] queries =
        [
            ("One edition, longest waiting first", () => GetAsync($"editionId={edition}&order=waiting&limit=20")),
            ("One edition, one status, by name", () => GetAsync($"editionId={edition}&status=interviewed&order=name&limit=20")),
            ("All editions, waiting for a decision", () => GetAsync("nextStep=decision&order=waiting&limit=20")),
            ("All editions, by name, from the middle", () => gateway.GetAsync<JsonNode>(session, middle, cancellationToken)),
            ("All editions, one employer", () => GetAsync($"organisationId={employer}&limit=20")),
            ("All editions, one panel member", () => GetAsync($"panelMemberId={manager.PersonId}&order=waiting&limit=20")),
            ("Search for a rare name", () => SearchAsync(new { text = ApplicationsInBulk.RareName, limit = 20 })),
            ("Search for a common name", () => SearchAsync(new { text = "jansen", limit = 20 })),
            ("Search in one edition, one status", () => SearchAsync(new { text = "deelnemer", editionId = edition, status = "interviewed", limit = 20 })),
        ];
        // Warms up equally for both counts. Otherwise the larger list, of which more was read above, would have an advantage.
        report($"Each query {WarmUpRounds + WarmUpTries} times to warm up, and {Tries} times ...");
        for (var tried = 0; tried < WarmUpRounds; tried++)
        {
            foreach (var (_, queryAsync) in queries)
            {
                await queryAsync();
            }
        }

        var medians = new Dictionary<string, double>();
        foreach (var (name, queryAsync) in queries)
        {
            var times = new List<double>();
            for (var tried = -WarmUpTries; tried < Tries; tried++)
            {
                var started = Stopwatch.GetTimestamp();
                var page = await queryAsync();
                if (tried >= 0)
                {
                    times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
                }

                if (page["items"]!.AsArray().Count == 0)
                {
                    throw new JourneyException($"{name}: the list is empty.");
                }
            }

            medians[name] = times.Order().ElementAt(times.Count / 2);
        }

        return medians;
    }
}
