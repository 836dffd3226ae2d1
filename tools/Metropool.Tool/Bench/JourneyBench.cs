using Metropool.Journey;

namespace Metropool.Tool.Bench;

/// <summary>How fast groups go from application to certificate, and whether more of them at the same time go slower.</summary>
internal sealed class JourneyBench : IBench
{
    private const int Few = JourneyOptions.GroupSize;
    private const int Many = 200;

    public string Name => "journey";

    public string Summary => $"rate of a demo with {Many} participants, and with {Few}";

    public async Task<IReadOnlyList<Figure>> MeasureAsync(Action<string> say, CancellationToken cancellationToken)
    {
        await using var platform = new OwnPlatform();
        say("Starting a platform ...");
        await platform.StartAsync(cancellationToken);
        say($"{Few} participants, unmeasured, to warm up ...");
        await platform.PlayAsync(Few, cancellationToken);
        say($"{Few} participants ...");
        var few = await platform.PlayAsync(Few, cancellationToken);
        say($"{Many} participants ...");
        var many = await platform.PlayAsync(Many, cancellationToken);
        return Figures(few, many);
    }

    /// <summary>What the two journeys show. Against few that didn't arrive, many are no faster.</summary>
    public static IReadOnlyList<Figure> Figures(JourneyReport few, JourneyReport many) =>
        [
            new Figure($"Rate with {Many}", many.PerMinute, "journeys/min") { ComparedWith = [new($"with {Few}", few.PerMinute)], Bar = Bar.AtLeast(few.PerMinute) },
            new Figure($"Duration with {Many}", Math.Round(many.Elapsed.TotalSeconds, 1), "s") { ComparedWith = [new($"with {Few}", Math.Round(few.Elapsed.TotalSeconds, 1))] },
            new Figure($"Requests per second with {Many}", RequestRate(many), "requests/s") { ComparedWith = [new($"with {Few}", RequestRate(few))] },
            new Figure($"Certificates of {Many}", many.Certificates, "certificates") { ComparedWith = [new($"of {Few}", few.Certificates)], Bar = Bar.AtLeast(Many) },
            new Figure($"Certificates of {Few}", few.Certificates, "certificates") { ComparedWith = [new($"of {Many}", many.Certificates)], Bar = Bar.AtLeast(Few) },
            new Figure($"Missing with {Many}", many.Missing.Count, "sentences") { ComparedWith = [new($"with {Few}", few.Missing.Count)], Bar = Bar.AtMost(0) },
            new Figure($"Missing with {Few}", few.Missing.Count, "sentences") { ComparedWith = [new($"with {Many}", many.Missing.Count)], Bar = Bar.AtMost(0) },
        ];

    private static double RequestRate(JourneyReport report) => Math.Round(report.Requests.Sum(request => request.Count) / report.Elapsed.TotalSeconds);
}
