namespace Metropool.LocalServers;

/// <summary>The user that a server runs as. PostgreSQL refuses to run as root, and RabbitMQ needn't, so the servers of root run as system users.</summary>
/// <param name="Name">The other user; null for the current one.</param>
/// <param name="Group">The group of the other user.</param>
internal sealed record ServerUser(string? Name, string? Group)
{
    /// <summary>Finds the user for a server: the current one, unless that is root.</summary>
    /// <param name="name">The system user that the server's package creates.</param>
    public static async Task<ServerUser> ForServerAsync(string name)
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

        throw new LocalServerException($"A server can't run as root, and there is no user {name}: create one, or run Metropool as another user.");
    }

    public bool IsOtherUser => Name is not null;

    /// <summary>The command line that runs a program as the user, without a parent process in between.</summary>
    public IReadOnlyList<string> CommandFor(params IReadOnlyList<string> command) =>
        IsOtherUser ? ["/usr/bin/setpriv", $"--reuid={Name}", $"--regid={Group}", "--init-groups", "--", .. command] : command;

    /// <summary>
    /// As <see cref="CommandFor"/>, but the program gets a signal when its parent ends. Changing the user would clear this setting, so it is made afterwards.
    /// </summary>
    public IReadOnlyList<string> CommandWithParentSignal(string signal, params IReadOnlyList<string> command) =>
        CommandFor(["/usr/bin/setpriv", "--pdeathsig", signal, "--", .. command]);

    public async Task<bool> CanAccessAsync(string folder) => (await Command.RunAsync(CommandFor("/usr/bin/test", "-x", folder))).ExitCode == 0;

    public async Task ChangeOwnerAsync(string path, CancellationToken cancellationToken)
    {
        if (IsOtherUser)
        {
            await Command.RequireAsync(["/bin/chown", "-R", Name!, path], $"Changing the owner of {path} to {Name}", cancellationToken);
        }
    }
}
