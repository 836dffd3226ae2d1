using MassTransit;

namespace Metropool.Messaging.Tests;

/// <summary>What a test wants to happen between an endpoint being ready and its service going on.</summary>
internal sealed class EndpointBehaviour : IReceiveEndpointObserver
{
    private readonly TaskCompletionSource _stopping = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether an endpoint that has become ready goes on only once it is being stopped.</summary>
    public bool HoldsUntilStopping { get; set; }

    public Task Ready(ReceiveEndpointReady ready) => HoldsUntilStopping ? _stopping.Task : Task.CompletedTask;

    public Task Stopping(ReceiveEndpointStopping stopping)
    {
        _stopping.TrySetResult();
        return Task.CompletedTask;
    }

    public Task Completed(ReceiveEndpointCompleted completed) => Task.CompletedTask;

    public Task Faulted(ReceiveEndpointFaulted faulted) => Task.CompletedTask;
}
