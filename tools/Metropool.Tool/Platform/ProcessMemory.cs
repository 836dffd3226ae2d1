using System.Globalization;
using Metropool.LocalServers;

namespace Metropool.Tool.Platform;

/// <summary>The memory of processes, from <c>/proc</c>.</summary>
internal static class ProcessMemory
{
    private const long Kilobyte = 1024;

    /// <summary>
    /// Resident memory of a process and its descendants, in bytes. Memory of descendants that is shared doesn't count, because PostgreSQL has a process per
    /// connection. 0 if the process has ended or there is no <c>/proc</c>.
    /// </summary>
    public static long Resident(int pid) =>
        ProcessEntry.TreeOf(pid).Sum(process => process.Id == pid ? Field(process, "status", "VmRSS:") : Field(process, "status", "RssAnon:"));

    /// <summary>
    /// Proportional set size in bytes: a page that several processes share is divided among them, so that the values can be added.
    /// </summary>
    public static long Proportional(ProcessEntry process) => Field(process, "smaps_rollup", "Pss:");

    private static long Field(ProcessEntry process, string file, string name) => process.Read(file).Split('\n')
        .Where(line => line.StartsWith(name, StringComparison.Ordinal))
        .Sum(line => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) * Kilobyte);
}
