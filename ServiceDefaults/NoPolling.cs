using System.Diagnostics;
using OpenTelemetry;

namespace Metropool.ServiceDefaults;

/// <summary>
/// Leaves out what is part of nothing: a question to a database or to another process that no request and no event asked for is a look whether there is something
/// to do, or a start. Whatever polls is covered, without a thought of its own.
/// </summary>
internal sealed class NoPolling : BaseProcessor<Activity>
{
    public override void OnEnd(Activity data)
    {
        if (data is { Kind: ActivityKind.Client, Parent: null, HasRemoteParent: false })
        {
            data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        }
    }
}
