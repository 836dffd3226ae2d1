using System.Diagnostics;
using System.Text.Json.Nodes;
using Metropool.Intake.Tests;
using Metropool.Journey;
using Metropool.Journey.Gateway;
using Metropool.Journey.SignIn;

namespace Metropool.Tool.Bench.Intake;

/// <summary>Whether the work list is as fast with a hundred times as many applications.</summary>
internal sealed class IntakeBench : IBench
{
    private const double RatioBar = 1.5;
    private const int Editions = 50;
    private const int Few = 1_000;
    private const int Many = 100_000;
    private const int Rounds = 100;
    private const int WarmUp = 20;
    private const int Tries = 60;
    private const string List = "intake/v1/applications";

    public string Name => "intake";

    public string Summary => $"the work list with {Many} applications, and with {Few}";

    public async Task<IReadOnlyList<Figure>> MeasureAsync(Action<string> say, CancellationToken cancellationToken)
    {
        var few = await MeasureAsync(Few, say, cancellationToken);
        var many = await MeasureAsync(Many, say, cancellationToken);
        return
        [
            .. many.Select(at => new Figure($"{at.Key}: time with {Many} against {Few}", Math.Round(at.Value / few[at.Key], 2), "times")
            {
                Bar = Bar.AtMost(RatioBar),
                ComparedWith = [new($"ms with {Many}", Math.Round(at.Value, 1)), new($"ms with {Few}", Math.Round(few[at.Key], 1))],
            }),
        ];
    }

    /// <summary>Starts a platform, fills it, and asks as a programme manager of all the editions does.</summary>
    /// <returns>The median of each question, in milliseconds, from a client through the gateway and back.</returns>
    private static async Task<Dictionary<string, double>> MeasureAsync(int applications, Action<string> say, CancellationToken cancellationToken)
    {
        say("Starting a platform ...");
        await using var platform = new OwnPlatform();
        await platform.StartAsync(cancellationToken);
        var manager = (await DemoUsers.ReadAsync(platform.DemoUsersFile, cancellationToken)).Staff;
        var employer = Guid.NewGuid();
        say($"{applications} applications of {Editions} editions ...");
        await ApplicationsInBulk.WriteAsync(platform.DatabaseOf("intake"), manager.PersonId, employer, Editions, applications / Editions, cancellationToken);

        using var gateway = new GatewayClient(platform.Url, new Patience(TimeSpan.FromMinutes(1)));
        var session = new PersonSession(gateway, new OpenIdProvider(gateway), manager.UserName, manager.Password);
        var first = await gateway.GetAsync<JsonNode>(session, $"{List}?limit=1", cancellationToken);
        var edition = first["items"]![0]!["editionId"]!.GetValue<Guid>();
        Task<JsonNode> GetAsync(string query) => gateway.GetAsync<JsonNode>(session, $"{List}?{query}", cancellationToken);
        Task<JsonNode> SearchAsync(object search) => gateway.PostForSecretAsync<JsonNode>(session, $"{List}/searches", search, cancellationToken);

        say("Reading to the middle of the list by name ...");
        var middle = (await GetAsync("order=name&limit=200"))["next"]!.GetValue<string>();
        for (var read = 400; read < applications / 2; read += 200)
        {
            middle = (await gateway.GetAsync<JsonNode>(session, middle, cancellationToken))["next"]!.GetValue<string>();
        }

        middle = middle.Replace("limit=200", "limit=20", StringComparison.Ordinal);
        (string Name, Func<Task<JsonNode>> AskAsync)[] questions =
        [
            ("An edition, what waits longest", () => GetAsync($"editionId={edition}&order=waiting&limit=20")),
            ("An edition, one status, by name", () => GetAsync($"editionId={edition}&status=interviewed&order=name&limit=20")),
            ("All editions, what awaits a decision", () => GetAsync("awaits=decision&order=waiting&limit=20")),
            ("All editions, by name, from the middle", () => gateway.GetAsync<JsonNode>(session, middle, cancellationToken)),
            ("All editions, of one employer", () => GetAsync($"organisationId={employer}&limit=20")),
            ("All editions, of one member of the panel", () => GetAsync($"panelMemberId={manager.PersonId}&order=waiting&limit=20")),
            ("A search for one candidate", () => SearchAsync(new { text = ApplicationsInBulk.RareName, limit = 20 })),
            ("A search for a name that many have", () => SearchAsync(new { text = "jansen", limit = 20 })),
            ("A search in an edition, one status", () => SearchAsync(new { text = "deelnemer", editionId = edition, status = "interviewed", limit = 20 })),
        ];
        // As warm with few applications as with many, of which more was read before: else the ratio flatters.
        say($"Each question {Rounds + WarmUp} times to warm up, and {Tries} times ...");
        for (var tried = 0; tried < Rounds; tried++)
        {
            foreach (var (_, askAsync) in questions)
            {
                await askAsync();
            }
        }

        var medians = new Dictionary<string, double>();
        foreach (var (name, askAsync) in questions)
        {
            var times = new List<double>();
            for (var tried = -WarmUp; tried < Tries; tried++)
            {
                var clock = Stopwatch.GetTimestamp();
                var answer = await askAsync();
                if (tried >= 0)
                {
                    times.Add(Stopwatch.GetElapsedTime(clock).TotalMilliseconds);
                }

                if (answer["items"]!.AsArray().Count == 0)
                {
                    throw new JourneyException($"{name}: nothing was found.");
                }
            }

            medians[name] = times.Order().ElementAt(times.Count / 2);
        }

        return medians;
    }
}
