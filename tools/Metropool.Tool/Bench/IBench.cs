using Metropool.Tool.Bench.Intake;
using Metropool.Tool.Bench.Messaging;

namespace Metropool.Tool.Bench;

/// <summary>A measurement that starts what it needs itself, and cleans up after itself.</summary>
internal interface IBench
{
    /// <summary>The name on the command line.</summary>
    string Name { get; }

    /// <summary>What it measures, in a line.</summary>
    string Summary { get; }

    /// <summary>Measures.</summary>
    /// <param name="say">Tells what is going on; shown to a person, never part of the result.</param>
    /// <param name="cancellationToken">Stops.</param>
    Task<IReadOnlyList<Figure>> MeasureAsync(Action<string> say, CancellationToken cancellationToken);
}

/// <summary>Every bench there is.</summary>
internal static class Benches
{
    public static IReadOnlyList<IBench> All { get; } = [new PlatformBench(), new JourneyBench(), new IntakeBench(), new MessagingBench()];
}
