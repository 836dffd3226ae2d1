namespace Metropool.Tool.Bench;

/// <summary>How long the platform takes to be ready, and how much memory it has taken after a group has gone through it.</summary>
internal sealed class PlatformBench : IBench
{
    private const double ReadyBar = 25;
    private const double MemoryBar = 1200;
    private const double Megabyte = 1024 * 1024;
    private const int Participants = 25;

    public string Name => "platform";

    public string Summary => "time until ready, memory after a demo";

    public async Task<IReadOnlyList<Figure>> MeasureAsync(Action<string> say, CancellationToken cancellationToken)
    {
        say("Starting once, so that everything is built and installed ...");
        TimeSpan first;
        await using (var platform = new OwnPlatform())
        {
            first = await platform.StartAsync(cancellationToken);
        }

        say("Starting cold: with new servers and new databases ...");
        await using var cold = new OwnPlatform();
        var ready = await cold.StartAsync(cancellationToken);
        var before = await cold.StatusAsync(cancellationToken);
        say($"Playing the journey of {Participants} participants ...");
        var report = await cold.PlayAsync(Participants, cancellationToken);
        var after = await cold.StatusAsync(cancellationToken);
        var together = Math.Round(after.Where(IsOurs).Sum(part => part.ProportionalBytes()) / Megabyte);
        return
        [
            new Figure("Ready after a cold start, already built", Math.Round(ready.TotalSeconds, 1), "s")
            {
                Bar = Bar.AtMost(ReadyBar),
                ComparedWith = [new("the start before, which may have built", Math.Round(first.TotalSeconds, 1))],
            },
            new Figure($"Memory of the .NET processes after {Participants} participants", Memory(after), "MB")
            {
                Bar = Bar.AtMost(MemoryBar),
                ComparedWith = [new("pages that they share counted once", together), new("when ready", Memory(before)), .. after.Where(IsOurs).Select(part => new Comparison(part.Name, Math.Round(part.RssBytes / Megabyte)))],
            },
            new Figure("Missing after the journey", report.Missing.Count, "sentences") { Bar = Bar.AtMost(0), ComparedWith = [new("certificates", report.Certificates)] },
        ];
    }

    private static double Memory(IEnumerable<RunningPart> parts) => Math.Round(parts.Where(IsOurs).Sum(part => part.RssBytes) / Megabyte);

    private static bool IsOurs(RunningPart part) => part.Kind == "service";
}
