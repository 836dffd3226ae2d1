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
    public static long Resident(int pid) =>
        ProcessEntry.TreeOf(pid).Sum(process => process.Id == pid ? Field(process, "status", "VmRSS:") : Field(process, "status", "RssAnon:"));

    /// <summary>
    /// Resident memory in which a page that several processes share counts for each of them in part only, so that sums are right; in bytes.
    /// </summary>
    public static long Proportional(ProcessEntry process) => Field(process, "smaps_rollup", "Pss:");

    private static long Field(ProcessEntry process, string file, string name) => process.Read(file).Split('\n')
        .Where(line => line.StartsWith(name, StringComparison.Ordinal))
        .Sum(line => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) * Kilobyte);
}
