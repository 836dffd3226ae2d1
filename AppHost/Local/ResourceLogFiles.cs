using Metropool.LocalServers;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Metropool.AppHost.Local;

/// <summary>
/// Copies what each resource writes to a file of its own. The orchestrator keeps it in a temporary folder, and removes it at the end of the run.
/// </summary>
internal sealed class ResourceLogFiles(
    LocalFolder folder, ResourceNotificationService notifications, ResourceLoggerService loggers, ILogger<ResourceLogFiles> logger)
    : IHostedService, IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private Task _following = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _following = FollowAsync();
        return Task.CompletedTask;
    }

    // What is written while everything stops is copied too: only the end of the application ends it.
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _following;
        _end.Dispose();
    }

    private async Task FollowAsync()
    {
        var copies = new Dictionary<string, Task>();
        try
        {
            await foreach (var change in notifications.WatchAsync(_end.Token))
            {
                if (!copies.ContainsKey(change.ResourceId))
                {
                    copies[change.ResourceId] = CopyAsync(change.Resource.Name, change.ResourceId);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The end.
        }

        await Task.WhenAll(copies.Values);
    }

    private async Task CopyAsync(string name, string resourceId)
    {
        StreamWriter? file = null;
        try
        {
            await foreach (var lines in loggers.WatchAsync(resourceId).WithCancellation(_end.Token))
            {
                file ??= folder.StartLog(name);
                foreach (var line in lines)
                {
                    await file.WriteLineAsync(line.Content);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
        catch (Exception exception) when (exception is IOException or LocalServerException)
        {
            logger.LogWarning("The log of {Resource} is not written any longer: {Reason}", name, exception.Message);
        }
        finally
        {
            if (file is not null)
            {
                await file.DisposeAsync();
            }
        }
    }
}
