using System.Globalization;

namespace Metropool.LocalServers;

/// <summary>The processes of this machine, from <c>/proc</c>. Empty where the system has none.</summary>
public static class ProcessTable
{
    private const string Folder = "/proc";

    /// <summary>The ids of all processes.</summary>
    public static IEnumerable<int> All() => Directory.Exists(Folder)
        ? Directory.GetDirectories(Folder)
            .Select(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : 0)
            .Where(pid => pid != 0)
        : [];

    /// <summary>The processes that a process has started.</summary>
    public static IEnumerable<int> ChildrenOf(int pid)
    {
        // The parent is the second field after the name, which is in parentheses and may hold anything.
        var parent = pid.ToString(CultureInfo.InvariantCulture);
        return All().Where(child => Read(child, "stat") is { Length: > 0 } stat && stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1] == parent);
    }

    /// <summary>Its program and arguments, with a null character after each. Empty where it has ended, also where it still waits for its parent.</summary>
    public static string CommandLineOf(int pid) => Read(pid, "cmdline");

    /// <summary>A file of a process; empty where the process has ended, or where it is another user's and this one may not read it.</summary>
    public static string Read(int pid, string file)
    {
        try
        {
            return File.ReadAllText($"{Folder}/{pid}/{file}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
