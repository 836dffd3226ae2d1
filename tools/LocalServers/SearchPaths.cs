namespace Metropool.LocalServers;

/// <summary>The paths in which installed servers are searched.</summary>
/// <param name="Root">The root of the file system.</param>
/// <param name="Path">The folders of programs, in the format of <c>PATH</c>.</param>
internal sealed record SearchPaths(string Root, string Path)
{
    public static SearchPaths Default { get; } = new("/", Environment.GetEnvironmentVariable("PATH") ?? "");

    /// <summary>The folders that match a path. <c>*</c> in the path matches any text within a name.</summary>
    public IEnumerable<string> Folders(string pattern)
    {
        IEnumerable<string> found = [Root];
        foreach (var name in pattern.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            found = [.. found.Where(Directory.Exists).SelectMany(folder => name.Contains('*', StringComparison.Ordinal)
                ? Directory.GetDirectories(folder, name)
                : [System.IO.Path.Combine(folder, name)])];
        }

        return found.Where(Directory.Exists);
    }

    /// <summary>Finds a program in <see cref="Path"/> and resolves its links; null if there is none.</summary>
    public string? Program(string name) => Path.Split(':', StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Resolve(System.IO.Path.Combine(folder, name)))
        .FirstOrDefault(program => program is not null);

    /// <summary>Resolves the links of a file; null if it doesn't exist.</summary>
    public static string? Resolve(string path) => File.Exists(path) ? new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path : null;
}
