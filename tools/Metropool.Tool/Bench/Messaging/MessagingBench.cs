using System.Diagnostics;
using Metropool.Testing.Servers;

namespace Metropool.Tool.Bench.Messaging;

/// <summary>Throughput, processor time and latency of events through outbox, broker and inbox, compared with the servers alone.</summary>
internal sealed class MessagingBench : IBench
{
    private const double MinRate = 700;
    private const double MaxMedian = 4;
    private const double MaxP99 = 15;
    private const int WarmUpCount = 1500;
    private const int Backlog = 5000;
    private const int Rounds = 3;
    private const int PerSecond = 50;
    private const int LatencyCount = 1500;
    private const int Connections = 4;
    private const int Batch = 200;

    public string Name => "messaging";

    public string Summary => $"events per second for a backlog of {Backlog}, and latency at {PerSecond} events per second";

    public async Task<IReadOnlyList<Figure>> MeasureAsync(Action<string> report, CancellationToken cancellationToken)
    {
        report("Starting PostgreSQL and RabbitMQ ...");
        var servers = (await DurableServers.StartAsync()).Addresses;
        await using var vhost = await TestVhost.CreateAsync(servers, "bench");
        await using var raw = TestDatabase.Named(servers, "bench_raw");
        await using var publishing = TestDatabase.Named(servers, "bench_publisher");
        await using var consuming = TestDatabase.Named(servers, "bench_consumer");
        await raw.CreateAsync();

        report($"The servers alone: {Backlog} commits, {Backlog} confirmed publishes ...");
        var commits = await ServerBaseline.CommitsAsync(raw.ConnectionString, Backlog, Connections, cancellationToken);
        var singleConnection = await ServerBaseline.CommitsAsync(raw.ConnectionString, Backlog / Connections, 1, cancellationToken);
        var publishes = await ServerBaseline.PublishesAsync(vhost.Address, Backlog, Batch, cancellationToken);
        var unbatched = await ServerBaseline.PublishesAsync(vhost.Address, Backlog / 10, 1, cancellationToken);

        await using var consumer = await BenchService.PrepareAsync(
            "bench-consumer", consuming.ConnectionString, vhost.Address, consumes: true, cancellationToken);
        await consumer.StartAsync(waitForBus: true, cancellationToken);

        report($"{WarmUpCount} events, to warm up ...");
        await DeliverAsync(WarmUpCount);
        var rounds = new List<Delivery>();
        for (var round = 1; round <= Rounds; round++)
        {
            report($"A backlog of {Backlog} events, {round} of {Rounds} ...");
            rounds.Add(await DeliverAsync(Backlog));
        }

        report($"{LatencyCount} events, {PerSecond} per second ...");
        var latencies = await PublishAtRateAsync();
        report($"Two commits and one confirmed publish alone, {PerSecond} per second ...");
        var steps = await ServerBaseline.StepsAsync(raw.ConnectionString, vhost.Address, LatencyCount / 3, PerSecond, cancellationToken);
        var missing = WarmUpCount + (Rounds * Backlog) + PerSecond + LatencyCount - await consumer.CountAsync(cancellationToken);
        return Figures(commits, singleConnection, publishes, unbatched, rounds, latencies, steps, missing, consumer.HandledEvents.Faults);

        async Task<Delivery> DeliverAsync(int count)
        {
            await using var publisher = await PublisherAsync();
            var ids = Enumerable.Range(0, count).Select(_ => Guid.CreateVersion7()).ToArray();

            // The relay isn't started yet, so all events stay in the outbox.
            await Parallel.ForEachAsync(
                ids,
                new ParallelOptions { MaxDegreeOfParallelism = Connections, CancellationToken = cancellationToken },
                async (id, token) => await publisher.PublishAsync(id, token));
            var all = consumer.HandledEvents.WaitForAsync(count);
            var (started, cpu) = (Stopwatch.GetTimestamp(), ProcessorTime.Now());
            await publisher.StartAsync(waitForBus: false, cancellationToken);
            await all.WaitAsync(cancellationToken);
            return new(count / Stopwatch.GetElapsedTime(started).TotalSeconds, (ProcessorTime.Now() - cpu) / count);
        }

        async Task<Latencies> PublishAtRateAsync()
        {
            await using var publisher = await PublisherAsync();
            await publisher.StartAsync(waitForBus: true, cancellationToken);
            await publisher.PublishAtRateAsync(consumer.HandledEvents, PerSecond, PerSecond, cancellationToken);
            return await publisher.PublishAtRateAsync(consumer.HandledEvents, LatencyCount, PerSecond, cancellationToken);
        }

        Task<BenchService> PublisherAsync() =>
            BenchService.PrepareAsync("bench-publisher", publishing.ConnectionString, vhost.Address, consumes: false, cancellationToken);
    }

    private static IReadOnlyList<Figure> Figures(
        double commits,
        double singleConnection,
        double publishes,
        double unbatched,
        List<Delivery> rounds,
        Latencies latencies,
        Latencies steps,
        int missing,
        int faults)
    {
        var median = rounds.OrderBy(round => round.PerSecond).ElementAt(rounds.Count / 2);
        return
        [
            new Figure($"Commits with one insert, {Connections} connections", Math.Round(commits), "commits/s")
            {
                ComparedWith = [new("1 connection", Math.Round(singleConnection))],
            },
            new Figure($"Confirmed publishes, {Batch} at once", Math.Round(publishes), "messages/s")
            {
                ComparedWith = [new("1 at once", Math.Round(unbatched))],
            },
            new Figure($"Events through outbox, broker and inbox, backlog of {Backlog}", Math.Round(median.PerSecond), "events/s")
            {
                Target = Target.AtLeast(MinRate),
                ComparedWith =
                [
                    new("slowest round", Math.Round(rounds.Min(round => round.PerSecond))),
                    new("fastest round", Math.Round(rounds.Max(round => round.PerSecond))),
                    new($"commits with one insert, {Connections} connections", Math.Round(commits)),
                ],
            },
            new Figure("Processor time per event", Milliseconds(median.Cost.Process), "ms")
            {
                ComparedWith = median.Cost.Machine is { } machine ? [new("with PostgreSQL and RabbitMQ", Milliseconds(machine))] : [],
            },
            Latency("median", 50, Target.AtMost(MaxMedian)),
            Latency("p95", 95, target: null),
            Latency("p99", 99, Target.AtMost(MaxP99)),
            new Figure("Events missing at the consumer", missing, "events") { Target = Target.AtMost(0), ComparedWith = [new("failed attempts", faults)] },
        ];

        Figure Latency(string name, int percent, Target? target) =>
            new($"From publishing to handled at {PerSecond}/s, {name}", Math.Round(latencies.Percentile(percent), 1), "ms")
            {
                Target = target,
                ComparedWith = [new("2 commits and 1 publish alone, at the same rate", Math.Round(steps.Percentile(percent), 1))],
            };
    }

    private static double Milliseconds(TimeSpan time) => Math.Round(time.TotalMilliseconds, 2);
}
