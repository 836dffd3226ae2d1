using Metropool.Journey;

namespace Metropool.EndToEnd.Tests.Platform;

/// <summary>
/// Injects a fault into each of the named steps, when the first target has completed the step and others are still running it. The faults depend on the
/// progress and not on the time, so that they occur at the same points in every run. There is one fault at a time.
/// </summary>
internal sealed class FaultInjector(IReadOnlyCollection<string> steps, Func<Task> inject) : IProgress<JourneyProgress>, IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly HashSet<string> _injected = [];
    private Task _running = Task.CompletedTask;

    public void Report(JourneyProgress value)
    {
        lock (_lock)
        {
            if (value.Done > 0 && steps.Contains(value.Step) && _injected.Add(value.Step))
            {
                _running = InjectAfterAsync(_running);
            }
        }
    }

    /// <summary>Waits for the last fault. Fails if an injection failed, or if a step had no fault.</summary>
    public async Task EndAsync()
    {
        await CurrentAsync();
        Assert.Equal(steps.Order(StringComparer.Ordinal), _injected.Order(StringComparer.Ordinal));
    }

    public async ValueTask DisposeAsync() => await CurrentAsync();

    private Task CurrentAsync()
    {
        lock (_lock)
        {
            return _running;
        }
    }

    private async Task InjectAfterAsync(Task previous)
    {
        await previous;
        await Task.Run(inject);
    }
}
