namespace Metropool.LocalServers;

/// <summary>Where installed servers are looked for.</summary>
/// <param name="Root">The root of the file system.</param>
/// <param name="Path">The folders of programs, as in <c>PATH</c>.</param>
internal sealed record SearchPlaces(string Root, string Path)
{
    public static SearchPlaces OfThisMachine { get; } = new("/", Environment.GetEnvironmentVariable("PATH") ?? "");

    /// <summary>The folders that match a path in which <c>*</c> may stand for a name.</summary>
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

    /// <summary>A program on the path, behind its links.</summary>
    public string? Program(string name) => Path.Split(':', StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Resolve(System.IO.Path.Combine(folder, name)))
        .FirstOrDefault(program => program is not null);

    /// <summary>The file behind its links; null where there is none.</summary>
    public static string? Resolve(string path) => File.Exists(path) ? new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path : null;
}
