using Metropool.Journey;
using Metropool.Testing.Servers;

namespace Metropool.Tool;

/// <summary>The environment variables that the entry script sets, and paths in the repository.</summary>
internal static class ToolEnvironment
{
    private const string HomeVariable = "METROPOOL_HOME";
    private const string UrlVariable = "METROPOOL_URL";
    private const string DemoUsersVariable = "METROPOOL_DEMO_USERS";

    /// <summary>The edition file of the brochure.</summary>
    public static string DefaultEdition => Path.Combine(Repository.Root, "services", "Scheduling", "editions", "metropool-24.json");

    /// <summary>The home folder of the run.</summary>
    public static string Home => Path.GetFullPath(
        Environment.GetEnvironmentVariable(HomeVariable) is { Length: > 0 } home ? home : Path.Combine(Repository.Root, ".run"));

    /// <summary>The options of a journey on the running platform.</summary>
    /// <exception cref="JourneyException">A variable of the entry script is not set.</exception>
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
        : throw new JourneyException($"{name} is not set. Use ./metropool, which sets it.");
}
