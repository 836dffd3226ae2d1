using System.Globalization;
using Metropool.LocalServers;

namespace Metropool.Tool.Platform;

/// <summary>The memory of processes, from <c>/proc</c>.</summary>
internal static class ProcessMemory
{
    private const long Kilobyte = 1024;

    /// <summary>
    /// Resident memory of a process and of those that it has started, in bytes. What is shared counts for the first of them alone: PostgreSQL has a process for
    /// each connection. 0 where the process has gone, or the system has no <c>/proc</c>.
    /// </summary>
    public static long Resident(int pid) => Field(pid, "status", "VmRSS:") + ProcessTable.ChildrenOf(pid).Sum(Private);

    /// <summary>
    /// Resident memory in which a page that several processes share counts for each of them in part only, so that sums are right; in bytes.
    /// </summary>
    public static long Proportional(int pid) => Field(pid, "smaps_rollup", "Pss:");

    /// <summary>A process and all that it has started, directly or not.</summary>
    public static IEnumerable<int> TreeOf(int pid) => ProcessTable.ChildrenOf(pid).SelectMany(TreeOf).Prepend(pid);

    /// <summary>The processes of this user, without this one, whose environment has a text.</summary>
    public static IEnumerable<int> Mentioning(string text) => ProcessTable.All()
        .Where(pid => pid != Environment.ProcessId && ProcessTable.Read(pid, "environ").Contains(text, StringComparison.Ordinal));

    private static long Private(int pid) => Field(pid, "status", "RssAnon:") + ProcessTable.ChildrenOf(pid).Sum(Private);

    private static long Field(int pid, string file, string name) => ProcessTable.Read(pid, file).Split('\n')
        .Where(line => line.StartsWith(name, StringComparison.Ordinal))
        .Sum(line => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) * Kilobyte);
}
