using System.Diagnostics;

namespace Metropool.Testing;

/// <summary>Waits for an effect by asking for it. The bound is there only so that a test that will never succeed ends; it is no assertion of speed.</summary>
public static class Eventually
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    /// <summary>Waits until it is true.</summary>
    /// <exception cref="TimeoutException">It never came, with what was awaited.</exception>
    /// <param name="condition">What has to become true.</param>
    /// <param name="what">What it is, for the message.</param>
    /// <param name="bound">When to give up, for what takes long by its nature; 60 s unless given.</param>
    public static async Task TrueAsync(Func<Task<bool>> condition, string what, TimeSpan? bound = null) =>
        await ValueAsync(async () => await condition() ? "true" : null, what, bound);

    /// <summary>Waits until there is nothing left.</summary>
    /// <exception cref="TimeoutException">Something stayed, with what it is.</exception>
    /// <param name="ask">Asks for what is left.</param>
    /// <param name="what">What it is, for the message.</param>
    /// <param name="bound">When to give up, for what takes long by its nature; 60 s unless given.</param>
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

    /// <summary>Waits until there is a value.</summary>
    /// <exception cref="TimeoutException">It never came, with what was awaited and the last exception.</exception>
    /// <param name="ask">Asks for it; null until it is there.</param>
    /// <param name="what">What it is, for the message.</param>
    /// <param name="bound">When to give up, for what takes long by its nature; 60 s unless given.</param>
    public static async Task<T> ValueAsync<T>(Func<Task<T?>> ask, string what, TimeSpan? bound = null)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(ask);
        var limit = bound ?? Bound;
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
                throw new TimeoutException($"Did not happen within {limit.TotalSeconds} s: {what}.");
            }

            await timer.WaitForNextTickAsync();
        }
    }
}
