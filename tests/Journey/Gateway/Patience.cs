using System.Diagnostics;

namespace Metropool.Journey.Gateway;

/// <summary>Repeats and waits, as a good client does: with growing pauses, and with a bound that names what was awaited.</summary>
internal sealed class Patience(TimeSpan bound)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);
    private int _repeats;

    /// <summary>How often something was asked again because its answer was lost.</summary>
    public int Repeats => _repeats;

    /// <summary>Asks until nothing is missing any more.</summary>
    /// <param name="awaited">What is awaited.</param>
    /// <param name="missing">Says what is still missing; null when nothing is.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="JourneyException">It wasn't there in time; says what was missing last.</exception>
    public async Task UntilNothingMissingAsync(string awaited, Func<CancellationToken, Task<string?>> missing, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        for (var pause = FirstPause; await missing(cancellationToken) is { } left; pause = await PauseAsync(pause, cancellationToken))
        {
            if (clock.Elapsed > bound)
            {
                throw new JourneyException($"Waited {bound.TotalSeconds:0} s in vain: {awaited}. Missing: {left}.");
            }
        }
    }

    /// <summary>Asks until there is an answer that isn't null.</summary>
    /// <exception cref="JourneyException">It didn't come in time.</exception>
    public async Task<T> UntilAsync<T>(string awaited, Func<CancellationToken, Task<T?>> ask, CancellationToken cancellationToken)
        where T : class
    {
        T? answer = null;
        await UntilNothingMissingAsync(awaited, async token => (answer = await ask(token)) is null ? "an answer" : null, cancellationToken);
        return answer!;
    }

    /// <summary>Asks until something is so.</summary>
    /// <exception cref="JourneyException">It wasn't in time.</exception>
    public Task UntilAsync(string awaited, Func<CancellationToken, Task<bool>> ask, CancellationToken cancellationToken) =>
        UntilAsync(awaited, async token => await ask(token) ? this : null, cancellationToken);

    /// <summary>Tries something that is refused until what another service announced has arrived.</summary>
    /// <param name="awaited">What has to arrive.</param>
    /// <param name="attempt">What to do.</param>
    /// <param name="notYet">The codes it is refused with until then.</param>
    /// <param name="cancellationToken">Stops.</param>
    public Task<T> WhenArrivedAsync<T>(string awaited, Func<CancellationToken, Task<T>> attempt, IReadOnlyCollection<string> notYet, CancellationToken cancellationToken)
        where T : class =>
        UntilAsync(
            $"{awaited} (else refused with {string.Join(", ", notYet)})",
            async token =>
            {
                try
                {
                    return await attempt(token);
                }
                catch (RefusedException refused) when (notYet.Contains(refused.Problem.Code))
                {
                    return null;
                }
            },
            cancellationToken);

    /// <summary>Does something, again while the answer is lost. Doing it twice is the same as doing it once.</summary>
    /// <param name="act">What to do.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<T> OnceAsync<T>(Func<CancellationToken, Task<T>> act, CancellationToken cancellationToken)
        where T : class
    {
        var clock = Stopwatch.StartNew();
        for (var pause = FirstPause; ; pause = await PauseAsync(pause, cancellationToken))
        {
            try
            {
                return await act(cancellationToken);
            }
            catch (AnswerLostException) when (clock.Elapsed < bound)
            {
                Interlocked.Increment(ref _repeats);
            }
        }
    }

    private static async Task<TimeSpan> PauseAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(pause);
        await timer.WaitForNextTickAsync(cancellationToken);
        return pause * 1.5 < LongestPause ? pause * 1.5 : LongestPause;
    }
}
