using System.Collections.Concurrent;
using System.Globalization;
using System.Threading.Channels;
using Metropool.LocalServers.Control;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Metropool.AppHost.Local;

/// <summary>The parts of the run, with their current state.</summary>
/// <param name="kinds">The names and kinds of the parts, in display order.</param>
/// <param name="notifications">The state changes of the resources.</param>
internal sealed class RunParts(IReadOnlyList<(string Name, RunPartKind Kind)> kinds, ResourceNotificationService notifications) : IAsyncDisposable
{
    private const string DashboardResource = "aspire-dashboard";
    private const string DashboardName = "dashboard";
    private readonly ConcurrentDictionary<string, CustomResourceSnapshot> _snapshots = [];
    private readonly Channel<RunPart> _changes = Channel.CreateUnbounded<RunPart>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ConcurrentDictionary<string, byte> _restarting = [];
    private readonly CancellationTokenSource _end = new();
    private Task _following = Task.CompletedTask;

    /// <summary>The parts whose state has changed, for a single reader.</summary>
    public ChannelReader<RunPart> Changes => _changes.Reader;

    /// <summary>The parts in display order, with the dashboard unless it is disabled. A part without a state yet is starting.</summary>
    public IReadOnlyList<RunPart> All =>
    [
        .. kinds.Select(part => SnapshotOf(part.Name) is { } snapshot
            ? Of(part.Name, part.Kind, snapshot)
            : new RunPart(part.Name, part.Kind, RunPartState.Starting, null, null, null)),
        .. SnapshotOf(DashboardName) is { } dashboard ? [Of(DashboardName, RunPartKind.Dashboard, dashboard)] : (RunPart[])[],
    ];

    /// <summary>The display name of a resource.</summary>
    public static string NameOf(IResource resource) => resource.Name == DashboardResource ? DashboardName : resource.Name;

    /// <summary>Starts following changes. Call it before any resource starts.</summary>
    public void Start() => _following = FollowAsync(_end.Token);

    /// <summary>The last state of a part from the orchestrator, or null.</summary>
    public CustomResourceSnapshot? SnapshotOf(string name) => _snapshots.GetValueOrDefault(name);

    /// <summary>Whether a part is being restarted, so that the end of its process is no failure.</summary>
    public bool IsRestarting(string name) => _restarting.ContainsKey(name);

    /// <summary>Marks a part as restarting.</summary>
    public void BeginRestart(string name) => _restarting[name] = 0;

    /// <summary>Marks the end of a restart, whether or not it succeeded.</summary>
    public void EndRestart(string name) => _restarting.TryRemove(name, out _);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _following;
        _end.Dispose();
    }

    private async Task FollowAsync(CancellationToken end)
    {
        var known = kinds.ToDictionary(part => part.Name, part => part.Kind);
        known[DashboardName] = RunPartKind.Dashboard;
        try
        {
            await foreach (var change in notifications.WatchAsync(end))
            {
                var name = NameOf(change.Resource);
                if (!known.TryGetValue(name, out var kind))
                {
                    continue;
                }

                var before = SnapshotOf(name);
                _snapshots[name] = change.Snapshot;
                if (before is null || StateOf(before) != StateOf(change.Snapshot))
                {
                    _changes.Writer.TryWrite(Of(name, kind, change.Snapshot));
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Expected: the run is stopping.
        }
        finally
        {
            _changes.Writer.Complete();
        }
    }

    private static RunPart Of(string name, RunPartKind kind, CustomResourceSnapshot snapshot) => new(
        name,
        kind,
        StateOf(snapshot),
        KnownResourceStates.TerminalStates.Contains(snapshot.State?.Text) ? null : Property(snapshot, "executable.pid"),
        // Excludes the broker's management port. The dashboard has several ports; RunAddresses has its address.
        kind != RunPartKind.Dashboard && snapshot.Urls.FirstOrDefault(url => url is { Name: "http" or "tcp", IsInternal: false, IsInactive: false }) is { } url
            && Uri.TryCreate(url.Url, UriKind.Absolute, out var address) ? address.Port : null,
        snapshot.ExitCode);

    private static RunPartState StateOf(CustomResourceSnapshot snapshot) => snapshot.State?.Text switch
    {
        var text when text == KnownResourceStates.Running =>
            snapshot.HealthStatus is null or HealthStatus.Healthy ? RunPartState.Healthy : RunPartState.Unhealthy,
        var text when text == KnownResourceStates.RuntimeUnhealthy => RunPartState.Unhealthy,
        var text when text == KnownResourceStates.FailedToStart => RunPartState.Failed,
        var text when KnownResourceStates.TerminalStates.Contains(text) => snapshot.ExitCode is null or 0 ? RunPartState.Finished : RunPartState.Failed,
        _ => RunPartState.Starting,
    };

    private static int? Property(CustomResourceSnapshot snapshot, string name) =>
        snapshot.Properties.FirstOrDefault(property => property.Name == name)?.Value is { } value
            ? Convert.ToInt32(value, CultureInfo.InvariantCulture)
            : null;
}
