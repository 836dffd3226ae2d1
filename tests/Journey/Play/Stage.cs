using System.Collections.Concurrent;
using System.Diagnostics;
using Metropool.Journey.Gateway;

namespace Metropool.Journey.Play;

/// <summary>Where a journey is played: does steps for many at the same time, and writes down what happened.</summary>
internal sealed class Stage(JourneyOptions options, GatewayClient gateway, IProgress<JourneyProgress>? progress)
{
    private readonly List<StepFigures> _steps = [];
    private readonly ConcurrentQueue<ForbiddenAttempt> _refused = [];
    private readonly ConcurrentQueue<Count> _counts = [];
    private readonly ConcurrentQueue<string> _missing = [];

    public GatewayClient Gateway => gateway;

    public bool EditionHasFindings => options.EditionHasFindings;

    public string MailFolder => options.MailFolder;

    public Patience Patience => gateway.Patience;

    public IReadOnlyList<StepFigures> Steps => _steps;

    public IReadOnlyList<ForbiddenAttempt> Refused => [.. _refused.OrderBy(attempt => attempt.Attempt, StringComparer.Ordinal)];

    public IReadOnlyList<Count> Counts => [.. _counts.OrderBy(count => count.What, StringComparer.Ordinal)];

    public IReadOnlyList<string> Missing => [.. _missing];

    /// <summary>
    /// Does something for everybody who is still under way, some at a time. Who fails is left behind with the reason; the others go on.
    /// </summary>
    public async Task StepAsync<T>(string name, IReadOnlyCollection<T> travellers, Func<T, CancellationToken, Task> what, CancellationToken cancellationToken)
        where T : ITraveller
    {
        var clock = Stopwatch.StartNew();
        var done = 0;
        progress?.Report(new JourneyProgress(name, 0, travellers.Count));
        await Parallel.ForEachAsync(
            travellers.Where(traveller => !traveller.IsLeftBehind),
            new ParallelOptions { MaxDegreeOfParallelism = options.Parallelism, CancellationToken = cancellationToken },
            async (traveller, token) =>
            {
                try
                {
                    await what(traveller, token);
                    var sofar = Interlocked.Increment(ref done);
                    progress?.Report(new JourneyProgress(name, sofar, travellers.Count));
                }
                catch (JourneyException e)
                {
                    traveller.LeaveBehind();
                    Miss($"{name}, {traveller.Name}: {e.Message}");
                }
            });
        _steps.Add(new StepFigures(name, travellers.Count, done, clock.Elapsed));
        if (travellers.Count > 0 && travellers.All(traveller => traveller.IsLeftBehind))
        {
            throw new JourneyException($"Nobody is left after \"{name}\".");
        }
    }

    /// <summary>Does something once.</summary>
    public Task StepAsync(string name, Func<CancellationToken, Task> what, CancellationToken cancellationToken) =>
        StepAsync(name, 1, async (done, token) =>
        {
            await what(token);
            done(1);
        }, cancellationToken);

    /// <summary>Does something in parts, one after the other.</summary>
    /// <param name="name">What.</param>
    /// <param name="total">How much there is to do.</param>
    /// <param name="what">Does it, and says after each part how much that was.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task StepAsync(string name, int total, Func<Action<int>, CancellationToken, Task> what, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var done = 0;
        progress?.Report(new JourneyProgress(name, 0, total));
        await what(
            more =>
            {
                done += more;
                progress?.Report(new JourneyProgress(name, done, total));
            },
            cancellationToken);
        _steps.Add(new StepFigures(name, total, done, clock.Elapsed));
    }

    /// <summary>Tries what must be refused, and with which codes it may be.</summary>
    /// <returns>The refusal; null where there was none.</returns>
    public async Task<Problem?> MustBeRefusedAsync(string attempt, Func<Task> what, params string[] codes)
    {
        Problem? problem = null;
        string answer;
        try
        {
            await what();
            answer = "allowed";
        }
        catch (RefusedException refused)
        {
            problem = refused.Problem;
            answer = problem.Code ?? $"{problem.Status}";
        }

        var tried = new ForbiddenAttempt(attempt, string.Join(ForbiddenAttempt.Or, codes), answer);
        _refused.Enqueue(tried);
        if (!tried.IsAsExpected)
        {
            Miss($"{attempt} must be refused with {tried.Codes}, and was answered with {answer}.");
        }

        return problem;
    }

    /// <summary>Writes down how many there are of something.</summary>
    public void Count(string what, int expected, int found)
    {
        _counts.Enqueue(new Count(what, expected, found));
        if (expected != found)
        {
            Miss($"{what}: {found} instead of {expected}.");
        }
    }

    public void Miss(string what) => _missing.Enqueue(what);
}

/// <summary>Somebody, or a group, that goes through the steps until one fails.</summary>
internal interface ITraveller
{
    string Name { get; }

    bool IsLeftBehind { get; }

    void LeaveBehind();
}
