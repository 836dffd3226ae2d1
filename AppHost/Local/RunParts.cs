using System.Collections.Concurrent;
using System.Globalization;
using System.Threading.Channels;
using Metropool.LocalServers.Control;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Metropool.AppHost.Local;

/// <summary>The parts of the run, with their present state.</summary>
/// <param name="kinds">The resources that are shown, by name and in order, and what each of them is.</param>
/// <param name="notifications">Where the orchestrator says what changes.</param>
internal sealed class RunParts(IReadOnlyList<(string Name, RunPartKind Kind)> kinds, ResourceNotificationService notifications) : IAsyncDisposable
{
    private const string DashboardResource = "aspire-dashboard";
    private const string DashboardName = "dashboard";
    private readonly ConcurrentDictionary<string, CustomResourceSnapshot> _snapshots = [];
    private readonly Channel<RunPart> _changes = Channel.CreateUnbounded<RunPart>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ConcurrentDictionary<string, byte> _restarting = [];
    private readonly CancellationTokenSource _end = new();
    private Task _following = Task.CompletedTask;

    /// <summary>The parts whose state changes, for one reader.</summary>
    public ChannelReader<RunPart> Changes => _changes.Reader;

    /// <summary>The parts, in order. One that nothing is known of yet is starting; the dashboard can be switched off.</summary>
    public IReadOnlyList<RunPart> All =>
    [
        .. kinds.Select(part => SnapshotOf(part.Name) is { } snapshot
            ? Of(part.Name, part.Kind, snapshot)
            : new RunPart(part.Name, part.Kind, RunPartState.Starting, null, null, null)),
        .. SnapshotOf(DashboardName) is { } dashboard ? [Of(DashboardName, RunPartKind.Dashboard, dashboard)] : (RunPart[])[],
    ];

    /// <summary>What users call a resource.</summary>
    public static string NameOf(IResource resource) => resource.Name == DashboardResource ? DashboardName : resource.Name;

    /// <summary>Begins to follow, before anything is started.</summary>
    public void Start() => _following = FollowAsync(_end.Token);

    /// <summary>What the orchestrator knows of a part; null where that is nothing yet.</summary>
    public CustomResourceSnapshot? SnapshotOf(string name) => _snapshots.GetValueOrDefault(name);

    /// <summary>Whether a part's process ends because it is to be started again.</summary>
    public bool IsRestarting(string name) => _restarting.ContainsKey(name);

    /// <summary>Notes that a part is being restarted.</summary>
    public void BeginRestart(string name) => _restarting[name] = 0;

    /// <summary>Notes that a restart has ended, whatever came of it.</summary>
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
            // The end.
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
        // Not the port of the broker's management; the dashboard listens on several, and the one for people is reported with the addresses.
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
