using System.Diagnostics;

namespace Metropool.Jobs;

/// <summary>Traces of jobs.</summary>
public static class JobTraces
{
    /// <summary>
    /// Suppresses tracing while a job looks for due work, which it does every few seconds. Until the result is disposed, activities have a parent that isn't
    /// recorded.
    /// </summary>
    public static Activity Suppress() => new Activity("job").Start();
}
