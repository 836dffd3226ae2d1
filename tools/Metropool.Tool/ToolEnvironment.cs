using Metropool.Journey;

namespace Metropool.Tool;

/// <summary>What the script says about the platform that it started, and where the repository is.</summary>
internal static class ToolEnvironment
{
    private const string HomeVariable = "METROPOOL_HOME";
    private const string UrlVariable = "METROPOOL_URL";
    private const string DemoUsersVariable = "METROPOOL_DEMO_USERS";

    /// <summary>The root of the repository: the folder above this binary with the solution in it.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>The brochure's own edition.</summary>
    public static string DefaultEdition => Path.Combine(Repository, "services", "Scheduling", "editions", "metropool-24.json");

    /// <summary>Where a run keeps what it has.</summary>
    public static string Home => Path.GetFullPath(
        Environment.GetEnvironmentVariable(HomeVariable) is { Length: > 0 } home ? home : Path.Combine(Repository, ".run"));

    /// <summary>The journey that the environment and the options of the command line name.</summary>
    /// <exception cref="JourneyException">The script's variables are missing.</exception>
    public static JourneyOptions Journey(int participants, string? edition) => new()
    {
        Url = new Uri(Required(UrlVariable)),
        DemoUsersFile = Required(DemoUsersVariable),
        EditionFile = edition ?? DefaultEdition,
        EditionHasFindings = edition is null,
        Participants = participants,
    };

    private static string Required(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value
        ? value
        : throw new JourneyException($"{name} is not set: start this through ./metropool, which knows the running platform.");

    private static string FindRepository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Metropool.sln")))
            {
                return folder.FullName;
            }
        }

        return Environment.CurrentDirectory;
    }
}
