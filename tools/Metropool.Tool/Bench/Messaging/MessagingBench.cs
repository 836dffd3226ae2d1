using System.Diagnostics;
using Metropool.Testing.Servers;

namespace Metropool.Tool.Bench.Messaging;

/// <summary>How many events go through outbox, broker and inbox, at what cost, and how long one takes; beside what the servers can do by themselves.</summary>
internal sealed class MessagingBench : IBench
{
    private const double RateBar = 700;
    private const double MedianBar = 4;
    private const double WorstBar = 15;
    private const int WarmUp = 1500;
    private const int Backlog = 5000;
    private const int Rounds = 3;
    private const int PerSecond = 50;
    private const int Paced = 1500;
    private const int Connections = 4;
    private const int Batch = 200;

    public string Name => "messaging";

    public string Summary => $"events per second for a backlog of {Backlog}, and how long an event takes at {PerSecond} a second";

    public async Task<IReadOnlyList<Figure>> MeasureAsync(Action<string> say, CancellationToken cancellationToken)
    {
        say("Starting PostgreSQL and RabbitMQ ...");
        var servers = (await DurableServers.StartAsync()).Addresses;
        await using var vhost = await TestVhost.CreateAsync(servers, "bench");
        await using var raw = TestDatabase.Named(servers, "bench_raw");
        await using var publishing = TestDatabase.Named(servers, "bench_publisher");
        await using var consuming = TestDatabase.Named(servers, "bench_consumer");
        await raw.CreateAsync();

        say($"What the servers can do by themselves: {Backlog} commits, {Backlog} confirmed publishes ...");
        var commits = await RawLimits.CommitsAsync(raw.ConnectionString, Backlog, Connections, cancellationToken);
        var oneByOne = await RawLimits.CommitsAsync(raw.ConnectionString, Backlog / Connections, 1, cancellationToken);
        var publishes = await RawLimits.PublishesAsync(vhost.Address, Backlog, Batch, cancellationToken);
        var unbatched = await RawLimits.PublishesAsync(vhost.Address, Backlog / 10, 1, cancellationToken);

        await using var consumer = await BenchService.PrepareAsync("bench-consumer", consuming.ConnectionString, vhost.Address, consumes: true, cancellationToken);
        await consumer.StartAsync(andListen: true, cancellationToken);

        say($"{WarmUp} events, unmeasured, to warm up ...");
        await DeliverAsync(WarmUp);
        var rounds = new List<Delivery>();
        for (var round = 1; round <= Rounds; round++)
        {
            say($"A backlog of {Backlog} events, {round} of {Rounds} ...");
            rounds.Add(await DeliverAsync(Backlog));
        }

        say($"{Paced} events, {PerSecond} a second ...");
        var delays = await PaceAsync();
        say($"Two commits and a confirmed publish by themselves, {PerSecond} a second ...");
        var steps = await RawLimits.StepsAsync(raw.ConnectionString, vhost.Address, Paced / 3, PerSecond, cancellationToken);
        var missing = WarmUp + (Rounds * Backlog) + PerSecond + Paced - await consumer.CopiesAsync(cancellationToken);
        return Figures(commits, oneByOne, publishes, unbatched, rounds, delays, steps, missing, consumer.Handled.Faults);

        async Task<Delivery> DeliverAsync(int count)
        {
            await using var publisher = await PublisherAsync();
            var ids = Enumerable.Range(0, count).Select(_ => Guid.CreateVersion7()).ToArray();

            // The relay doesn't run yet: all of it waits in the outbox.
            await Parallel.ForEachAsync(ids, new ParallelOptions { MaxDegreeOfParallelism = Connections, CancellationToken = cancellationToken }, async (id, token) => await publisher.PublishAsync(id, token));
            var all = consumer.Handled.Expect(count);
            var (began, cpu) = (Stopwatch.GetTimestamp(), ProcessorTime.Now());
            await publisher.StartAsync(andListen: false, cancellationToken);
            await all.WaitAsync(cancellationToken);
            return new(count / Stopwatch.GetElapsedTime(began).TotalSeconds, (ProcessorTime.Now() - cpu) / count);
        }

        async Task<Delays> PaceAsync()
        {
            await using var publisher = await PublisherAsync();
            await publisher.StartAsync(andListen: true, cancellationToken);
            await publisher.PaceAsync(consumer.Handled, PerSecond, PerSecond, cancellationToken);
            return await publisher.PaceAsync(consumer.Handled, Paced, PerSecond, cancellationToken);
        }

        Task<BenchService> PublisherAsync() => BenchService.PrepareAsync("bench-publisher", publishing.ConnectionString, vhost.Address, consumes: false, cancellationToken);
    }

    /// <summary>What was measured.</summary>
    private static IReadOnlyList<Figure> Figures(
        double commits, double oneByOne, double publishes, double unbatched, List<Delivery> rounds, Delays delays, Delays steps, int missing, int faults)
    {
        var median = rounds.OrderBy(round => round.PerSecond).ElementAt(rounds.Count / 2);
        return
        [
            new Figure($"Commits with one insert, {Connections} connections", Math.Round(commits), "commits/s") { ComparedWith = [new("1 connection", Math.Round(oneByOne))] },
            new Figure($"Confirmed publishes, {Batch} at once", Math.Round(publishes), "messages/s") { ComparedWith = [new("1 at once", Math.Round(unbatched))] },
            new Figure($"Events through outbox, broker and inbox, backlog of {Backlog}", Math.Round(median.PerSecond), "events/s")
            {
                Bar = Bar.AtLeast(RateBar),
                ComparedWith =
                [
                    new("slowest round", Math.Round(rounds.Min(round => round.PerSecond))),
                    new("fastest round", Math.Round(rounds.Max(round => round.PerSecond))),
                    new($"commits with one insert, {Connections} connections", Math.Round(commits)),
                ],
            },
            new Figure("Processor time of an event", Milliseconds(median.Cost.Process), "ms")
            {
                ComparedWith = median.Cost.Machine is { } machine ? [new("with PostgreSQL and RabbitMQ", Milliseconds(machine))] : [],
            },
            new Figure($"From publishing to handled at {PerSecond}/s, median", Math.Round(delays.Percentile(50), 1), "ms") { Bar = Bar.AtMost(MedianBar), ComparedWith = [Steps(50)] },
            new Figure($"From publishing to handled at {PerSecond}/s, p95", Math.Round(delays.Percentile(95), 1), "ms") { ComparedWith = [Steps(95)] },
            new Figure($"From publishing to handled at {PerSecond}/s, p99", Math.Round(delays.Percentile(99), 1), "ms") { Bar = Bar.AtMost(WorstBar), ComparedWith = [Steps(99)] },
            new Figure("Events without a copy at the consumer", missing, "events") { Bar = Bar.AtMost(0), ComparedWith = [new("tries that failed", faults)] },
        ];

        Comparison Steps(int hundredths) => new("2 commits and 1 publish by themselves, at the same pace", Math.Round(steps.Percentile(hundredths), 1));
    }

    private static double Milliseconds(TimeSpan time) => Math.Round(time.TotalMilliseconds, 2);
}
