using System.Diagnostics;
using System.Globalization;

namespace Metropool.Tool.Bench.Messaging;

/// <summary>The delivery of a backlog of events.</summary>
/// <param name="PerSecond">Events per second, from the start of the relay until the last event is handled.</param>
/// <param name="Cost">The processor time per event.</param>
internal sealed record Delivery(double PerSecond, ProcessorTime Cost);

/// <summary>The times from the start of the transaction that publishes an event until the event is handled.</summary>
internal sealed class Latencies(IEnumerable<TimeSpan> latencies)
{
    private readonly TimeSpan[] _ordered = [.. latencies.Order()];

    /// <summary>A percentile in milliseconds, by the nearest-rank method.</summary>
    public double Percentile(int percent) => _ordered[(int)Math.Ceiling(_ordered.Length * percent / 100.0) - 1].TotalMilliseconds;
}

/// <summary>Processor time.</summary>
/// <param name="Process">The time of this process, with publisher, relay and consumer.</param>
/// <param name="Machine">The time of all processes of the machine, including PostgreSQL and RabbitMQ; null without <c>/proc</c>.</param>
internal sealed record ProcessorTime(TimeSpan Process, TimeSpan? Machine)
{
    private const string Statistics = "/proc/stat";
    private const double TicksPerSecond = 100;

    /// <summary>The processor time used so far.</summary>
    public static ProcessorTime Now()
    {
        // The columns are user, nice, system, idle, iowait, irq, softirq and steal. The last columns (guest) are included in user.
        var machine = File.Exists(Statistics)
            ? File.ReadLines(Statistics).First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..9]
                .Where((_, column) => column is not (3 or 4 or 7))
                .Sum(ticks => long.Parse(ticks, CultureInfo.InvariantCulture))
            : (long?)null;
        return new(Environment.CpuUsage.TotalTime, machine is { } ticks ? TimeSpan.FromSeconds(ticks / TicksPerSecond) : null);
    }

    public static ProcessorTime operator -(ProcessorTime left, ProcessorTime right) => new(left.Process - right.Process, left.Machine - right.Machine);

    public static ProcessorTime operator /(ProcessorTime total, int count) => new(total.Process / count, total.Machine / count);
}

/// <summary>Publishes events at a constant rate.</summary>
internal static class PublishingRate
{
    /// <summary>Publishes events at a constant rate, whether or not the previous ones have been handled, and waits until all are handled.</summary>
    public static async Task<Latencies> PublishAtRateAsync(
        this BenchService publisher, HandledEvents handled, int count, int perSecond, CancellationToken cancellationToken)
    {
        var all = handled.WaitForAsync(count);
        var published = new List<Task<(Guid Id, long Started)>>(count);
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / perSecond));
        while (published.Count < count && await timer.WaitForNextTickAsync(cancellationToken))
        {
            published.Add(PublishAsync());
        }

        var started = await Task.WhenAll(published);
        await all.WaitAsync(cancellationToken);
        return new(started.Select(published => Stopwatch.GetElapsedTime(published.Started, handled.HandledAt(published.Id))));

        async Task<(Guid Id, long Started)> PublishAsync()
        {
            var id = Guid.CreateVersion7();
            return (id, await publisher.PublishAsync(id, cancellationToken));
        }
    }
}
