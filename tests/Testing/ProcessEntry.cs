using System.Globalization;
using System.Text;

namespace Metropool.Testing;

/// <summary>A process of this machine. Its id is given to another one some day, its id and start together are not.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Started">When it began, in clock ticks since the machine did.</param>
public sealed record ProcessEntry(int Id, long Started)
{
    private int Parent { get; init; }

    /// <inheritdoc/>
    public bool Equals(ProcessEntry? other) => other is not null && (Id, Started) == (other.Id, other.Started);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, Started);

    /// <summary>All that run now.</summary>
    public static IReadOnlyList<ProcessEntry> All() =>
        [.. Directory.GetDirectories("/proc").Select(folder => int.TryParse(Path.GetFileName(folder), out var id) ? Of(id) : null).OfType<ProcessEntry>()];

    /// <summary>A process and all that it has started, and they.</summary>
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

    /// <summary>The process, unless it has ended and only waits to be reaped.</summary>
    public static ProcessEntry? Of(int id)
    {
        // The name, in parentheses, may have spaces. After it: state, parent, and at the twentieth place the start in ticks since boot.
        var fields = Read($"/proc/{id}/stat") is { Length: > 0 } stat ? stat[(stat.LastIndexOf(')') + 2)..].Split(' ') : [];
        return fields.Length < 20 || fields[0] is "Z" or "X"
            ? null
            : new(id, long.Parse(fields[19], CultureInfo.InvariantCulture)) { Parent = int.Parse(fields[1], CultureInfo.InvariantCulture) };
    }

    /// <summary>Its program and arguments, with a null character after each.</summary>
    public string CommandLine => Read($"/proc/{Id}/cmdline");

    /// <summary>Whether its command line or its environment has a text.</summary>
    public bool Mentions(string text) =>
        CommandLine.Contains(text, StringComparison.Ordinal) || Read($"/proc/{Id}/environ").Contains(text, StringComparison.Ordinal);

    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file, Encoding.Latin1);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return ""; // It has gone, or is another user's.
        }
    }
}
