using Metropool.Tool.Bench.Intake;
using Metropool.Tool.Bench.Messaging;

namespace Metropool.Tool.Bench;

/// <summary>A benchmark. It starts the servers or the platform that it needs, and stops them at the end.</summary>
internal interface IBench
{
    /// <summary>The name on the command line.</summary>
    string Name { get; }

    /// <summary>A summary in one line.</summary>
    string Summary { get; }

    /// <summary>Runs the benchmark.</summary>
    /// <param name="report">Reports progress for the user. It is not part of the result.</param>
    /// <param name="cancellationToken"></param>
    Task<IReadOnlyList<Figure>> MeasureAsync(Action<string> report, CancellationToken cancellationToken);
}

/// <summary>All benchmarks.</summary>
internal static class Benches
{
    public static IReadOnlyList<IBench> All { get; } = [new PlatformBench(), new JourneyBench(), new IntakeBench(), new MessagingBench()];
}
