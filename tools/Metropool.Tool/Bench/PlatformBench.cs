using Metropool.LocalServers;
using Metropool.Tool.Platform;

namespace Metropool.Tool.Bench;

/// <summary>
/// How long the platform takes to start and to stop, and how much memory it has after a group has gone through it. The variable
/// <c>METROPOOL_BENCH_BESIDE</c> names another checkout, of which the same is measured in turns, to compare with.
/// </summary>
internal sealed class PlatformBench : IBench
{
    private const double SlowestBesideAnother = 1.1;
    private const double StopBar = 10;
    private const double ServiceMemoryBar = 1200;
    private const double HostMemoryBar = 450;
    private const double Megabyte = 1024 * 1024;
    private const int Participants = 25;
    private const string BesideVariable = "METROPOOL_BENCH_BESIDE";

    public string Name => "platform";

    public string Summary => "time until ready and stopped, memory after a demo";

    public async Task<IReadOnlyList<Figure>> MeasureAsync(Action<string> say, CancellationToken cancellationToken)
    {
        var own = new Measured("here", null);
        Measured[] all = Environment.GetEnvironmentVariable(BesideVariable) is { Length: > 0 } beside
            ? [own, new Measured("the other checkout", Path.Combine(beside, "metropool"))]
            : [own];
        foreach (var checkout in all)
        {
            say($"{checkout.Name}: starting once, so that everything is built and installed ...");
            await using var platform = new OwnPlatform(checkout.Script);
            await platform.StartAsync(cancellationToken);
        }

        foreach (var checkout in all)
        {
            await MeasureAsync(checkout, say, cancellationToken);
        }

        return
        [
            Start("Ready with new data, already built", checkout => checkout.New),
            Start("Ready with the data of before", checkout => checkout.Warm),
            Seconds("Stopped", checkout => checkout.Stop) with { Bar = Bar.AtMost(StopBar) },
            Memory($"Memory of gateway and services after {Participants} participants", ServiceMemoryBar, checkout => checkout.Services) with
            {
                ComparedWith =
                [
                    .. Others(checkout => Rounded(checkout.Services)),
                    new Comparison("pages that they share counted once", Rounded(own.ServicesProportional)),
                    .. own.Parts.Select(part => new Comparison(part.Name, Rounded(part.RssBytes))),
                ],
            },
            Memory("Memory of what starts and shows them", HostMemoryBar, checkout => checkout.Host),
            new Figure("Missing after the journey", own.Missing, "sentences") { Bar = Bar.AtMost(0), ComparedWith = [new("certificates", own.Certificates)] },
        ];

        // How long a start takes says nothing without another one on the same machine.
        Figure Start(string name, Func<Measured, TimeSpan> of) => Seconds(name, of) with
        {
            Bar = all.Skip(1).Select(other => Bar.AtMost(Math.Round(SlowestBesideAnother * of(other).TotalSeconds, 1))).FirstOrDefault(),
        };

        Figure Seconds(string name, Func<Measured, TimeSpan> of) => new(name, Math.Round(of(own).TotalSeconds, 1), "s")
        {
            ComparedWith = Others(checkout => Math.Round(of(checkout).TotalSeconds, 1)),
        };

        Figure Memory(string name, double bar, Func<Measured, double> of) => new(name, Rounded(of(own)), "MB")
        {
            Bar = Bar.AtMost(bar),
            ComparedWith = Others(checkout => Rounded(of(checkout))),
        };

        IReadOnlyList<Comparison> Others(Func<Measured, double> of) => [.. all.Skip(1).Select(other => new Comparison(other.Name, of(other)))];
    }

    private static double Rounded(double bytes) => Math.Round(bytes / Megabyte);

    private static async Task MeasureAsync(Measured checkout, Action<string> say, CancellationToken cancellationToken)
    {
        say($"{checkout.Name}: starting with new servers and new databases ...");
        await using var platform = new OwnPlatform(checkout.Script);
        checkout.New = await platform.StartAsync(cancellationToken);
        checkout.Stop = await platform.StopAsync(cancellationToken);
        say($"{checkout.Name}: starting again ...");
        checkout.Warm = await platform.StartAsync(cancellationToken);
        say($"{checkout.Name}: playing the journey of {Participants} participants ...");
        var report = await platform.PlayAsync(Participants, cancellationToken);
        (checkout.Missing, checkout.Certificates) = (report.Missing.Count, report.Certificates);

        var parts = await platform.StatusAsync(cancellationToken);
        checkout.Parts = [.. parts.Where(part => part.Kind == "service")];
        checkout.Services = checkout.Parts.Sum(part => part.RssBytes);
        checkout.ServicesProportional = checkout.Parts.Sum(part => part.Pid is { } pid && ProcessEntry.Of(pid) is { } process ? ProcessMemory.Proportional(process) : 0);
        var others = parts.Where(part => part is { Kind: "service" or "server", Pid: not null }).SelectMany(part => ProcessEntry.TreeOf(part.Pid!.Value)).ToHashSet();
        checkout.Host = ProcessEntry.All()
            .Where(process => process.Id != Environment.ProcessId && !others.Contains(process) && process.Mentions(platform.Home))
            .Sum(ProcessMemory.Proportional);
    }

    /// <summary>What was measured of a checkout. Memory is in bytes.</summary>
    private sealed class Measured(string name, string? script)
    {
        public string Name => name;

        public string? Script => script;

        public TimeSpan New { get; set; }

        public TimeSpan Warm { get; set; }

        public TimeSpan Stop { get; set; }

        public IReadOnlyList<RunningPart> Parts { get; set; } = [];

        public double Services { get; set; }

        public double ServicesProportional { get; set; }

        public double Host { get; set; }

        public int Missing { get; set; }

        public int Certificates { get; set; }
    }
}
