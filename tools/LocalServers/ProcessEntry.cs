using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Metropool.LocalServers;

/// <summary>
/// A process of this machine, from <c>/proc</c>. Without <c>/proc</c> there are none. Ids are reused, but id and start time together are unique.
/// </summary>
/// <param name="Id">The process id.</param>
/// <param name="Started">The start time, in clock ticks since the machine started.</param>
public sealed record ProcessEntry(int Id, long Started)
{
    private const string Folder = "/proc";

    // Fields of /proc/PID/stat after the name, which is in parentheses and may contain spaces.
    private const int StateField = 0;
    private const int ParentField = 1;
    private const int StartField = 19;

    private int Parent { get; init; }

    /// <summary>The program and its arguments, each followed by a null character. Empty if the process has ended.</summary>
    public string CommandLine => Read("cmdline");

    /// <summary>Whether the process is running. A zombie is not.</summary>
    public bool IsRunning => Of(Id) == this;

    /// <inheritdoc/>
    public bool Equals(ProcessEntry? other) => other is not null && (Id, Started) == (other.Id, other.Started);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, Started);

    /// <summary>The id and the command line.</summary>
    public override string ToString() => $"{Id} {CommandLine.Replace('\0', ' ')}".TrimEnd();

    /// <summary>All running processes.</summary>
    public static IReadOnlyList<ProcessEntry> All() => !Directory.Exists(Folder) ? [] :
    [
        .. Directory.GetDirectories(Folder)
            .Select(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? Of(id) : null)
            .OfType<ProcessEntry>(),
    ];

    /// <summary>The running process with an id, or null.</summary>
    public static ProcessEntry? Of(int id)
    {
        var fields = Read(id, "stat") is { Length: > 0 } stat ? stat[(stat.LastIndexOf(')') + 2)..].Split(' ') : [];
        return fields.Length <= StartField || fields[StateField] is "Z" or "X" ? null : new(id, long.Parse(fields[StartField], CultureInfo.InvariantCulture))
        {
            Parent = int.Parse(fields[ParentField], CultureInfo.InvariantCulture),
        };
    }

    /// <summary>A process, if it is running, and its descendants.</summary>
    public static IReadOnlyCollection<ProcessEntry> TreeOf(int id)
    {
        var all = All();
        var tree = all.Where(process => process.Id == id).ToHashSet();
        for (var found = tree.ToList(); found.Count > 0;)
        {
            found = [.. all.Where(process => found.Any(parent => parent.Id == process.Parent) && tree.Add(process))];
        }

        return tree;
    }

    /// <summary>Sends a signal, such as <c>TERM</c>, to a process. Nothing happens if it has ended.</summary>
    public static void Signal(int id, string signal)
    {
        using var kill = Process.Start("/bin/sh", ["-c", "kill -s \"$0\" \"$1\" 2>/dev/null", signal, id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>The child processes.</summary>
    public IEnumerable<ProcessEntry> Children() => All().Where(process => process.Parent == Id);

    /// <summary>Whether the command line or the environment contains a text. The environment of another user's process can't be read.</summary>
    public bool Mentions(string text) =>
        CommandLine.Contains(text, StringComparison.Ordinal) || Read("environ").Contains(text, StringComparison.Ordinal);

    /// <summary>The text of a file in <c>/proc/PID</c>; empty if the process has ended or the current user may not read it.</summary>
    public string Read(string file) => Read(Id, file);

    private static string Read(int id, string file)
    {
        try
        {
            return File.ReadAllText($"{Folder}/{id}/{file}", Encoding.Latin1);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
