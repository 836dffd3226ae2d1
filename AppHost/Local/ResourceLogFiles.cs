using System.Text.RegularExpressions;
using Metropool.LocalServers;
using Microsoft.Extensions.Logging;

namespace Metropool.AppHost.Local;

/// <summary>
/// Copies the log of each resource to a file. The orchestrator deletes its own copies at the end of the run.
/// </summary>
internal sealed partial class ResourceLogFiles(
    LocalFolder folder, ResourceNotificationService notifications, ResourceLoggerService loggers, ILogger<ResourceLogFiles> logger)
    : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private Task _following = Task.CompletedTask;

    /// <summary>Starts copying. Call it before any resource starts.</summary>
    public void Start() => _following = FollowAsync(_end.Token);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _following;
        _end.Dispose();
    }

    private async Task FollowAsync(CancellationToken end)
    {
        var copies = new Dictionary<string, Task>();
        try
        {
            await foreach (var change in notifications.WatchAsync(end))
            {
                if (!copies.ContainsKey(change.ResourceId))
                {
                    copies[change.ResourceId] = CopyAsync(RunParts.NameOf(change.Resource), change.ResourceId, end);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Expected: the run is stopping.
        }

        await Task.WhenAll(copies.Values);
    }

    private async Task CopyAsync(string name, string resourceId, CancellationToken end)
    {
        StreamWriter? file = null;
        try
        {
            await foreach (var lines in loggers.WatchAsync(resourceId).WithCancellation(end))
            {
                file ??= folder.StartLog(name);
                foreach (var line in lines)
                {
                    // The orchestrator adds the time to each line. If the line has a time itself, that one is kept.
                    await file.WriteLineAsync(TimeBeforeTime().Replace(line.Content, ""));
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Expected: the run is stopping.
        }
        catch (Exception exception) when (exception is IOException or LocalServerException)
        {
            logger.LogWarning("The log of {Resource} can no longer be written: {Reason}", name, exception.Message);
        }
        finally
        {
            if (file is not null)
            {
                await file.DisposeAsync();
            }
        }
    }

    [GeneratedRegex(@"^[0-9T:.-]+Z (?=\d{4}-\d\d-\d\d[T ]\d\d:)")]
    private static partial Regex TimeBeforeTime();
}
