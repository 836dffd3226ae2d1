using System.Xml.Linq;

namespace Metropool.Architecture.Tests;

/// <summary>What project files may say.</summary>
internal static class ProjectFiles
{
    /// <summary>A service references the platform and nothing else of ours: never another service (ADR 1).</summary>
    public static IEnumerable<string> ForeignReferences(string project) =>
        Items(project, "ProjectReference")
            .Where(path => !path.StartsWith("../../platform/", StringComparison.Ordinal) && path != "../../ServiceDefaults/ServiceDefaults.csproj");

    /// <summary>Versions stand in one place.</summary>
    public static IEnumerable<string> OwnVersions(string project) =>
        XDocument.Parse(project).Descendants("PackageReference")
            .Where(package => package.Attribute("Version") is not null
                || package.Attribute("VersionOverride") is not null
                || package.Element("Version") is not null
                || package.Element("VersionOverride") is not null)
            .Select(package => package.Attribute("Include")?.Value ?? package.ToString());

    /// <summary>Everything that a project depends on.</summary>
    public static IEnumerable<string> Dependencies(string project) =>
        [.. Items(project, "ProjectReference"), .. Items(project, "PackageReference"), .. Items(project, "FrameworkReference")];

    private static IEnumerable<string> Items(string project, string kind) =>
        XDocument.Parse(project).Descendants(kind).Select(item => item.Attribute("Include")?.Value.Replace('\\', '/') ?? "");
}
