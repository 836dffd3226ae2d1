using System.Reflection;
using Metropool.Testing.Servers;

namespace Metropool.Architecture.Tests;

/// <summary>What there is to look at.</summary>
public static class Codebase
{
    /// <summary>The services, by the name of their folder.</summary>
    public static IReadOnlyList<string> Services { get; } =
        [.. Directory.GetDirectories(Path.Combine(Repository.Root, "services"))
            .Where(folder => Directory.GetFiles(folder, "*.csproj").Length > 0)
            .Select(folder => Path.GetFileName(folder))
            .Order()];

    public static TheoryData<string> EachService => new(Services);

    /// <summary>Every project file, by its path from the root.</summary>
    public static IReadOnlyList<string> Projects { get; } =
        [.. Directory.GetFiles(Repository.Root, "*.csproj", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'))
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal))
            .Order()];

    public static TheoryData<string> EachProject => new(Projects);

    public static string Text(string path) => File.ReadAllText(Path.Combine(Repository.Root, path));

    public static Assembly AssemblyOf(string project) => Assembly.Load($"Metropool.{project}");
}
