namespace Metropool.LocalServers;

/// <summary>The user that a server runs as. PostgreSQL refuses root, and the broker has no need of it: the servers of root run as the system's users.</summary>
/// <param name="Name">Another user than ours, or null.</param>
/// <param name="Group">That user's group.</param>
internal sealed record ServerUser(string? Name, string? Group)
{
    /// <summary>The user of a server: ours, unless that is root.</summary>
    /// <param name="name">The system user that the server's package makes.</param>
    public static async Task<ServerUser> OfAsync(string name)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return new ServerUser(null, null);
        }

        foreach (var candidate in (string[])[name, "nobody"])
        {
            var (exitCode, group) = await Command.RunAsync(["/usr/bin/id", "-g", candidate]);
            if (exitCode == 0)
            {
                return new ServerUser(candidate, group.Trim());
            }
        }

        throw new LocalServerException($"Root can't run a server, and there is no user {name}: make one, or run this as another user.");
    }

    public bool IsAnother => Name is not null;

    /// <summary>A command line that becomes the user and then the program, so that the process that was started is the server.</summary>
    public IReadOnlyList<string> Run(params IReadOnlyList<string> command) =>
        IsAnother ? ["/usr/bin/setpriv", $"--reuid={Name}", $"--regid={Group}", "--init-groups", "--", .. command] : command;

    /// <summary>As <see cref="Run"/>. The program gets a signal when the process that starts it ends: set after the change of user, which would clear it.</summary>
    public IReadOnlyList<string> RunWithParent(string signal, params IReadOnlyList<string> command) =>
        Run(["/usr/bin/setpriv", "--pdeathsig", signal, "--", .. command]);

    public async Task<bool> CanReachAsync(string folder) => (await Command.RunAsync(Run("/usr/bin/test", "-x", folder))).ExitCode == 0;

    public async Task OwnAsync(string path, CancellationToken cancellationToken)
    {
        if (IsAnother)
        {
            await Command.RequireAsync(["/bin/chown", "-R", Name!, path], $"Giving {path} to the user {Name}", cancellationToken);
        }
    }
}
