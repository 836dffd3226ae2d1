namespace Metropool.LocalServers;

/// <summary>The command that runs a server in the foreground, in the root folder. On SIGTERM, the server shuts down cleanly.</summary>
/// <param name="Program">The full path of the program.</param>
/// <param name="Arguments">The arguments. They contain no secrets, because other users can read them.</param>
public sealed record ServerCommand(string Program, IReadOnlyList<string> Arguments)
{
    /// <summary>The working directory, which every user can access.</summary>
    public const string WorkingDirectory = "/";

    internal static ServerCommand Of(IReadOnlyList<string> command) => new(command[0], [.. command.Skip(1)]);
}
