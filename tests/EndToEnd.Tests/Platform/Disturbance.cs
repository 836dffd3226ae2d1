using Metropool.Journey;

namespace Metropool.EndToEnd.Tests.Platform;

/// <summary>
/// Disturbs the platform in the middle of every n-th step of a journey, one disturbance at a time, while the journey goes on:
/// by what happens, not by the clock, and so at the same places in every run.
/// </summary>
internal sealed class Disturbance(int every, Func<Task> disturb) : IProgress<JourneyProgress>, IAsyncDisposable
{
    private readonly Lock _lock = new();
    private int _steps;
    private Task _running = Task.CompletedTask;

    /// <summary>How often the platform was disturbed.</summary>
    public int Times { get; private set; }

    public void Report(JourneyProgress value)
    {
        lock (_lock)
        {
            // The first report of a step comes before anything in it was done.
            if (value.Done == 0 && ++_steps % every == 0 && _running.IsCompletedSuccessfully)
            {
                Times++;
                _running = Task.Run(disturb);
            }
        }
    }

    /// <summary>Waits until the last disturbance is over; fails if one failed.</summary>
    public Task EndAsync()
    {
        lock (_lock)
        {
            return _running;
        }
    }

    public async ValueTask DisposeAsync() => await EndAsync();
}
