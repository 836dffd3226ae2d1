using System.Globalization;
using System.Text;

namespace Metropool.LocalServers;

/// <summary>
/// A process of this machine, from <c>/proc</c>; none where the system has none. Its id is given to another one some day, its id and start together are not.
/// </summary>
/// <param name="Id">Its id.</param>
/// <param name="Started">When it began, in clock ticks since the machine did.</param>
public sealed record ProcessEntry(int Id, long Started)
{
    private const string Folder = "/proc";

    // The name, in parentheses, may have spaces. After it: state, parent, and at the twentieth place the start.
    private const int StateField = 0;
    private const int ParentField = 1;
    private const int StartField = 19;

    private int Parent { get; init; }

    /// <summary>Its program and arguments, with a null character after each. Empty where it has ended.</summary>
    public string CommandLine => Read("cmdline");

    /// <summary>Whether it still runs. One that has ended and only waits for its parent doesn't.</summary>
    public bool IsRunning => Of(Id) == this;

    /// <inheritdoc/>
    public bool Equals(ProcessEntry? other) => other is not null && (Id, Started) == (other.Id, other.Started);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, Started);

    /// <summary>Its id and what it runs.</summary>
    public override string ToString() => $"{Id} {CommandLine.Replace('\0', ' ')}".TrimEnd();

    /// <summary>All that run now.</summary>
    public static IReadOnlyList<ProcessEntry> All() => !Directory.Exists(Folder) ? [] :
    [
        .. Directory.GetDirectories(Folder)
            .Select(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? Of(id) : null)
            .OfType<ProcessEntry>(),
    ];

    /// <summary>The process with an id; null where none runs.</summary>
    public static ProcessEntry? Of(int id)
    {
        var fields = Read(id, "stat") is { Length: > 0 } stat ? stat[(stat.LastIndexOf(')') + 2)..].Split(' ') : [];
        return fields.Length <= StartField || fields[StateField] is "Z" or "X" ? null : new(id, long.Parse(fields[StartField], CultureInfo.InvariantCulture))
        {
            Parent = int.Parse(fields[ParentField], CultureInfo.InvariantCulture),
        };
    }

    /// <summary>A process, if it runs, and all that it has started, directly or not.</summary>
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

    /// <summary>The processes that it has started itself.</summary>
    public IEnumerable<ProcessEntry> Children() => All().Where(process => process.Parent == Id);

    /// <summary>Whether its command line or its environment has a text. The environment of another user's process can't be read.</summary>
    public bool Mentions(string text) =>
        CommandLine.Contains(text, StringComparison.Ordinal) || Read("environ").Contains(text, StringComparison.Ordinal);

    /// <summary>A file of its folder; empty where it has ended, or where this user may not read it.</summary>
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
