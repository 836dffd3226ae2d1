using System.Diagnostics;
using System.Globalization;

namespace Metropool.Tool.Bench.Messaging;

/// <summary>A backlog that was delivered.</summary>
/// <param name="PerSecond">Events handled a second, from the relay's start until the last is handled.</param>
/// <param name="Cost">What one event took.</param>
internal sealed record Delivery(double PerSecond, ProcessorTime Cost);

/// <summary>How long events took from the beginning of the transaction that published them until they were handled.</summary>
internal sealed class Delays(IEnumerable<TimeSpan> delays)
{
    private readonly TimeSpan[] _ordered = [.. delays.Order()];

    /// <summary>The delay, in milliseconds, that so many in a hundred do not exceed: the nearest rank, so always one that was measured.</summary>
    public double Percentile(int hundredths) => _ordered[(int)Math.Ceiling(_ordered.Length * hundredths / 100.0) - 1].TotalMilliseconds;
}

/// <summary>Processor time.</summary>
/// <param name="Process">Of this process: publisher, relay and consumer.</param>
/// <param name="Machine">Of everything on the machine, PostgreSQL and RabbitMQ with it; null where the system doesn't tell.</param>
internal sealed record ProcessorTime(TimeSpan Process, TimeSpan? Machine)
{
    private const string Statistics = "/proc/stat";
    private const double TicksPerSecond = 100;

    /// <summary>How much was used until now.</summary>
    public static ProcessorTime Now()
    {
        // user nice system idle iowait irq softirq steal; the rest is in user already.
        var machine = File.Exists(Statistics)
            ? File.ReadLines(Statistics).First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..9]
                .Where((_, column) => column is not (3 or 4 or 7))
                .Sum(ticks => long.Parse(ticks, CultureInfo.InvariantCulture))
            : (long?)null;
        return new(Environment.CpuUsage.TotalTime, machine is { } ticks ? TimeSpan.FromSeconds(ticks / TicksPerSecond) : null);
    }

    public static ProcessorTime operator -(ProcessorTime left, ProcessorTime right) => new(left.Process - right.Process, left.Machine - right.Machine);

    public static ProcessorTime operator /(ProcessorTime whole, int parts) => new(whole.Process / parts, whole.Machine / parts);
}

/// <summary>Events at an even pace.</summary>
internal static class Pace
{
    /// <summary>Publishes so many, each at its own moment whether or not those before it are through, and waits until all are handled.</summary>
    public static async Task<Delays> PaceAsync(this BenchService publisher, Handled handled, int count, int perSecond, CancellationToken cancellationToken)
    {
        var all = handled.Expect(count);
        var published = new List<Task<(Guid Id, long Began)>>(count);
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / perSecond));
        while (published.Count < count && await timer.WaitForNextTickAsync(cancellationToken))
        {
            published.Add(PublishAsync());
        }

        var began = await Task.WhenAll(published);
        await all.WaitAsync(cancellationToken);
        return new(began.Select(one => Stopwatch.GetElapsedTime(one.Began, handled.At(one.Id))));

        async Task<(Guid Id, long Began)> PublishAsync()
        {
            var id = Guid.CreateVersion7();
            return (id, await publisher.PublishAsync(id, cancellationToken));
        }
    }
}
