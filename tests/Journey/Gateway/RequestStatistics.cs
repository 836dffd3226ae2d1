using System.Collections.Concurrent;
using System.Diagnostics;

namespace Metropool.Journey.Gateway;

/// <summary>How many requests of each kind there were, and how long their answers took.</summary>
internal sealed class RequestStatistics
{
    private readonly ConcurrentDictionary<string, ConcurrentBag<double>> _durations = new(StringComparer.Ordinal);

    /// <summary>Measures until it is disposed of.</summary>
    public Measurement Measure(string operation) => new(_durations.GetOrAdd(operation, _ => []));

    /// <summary>The kinds of requests, the one that took most time in all first.</summary>
    public IReadOnlyList<RequestFigures> Figures() => [.. _durations
        .Where(pair => !pair.Value.IsEmpty)
        .Select(pair => Summarise(pair.Key, [.. pair.Value.Order()]))
        .OrderByDescending(figures => figures.MeanMilliseconds * figures.Count)];

    /// <summary>The kind of a request: its method and path, without query, ids and numbers.</summary>
    public static string NameOf(HttpMethod method, string path) =>
        $"{method} {string.Join('/', path.Split('?')[0].Split('/').Select(segment => IsName(segment) ? segment : "{}"))}";

    private static bool IsName(string segment) => segment.Length == 0 || (!Guid.TryParse(segment, out _) && !segment.All(char.IsAsciiDigit) && !segment.Any(char.IsAsciiLetterUpper));

    private static RequestFigures Summarise(string operation, double[] sorted) => new(
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
