using Metropool.LocalServers;
using Metropool.LocalServers.Control;
using Metropool.Tool.Platform;

namespace Metropool.Tool.Bench;

/// <summary>
/// The times to start and stop the platform, and its memory after a journey. If the environment variable <c>METROPOOL_BENCH_BASELINE</c> names another
/// checkout, that one is measured as well for comparison.
/// </summary>
internal sealed class PlatformBench : IBench
{
    private const double MaxStartRatio = 1.1;
    private const double MaxStopSeconds = 10;
    private const double MaxServiceMemory = 1200;
    private const double MaxHostMemory = 450;
    private const double Megabyte = 1024 * 1024;
    private const int Participants = 25;
    private const string OtherCheckoutVariable = "METROPOOL_BENCH_BASELINE";

    public string Name => "platform";

    public string Summary => "times to start and stop, memory after a demo";

    public async Task<IReadOnlyList<Figure>> MeasureAsync(Action<string> report, CancellationToken cancellationToken)
    {
        var own = new CheckoutMeasurement("here", null);
        CheckoutMeasurement[] all = Environment.GetEnvironmentVariable(OtherCheckoutVariable) is { Length: > 0 } otherCheckout
            ? [own, new CheckoutMeasurement("the other checkout", Path.Combine(otherCheckout, "metropool"))]
            : [own];
        foreach (var checkout in all)
        {
            report($"{checkout.Name}: starting once to build and install everything ...");
            await using var platform = new BenchPlatform(checkout.Script);
            await platform.StartAsync(cancellationToken);
        }

        foreach (var checkout in all)
        {
            await MeasureAsync(checkout, report, cancellationToken);
        }

        return
        [
            Start("Ready with new data, already built", checkout => checkout.New),
            Start("Ready with existing data", checkout => checkout.Warm),
            Seconds("Stopped", checkout => checkout.Stop) with { Target = Target.AtMost(MaxStopSeconds) },
            Memory($"Memory of gateway and services after {Participants} participants", MaxServiceMemory, checkout => checkout.Services) with
            {
                ComparedWith =
                [
                    .. Others(checkout => Rounded(checkout.Services)),
                    new Comparison("with shared pages counted once", Rounded(own.ServicesProportional)),
                    .. own.Parts.Select(part => new Comparison(part.Name, Rounded(part.RssBytes))),
                ],
            },
            Memory("Memory of the AppHost, the orchestrator and the dashboard", MaxHostMemory, checkout => checkout.Host),
            new Figure("Missing after the journey", own.Missing, "findings")
            {
                Target = Target.AtMost(0),
                ComparedWith = [new("certificates", own.Certificates)],
            },
        ];

        // The start time depends on the machine, so it has a target only relative to another checkout.
        Figure Start(string name, Func<CheckoutMeasurement, TimeSpan> of) => Seconds(name, of) with
        {
            Target = all.Skip(1).Select(other => Target.AtMost(Math.Round(MaxStartRatio * of(other).TotalSeconds, 1))).FirstOrDefault(),
        };

        Figure Seconds(string name, Func<CheckoutMeasurement, TimeSpan> of) => new(name, Math.Round(of(own).TotalSeconds, 1), "s")
        {
            ComparedWith = Others(checkout => Math.Round(of(checkout).TotalSeconds, 1)),
        };

        Figure Memory(string name, double limit, Func<CheckoutMeasurement, double> of) => new(name, Rounded(of(own)), "MB")
        {
            Target = Target.AtMost(limit),
            ComparedWith = Others(checkout => Rounded(of(checkout))),
        };

        IReadOnlyList<Comparison> Others(Func<CheckoutMeasurement, double> of) => [.. all.Skip(1).Select(other => new Comparison(other.Name, of(other)))];
    }

    private static double Rounded(double bytes) => Math.Round(bytes / Megabyte);

    private static async Task MeasureAsync(CheckoutMeasurement checkout, Action<string> report, CancellationToken cancellationToken)
    {
        report($"{checkout.Name}: starting with new servers and new databases ...");
        await using var platform = new BenchPlatform(checkout.Script);
        checkout.New = await platform.StartAsync(cancellationToken);
        checkout.Stop = await platform.StopAsync(cancellationToken);
        report($"{checkout.Name}: starting again ...");
        checkout.Warm = await platform.StartAsync(cancellationToken);
        report($"{checkout.Name}: running the journey of {Participants} participants ...");
        var journey = await platform.RunJourneyAsync(Participants, cancellationToken);
        (checkout.Missing, checkout.Certificates) = (journey.Missing.Count, journey.Certificates);

        var parts = await platform.StatusAsync(cancellationToken);
        checkout.Parts = [.. parts.Where(part => part.Kind == RunPartKind.Service)];
        checkout.Services = checkout.Parts.Sum(part => part.RssBytes);
        checkout.ServicesProportional = checkout.Parts.Sum(
            part => part.Pid is { } pid && ProcessEntry.Of(pid) is { } process ? ProcessMemory.Proportional(process) : 0);
        var others = parts.Where(part => part is { Kind: RunPartKind.Service or RunPartKind.Server, Pid: not null })
            .SelectMany(part => ProcessEntry.TreeOf(part.Pid!.Value))
            .ToHashSet();
        checkout.Host = ProcessEntry.All()
            .Where(process => process.Id != Environment.ProcessId && !others.Contains(process) && process.Mentions(platform.Home))
            .Sum(ProcessMemory.Proportional);
    }

    /// <summary>The measurements of a checkout. Memory is in bytes.</summary>
    private sealed class CheckoutMeasurement(string name, string? script)
    {
        public string Name => name;

        public string? Script => script;

        public TimeSpan New { get; set; }

        public TimeSpan Warm { get; set; }

        public TimeSpan Stop { get; set; }

        public IReadOnlyList<PartStatus> Parts { get; set; } = [];

        public double Services { get; set; }

        public double ServicesProportional { get; set; }

        public double Host { get; set; }

        public int Missing { get; set; }

        public int Certificates { get; set; }
    }
}
