using System.Diagnostics;

namespace Metropool.Testing;

/// <summary>Waits for an effect by polling. The timeout only ends tests that would never succeed. It is not an assertion of speed.</summary>
public static class Eventually
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    /// <summary>Waits until a condition is true.</summary>
    /// <exception cref="TimeoutException">The timeout expired. The message contains the description.</exception>
    /// <param name="condition">The condition.</param>
    /// <param name="what">A description, for the message.</param>
    /// <param name="bound">The timeout, if it is not 60 s.</param>
    public static async Task TrueAsync(Func<Task<bool>> condition, string what, TimeSpan? bound = null) =>
        await ValueAsync(async () => await condition() ? "true" : null, what, bound);

    /// <summary>Waits until a list is empty.</summary>
    /// <exception cref="TimeoutException">The timeout expired. The message contains the remaining items.</exception>
    /// <param name="ask">Returns the remaining items.</param>
    /// <param name="what">A description, for the message.</param>
    /// <param name="bound">The timeout, if it is not 60 s.</param>
    public static async Task EmptyAsync(Func<IEnumerable<string>> ask, string what, TimeSpan? bound = null)
    {
        ArgumentNullException.ThrowIfNull(ask);
        IReadOnlyList<string> left = [];
        try
        {
            await TrueAsync(() => Task.FromResult((left = [.. ask()]).Count == 0), what, bound);
        }
        catch (TimeoutException exception)
        {
            throw new TimeoutException($"{exception.Message} Left: {string.Join("; ", left)}", exception);
        }
    }

    /// <summary>Waits for a value.</summary>
    /// <exception cref="TimeoutException">The timeout expired. The message contains the description.</exception>
    /// <param name="ask">Returns the value, or null until it exists.</param>
    /// <param name="what">A description, for the message.</param>
    /// <param name="bound">The timeout, if it is not 60 s.</param>
    public static async Task<T> ValueAsync<T>(Func<Task<T?>> ask, string what, TimeSpan? bound = null)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(ask);
        var limit = bound ?? Timeout;
        var started = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(Interval);
        while (true)
        {
            if (await ask() is { } value)
            {
                return value;
            }

            if (Stopwatch.GetElapsedTime(started) > limit)
            {
                throw new TimeoutException($"Timeout after {limit.TotalSeconds} s: {what}.");
            }

            await timer.WaitForNextTickAsync();
        }
    }
}
