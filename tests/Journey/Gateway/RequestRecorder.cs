using System.Collections.Concurrent;
using System.Diagnostics;

namespace Metropool.Journey.Gateway;

/// <summary>Records the number and the duration of the requests of each operation.</summary>
internal sealed class RequestRecorder
{
    private readonly ConcurrentDictionary<string, ConcurrentBag<double>> _durations = new(StringComparer.Ordinal);

    /// <summary>Starts a measurement, which ends when it is disposed.</summary>
    public Measurement Measure(string operation) => new(_durations.GetOrAdd(operation, _ => []));

    /// <summary>The statistics of each operation, ordered by total time, longest first.</summary>
    public IReadOnlyList<RequestStatistics> Summary() => [.. _durations
        .Where(pair => !pair.Value.IsEmpty)
        .Select(pair => Summarise(pair.Key, [.. pair.Value.Order()]))
        .OrderByDescending(statistics => statistics.MeanMilliseconds * statistics.Count)];

    /// <summary>The name of an operation: the method and the path without query, ids and numbers.</summary>
    public static string NameOf(HttpMethod method, string path) =>
        $"{method} {string.Join('/', path.Split('?')[0].Split('/').Select(segment => IsName(segment) ? segment : "{}"))}";

    private static bool IsName(string segment) => segment.Length == 0
        || (!Guid.TryParse(segment, out _) && !segment.All(char.IsAsciiDigit) && !segment.Any(char.IsAsciiLetterUpper));

    private static RequestStatistics Summarise(string operation, double[] sorted) => new(
        operation,
        sorted.Length,
        Math.Round(sorted.Average(), 1),
        Math.Round(sorted[(int)Math.Ceiling(sorted.Length * 0.99) - 1], 1));

    internal readonly struct Measurement(ConcurrentBag<double> durations) : IDisposable
    {
        private readonly long _start = Stopwatch.GetTimestamp();

        public void Dispose() => durations.Add(Stopwatch.GetElapsedTime(_start).TotalMilliseconds);
    }
}
