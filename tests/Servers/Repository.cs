namespace Metropool.Testing.Servers;

/// <summary>The checkout that contains this build.</summary>
public static class Repository
{
    /// <summary>The root folder, which has the entry script.</summary>
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "metropool")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} has the entry script 'metropool'.");
    }
}
