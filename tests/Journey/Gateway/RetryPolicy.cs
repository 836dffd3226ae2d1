using System.Diagnostics;

namespace Metropool.Journey.Gateway;

/// <summary>Repeats requests with increasing delays, until a timeout.</summary>
internal sealed class RetryPolicy(TimeSpan timeout)
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(1);
    private int _retries;

    /// <summary>The number of requests that were repeated after a transient failure.</summary>
    public int Retries => _retries;

    /// <summary>Repeats a query until nothing is missing.</summary>
    /// <param name="description">What is expected, for the message.</param>
    /// <param name="query">Returns a description of what is missing, or null.</param>
    /// <param name="cancellationToken"></param>
    /// <exception cref="JourneyException">The timeout expired. The message contains what was missing last.</exception>
    public async Task WaitUntilNothingMissingAsync(string description, Func<CancellationToken, Task<string?>> query, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        for (var delay = FirstDelay; await query(cancellationToken) is { } missing; delay = await DelayAsync(delay, cancellationToken))
        {
            if (clock.Elapsed > timeout)
            {
                throw new JourneyException($"Waited {timeout.TotalSeconds:0} s for {description}. Missing: {missing}.");
            }
        }
    }

    /// <summary>Repeats a query until its result is not null.</summary>
    /// <exception cref="JourneyException">The timeout expired.</exception>
    public async Task<T> WaitForAsync<T>(string description, Func<CancellationToken, Task<T?>> query, CancellationToken cancellationToken)
        where T : class
    {
        T? result = null;
        await WaitUntilNothingMissingAsync(description, async token => (result = await query(token)) is null ? "a result" : null, cancellationToken);
        return result!;
    }

    /// <summary>Repeats a query until its result is true.</summary>
    /// <exception cref="JourneyException">The timeout expired.</exception>
    public Task WaitForAsync(string description, Func<CancellationToken, Task<bool>> query, CancellationToken cancellationToken) =>
        WaitForAsync(description, async token => await query(token) ? this : null, cancellationToken);

    /// <summary>Repeats a request while it is refused because the service has not handled an event of another service.</summary>
    /// <param name="description">What is expected, for the message.</param>
    /// <param name="request">The request.</param>
    /// <param name="codes">The codes with which it is refused until then.</param>
    /// <param name="cancellationToken"></param>
    public Task<T> RetryWhileRefusedAsync<T>(
        string description, Func<CancellationToken, Task<T>> request, IReadOnlyCollection<string> codes, CancellationToken cancellationToken)
        where T : class =>
        WaitForAsync(
            $"{description} (refused with {string.Join(", ", codes)})",
            async token =>
            {
                try
                {
                    return await request(token);
                }
                catch (RefusedException refused) when (codes.Contains(refused.Problem.Code))
                {
                    return null;
                }
            },
            cancellationToken);

    /// <summary>Repeats a request after transient failures. The request must be idempotent.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken"></param>
    public async Task<T> RetryAsync<T>(Func<CancellationToken, Task<T>> request, CancellationToken cancellationToken)
        where T : class
    {
        var clock = Stopwatch.StartNew();
        for (var delay = FirstDelay; ; delay = await DelayAsync(delay, cancellationToken))
        {
            try
            {
                return await request(cancellationToken);
            }
            catch (TransientFailureException) when (clock.Elapsed < timeout)
            {
                Interlocked.Increment(ref _retries);
            }
        }
    }

    private static async Task<TimeSpan> DelayAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(delay);
        await timer.WaitForNextTickAsync(cancellationToken);
        return delay * 1.5 < MaxDelay ? delay * 1.5 : MaxDelay;
    }
}
