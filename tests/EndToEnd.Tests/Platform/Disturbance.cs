using Metropool.Journey;

namespace Metropool.EndToEnd.Tests.Platform;

/// <summary>
/// Disturbs the platform in the middle of the steps that are named: as soon as the first of the travellers has done the step, while others do it.
/// By what happens, not by the clock, and so at the same places in every run; one disturbance at a time.
/// </summary>
internal sealed class Disturbance(IReadOnlyCollection<string> steps, Func<Task> disturb) : IProgress<JourneyProgress>, IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly HashSet<string> _hit = [];
    private Task _running = Task.CompletedTask;

    public void Report(JourneyProgress value)
    {
        lock (_lock)
        {
            if (value.Done > 0 && steps.Contains(value.Step) && _hit.Add(value.Step))
            {
                _running = AfterAsync(_running);
            }
        }
    }

    /// <summary>Waits until the last disturbance is over; fails if one failed, or if a step wasn't disturbed.</summary>
    public async Task EndAsync()
    {
        await Running();
        Assert.Equal(steps.Order(StringComparer.Ordinal), _hit.Order(StringComparer.Ordinal));
    }

    public async ValueTask DisposeAsync() => await Running();

    private Task Running()
    {
        lock (_lock)
        {
            return _running;
        }
    }

    private async Task AfterAsync(Task before)
    {
        await before;
        await Task.Run(disturb);
    }
}
