using Metropool.Journey;

namespace Metropool.Tool.Bench;

/// <summary>The rate of journeys from application to certificate, with one group and with several at the same time.</summary>
internal sealed class JourneyBench : IBench
{
    private const int Few = JourneyOptions.GroupSize;
    private const int Many = 200;

    public string Name => "journey";

    public string Summary => $"rate of a demo with {Many} participants, and with {Few}";

    public async Task<IReadOnlyList<Figure>> MeasureAsync(Action<string> report, CancellationToken cancellationToken)
    {
        await using var platform = new BenchPlatform();
        report("Starting a platform ...");
        await platform.StartAsync(cancellationToken);
        report($"{Few} participants, to warm up ...");
        await platform.RunJourneyAsync(Few, cancellationToken);
        report($"{Few} participants ...");
        var few = await platform.RunJourneyAsync(Few, cancellationToken);
        report($"{Many} participants ...");
        var many = await platform.RunJourneyAsync(Many, cancellationToken);
        return Figures(few, many);
    }

    /// <summary>The figures. Certificates of both journeys have a target, because an incomplete small journey would make a meaningless comparison.</summary>
    public static IReadOnlyList<Figure> Figures(JourneyReport few, JourneyReport many) =>
    [
        Compared($"Rate with {Many}", many.PerMinute, "journeys/min", $"with {Few}", few.PerMinute, Target.AtLeast(few.PerMinute)),
        Compared($"Duration with {Many}", Math.Round(many.Elapsed.TotalSeconds, 1), "s", $"with {Few}", Math.Round(few.Elapsed.TotalSeconds, 1)),
        Compared($"Requests per second with {Many}", RequestRate(many), "requests/s", $"with {Few}", RequestRate(few)),
        Compared($"Certificates of {Many}", many.Certificates, "certificates", $"of {Few}", few.Certificates, Target.AtLeast(Many)),
        Compared($"Certificates of {Few}", few.Certificates, "certificates", $"of {Many}", many.Certificates, Target.AtLeast(Few)),
        Compared($"Missing with {Many}", many.Missing.Count, "findings", $"with {Few}", few.Missing.Count, Target.AtMost(0)),
        Compared($"Missing with {Few}", few.Missing.Count, "findings", $"with {Many}", many.Missing.Count, Target.AtMost(0)),
    ];

    private static Figure Compared(string name, double value, string unit, string with, double other, Target? target = null) =>
        new(name, value, unit) { ComparedWith = [new(with, other)], Target = target };

    private static double RequestRate(JourneyReport report) => Math.Round(report.Requests.Sum(request => request.Count) / report.Elapsed.TotalSeconds);
}
