using System.Collections.Concurrent;
using System.Diagnostics;
using Metropool.Journey.Gateway;

namespace Metropool.Journey.Steps;

/// <summary>Runs the steps of a journey for many targets in parallel, and records the results.</summary>
internal sealed class StepRunner(JourneyOptions options, GatewayClient gateway, IProgress<JourneyProgress>? progress)
{
    private readonly List<StepResult> _steps = [];
    private readonly ConcurrentQueue<ForbiddenAttempt> _refused = [];
    private readonly ConcurrentQueue<CountResult> _counts = [];
    private readonly ConcurrentQueue<string> _missing = [];

    public GatewayClient Gateway => gateway;

    public bool EditionHasFindings => options.EditionHasFindings;

    public string MailFolder => options.MailFolder;

    public RetryPolicy Retry => gateway.Retry;

    public IReadOnlyList<StepResult> Steps => _steps;

    public IReadOnlyList<ForbiddenAttempt> Refused => [.. _refused.OrderBy(attempt => attempt.Attempt, StringComparer.Ordinal)];

    public IReadOnlyList<CountResult> Counts => [.. _counts.OrderBy(count => count.Name, StringComparer.Ordinal)];

    public IReadOnlyList<string> Missing => [.. _missing];

    /// <summary>Runs a step for every target that hasn't failed yet. The failure of a target is recorded, and the other targets continue.</summary>
    public async Task RunAsync<T>(
        string name, IReadOnlyCollection<T> targets, Func<T, CancellationToken, Task> action, CancellationToken cancellationToken)
        where T : IStepTarget
    {
        var clock = Stopwatch.StartNew();
        var done = 0;
        progress?.Report(new JourneyProgress(name, 0, targets.Count));
        await Parallel.ForEachAsync(
            targets.Where(target => !target.HasFailed),
            new ParallelOptions { MaxDegreeOfParallelism = options.Parallelism, CancellationToken = cancellationToken },
            async (target, token) =>
            {
                try
                {
                    await action(target, token);
                    var completed = Interlocked.Increment(ref done);
                    progress?.Report(new JourneyProgress(name, completed, targets.Count));
                }
                catch (JourneyException e)
                {
                    target.MarkFailed();
                    AddMissing($"{name}, {target.Name}: {e.Message}");
                }
            });
        _steps.Add(new StepResult(name, targets.Count, done, clock.Elapsed));
        if (targets.Count > 0 && targets.All(target => target.HasFailed))
        {
            throw new JourneyException($"No target of the step \"{name}\" succeeded.");
        }
    }

    /// <summary>Runs a step once.</summary>
    public Task RunAsync(string name, Func<CancellationToken, Task> action, CancellationToken cancellationToken) => RunAsync(
        name,
        1,
        async (reportDone, token) =>
        {
            await action(token);
            reportDone(1);
        },
        cancellationToken);

    /// <summary>Runs a step that reports its own progress.</summary>
    /// <param name="name">The title of the step.</param>
    /// <param name="total">The number of items.</param>
    /// <param name="action">Processes the items, and reports how many were completed since the last report.</param>
    /// <param name="cancellationToken"></param>
    public async Task RunAsync(string name, int total, Func<Action<int>, CancellationToken, Task> action, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var done = 0;
        progress?.Report(new JourneyProgress(name, 0, total));
        await action(
            completed =>
            {
                done += completed;
                progress?.Report(new JourneyProgress(name, done, total));
            },
            cancellationToken);
        _steps.Add(new StepResult(name, total, done, clock.Elapsed));
    }

    /// <summary>Sends a forbidden request, which must be refused with one of the codes.</summary>
    /// <returns>The refusal, or null if the request was allowed.</returns>
    public async Task<Problem?> ExpectRefusalAsync(string attempt, Func<Task> request, params string[] codes)
    {
        Problem? problem = null;
        string outcome;
        try
        {
            await request();
            outcome = ForbiddenAttempt.Allowed;
        }
        catch (RefusedException refused)
        {
            problem = refused.Problem;
            outcome = problem.Code ?? $"{problem.Status}";
        }

        var result = new ForbiddenAttempt(attempt, string.Join(ForbiddenAttempt.Or, codes), outcome);
        _refused.Enqueue(result);
        if (!result.IsAsExpected)
        {
            AddMissing($"{attempt}: expected {result.Codes}, but the outcome is {outcome}.");
        }

        return problem;
    }

    /// <summary>Records a count. A count other than expected makes the journey incomplete.</summary>
    public void AddCount(string name, int expected, int actual)
    {
        _counts.Enqueue(new CountResult(name, expected, actual));
        if (expected != actual)
        {
            AddMissing($"{name}: {actual} instead of {expected}.");
        }
    }

    /// <summary>Records something that is missing. It makes the journey incomplete.</summary>
    public void AddMissing(string description) => _missing.Enqueue(description);
}

/// <summary>A participant, group or employer for which steps run until one fails.</summary>
internal interface IStepTarget
{
    string Name { get; }

    bool HasFailed { get; }

    void MarkFailed();
}
