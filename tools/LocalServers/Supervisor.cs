using System.ComponentModel;
using System.Globalization;

namespace Metropool.LocalServers;

/// <summary>The process that owns the shared servers of a folder: a shell, which outlives the process that starts it.</summary>
internal sealed class Supervisor(LocalFolder folder)
{
    private const string Log = "supervisor";
    private static readonly string[] Logs = [Log, "postgres", "initdb", "rabbitmq", "epmd"];

    /// <summary>Whether there is one.</summary>
    public bool IsRunning
    {
        get
        {
            using var free = new FileLock(folder, "supervisor.lock").TryShare();
            return free is null;
        }
    }

    /// <summary>Starts it, after the servers of an earlier one have ended.</summary>
    /// <param name="script">What it does. It is given as its input: a process that is killed meanwhile starts nothing, and no secret is in a command line.</param>
    /// <param name="grace">How long it waits after its last user.</param>
    /// <param name="cancellationToken"></param>
    /// <exception cref="LocalServerException">It did not start.</exception>
    public async Task StartAsync(SupervisorScript script, TimeSpan grace, CancellationToken cancellationToken)
    {
        foreach (var name in Logs)
        {
            await folder.StartLog(name).DisposeAsync();
        }

        string[] command =
        [
            "/usr/bin/setsid", "--fork", "/bin/sh", "-c", "script=$(cat) && eval \"$script\"",
            "metropool-servers", folder.Path, grace.TotalSeconds.ToString("0", CultureInfo.InvariantCulture),
        ];
        try
        {
            var (_, output) = await Command.RunAsync(command, script.ToString(), cancellationToken);
            if (output.Trim() != "started")
            {
                throw new LocalServerException($"PostgreSQL and RabbitMQ can't be started: {output.Trim()}");
            }
        }
        catch (Win32Exception exception)
        {
            throw new LocalServerException($"{command[0]} is needed to start PostgreSQL and RabbitMQ: install util-linux 2.36 or newer.", exception);
        }
    }

    /// <summary>The last thing that it wrote to its log.</summary>
    public string LastMessage()
    {
        var file = Path.Combine(folder.Logs, $"{Log}.log");
        return File.ReadLines(file).LastOrDefault() ?? $"the supervisor was ended; {file} is empty.";
    }
}
