using System.Globalization;

namespace Metropool.Tool.Platform;

/// <summary>The memory of processes, from <c>/proc</c>.</summary>
internal static class ProcessMemory
{
    private const long Kilobyte = 1024;

    /// <summary>
    /// Resident memory of a process and of those that it has started, in bytes. What is shared counts for the first of them alone: PostgreSQL has a process for
    /// each connection. 0 where the process has gone, or the system has no <c>/proc</c>.
    /// </summary>
    public static long Resident(int pid) => Field(pid, "status", "VmRSS:") + Children(pid).Sum(child => Private(child));

    /// <summary>
    /// Resident memory in which a page that several processes share counts for each of them in part only, so that sums are right; in bytes.
    /// </summary>
    public static long Proportional(int pid) => Field(pid, "smaps_rollup", "Pss:");

    /// <summary>A process and all that it has started, and they.</summary>
    public static IEnumerable<int> TreeOf(int pid) => Children(pid).SelectMany(TreeOf).Prepend(pid);

    /// <summary>The processes of this user, without this one, whose environment has a text.</summary>
    public static IEnumerable<int> Mentioning(string text) => Directory.GetDirectories("/proc")
        .Select(folder => int.TryParse(Path.GetFileName(folder), out var pid) ? pid : 0)
        .Where(pid => pid != 0 && pid != Environment.ProcessId
            && Array.Exists(Read($"/proc/{pid}/environ"), line => line.Contains(text, StringComparison.Ordinal)));

    // Each thread has its own.
    private static IReadOnlyList<int> Children(int pid)
    {
        try
        {
            return
            [
                .. Directory.GetDirectories($"/proc/{pid}/task").SelectMany(thread => Read($"{thread}/children"))
                    .SelectMany(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                    .Select(child => int.Parse(child, CultureInfo.InvariantCulture)),
            ];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return []; // The process has gone.
        }
    }

    private static long Private(int pid) => Field(pid, "status", "RssAnon:") + Children(pid).Sum(child => Private(child));

    private static long Field(int pid, string file, string name) => Read($"/proc/{pid}/{file}")
        .Where(line => line.StartsWith(name, StringComparison.Ordinal))
        .Sum(line => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) * Kilobyte);

    private static string[] Read(string file)
    {
        try
        {
            return File.ReadAllLines(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return []; // The process has gone.
        }
    }
}
