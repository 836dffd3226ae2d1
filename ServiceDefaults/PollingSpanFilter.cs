using System.Diagnostics;
using OpenTelemetry;

namespace Metropool.ServiceDefaults;

/// <summary>
/// Drops client spans without a parent: database commands and HTTP requests that belong to no request and no event, because a background service polls or
/// starts.
/// </summary>
internal sealed class PollingSpanFilter : BaseProcessor<Activity>
{
    public override void OnEnd(Activity data)
    {
        if (data is { Kind: ActivityKind.Client, Parent: null, HasRemoteParent: false })
        {
            data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        }
    }
}
