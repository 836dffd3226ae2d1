using Metropool.Testing.Servers;

namespace Metropool.Architecture.Tests;

/// <summary>A source file, by its path from the root of the repository.</summary>
internal sealed record SourceFile(string Path, string Text)
{
    public string Name => System.IO.Path.GetFileName(Path);
}

/// <summary>The C# source code, without generated files.</summary>
internal static class SourceCode
{
    /// <summary>The files below some folders.</summary>
    public static IReadOnlyList<SourceFile> Files(params IEnumerable<string> folders) =>
    [
        .. folders.SelectMany(folder => Directory.GetFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'))
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal))
            .Where(path => !path.Contains("/Migrations/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(path => new SourceFile(path, Codebase.Text(path))),
    ];
}
