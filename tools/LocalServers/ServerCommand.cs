namespace Metropool.LocalServers;

/// <summary>How a server is started: in the foreground, from the root folder, until SIGTERM ends it in good order.</summary>
/// <param name="Program">The program, by its full path.</param>
/// <param name="Arguments">Its arguments. No secret is among them: other users can read them.</param>
public sealed record ServerCommand(string Program, IReadOnlyList<string> Arguments)
{
    /// <summary>Where it is started: a folder that every user can enter.</summary>
    public const string WorkingDirectory = "/";

    internal static ServerCommand Of(IReadOnlyList<string> command) => new(command[0], [.. command.Skip(1)]);
}
