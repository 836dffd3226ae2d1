namespace Metropool.Testing.Servers;

/// <summary>The checkout that the tests were built in.</summary>
public static class Repository
{
    /// <summary>Its folder: the one with the entry script.</summary>
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

        throw new InvalidOperationException($"The entry script 'metropool' is in no folder above {AppContext.BaseDirectory}.");
    }
}
