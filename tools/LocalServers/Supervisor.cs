using System.ComponentModel;
using System.Globalization;

namespace Metropool.LocalServers;

/// <summary>The shell process that owns the shared servers of a folder. It outlives the process that starts it.</summary>
internal sealed class Supervisor(LocalFolder folder)
{
    private const string Log = "supervisor";
    private static readonly string[] Logs = [Log, "postgres", "initdb", "rabbitmq", "epmd"];

    /// <summary>Whether a supervisor is running.</summary>
    public bool IsRunning
    {
        get
        {
            using var available = new FileLock(folder, "supervisor.lock").TryAcquireShared();
            return available is null;
        }
    }

    /// <summary>Starts a supervisor after the servers of an earlier one have ended.</summary>
    /// <param name="script">The script. It is passed as standard input, so that an incomplete script starts nothing and command lines contain no
    /// secrets.</param>
    /// <param name="grace">How long the servers keep running after the last process has released them.</param>
    /// <param name="cancellationToken"></param>
    /// <exception cref="LocalServerException">The supervisor could not be started.</exception>
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
            throw new LocalServerException($"{command[0]} is required to start PostgreSQL and RabbitMQ: install util-linux 2.36 or newer.", exception);
        }
    }

    /// <summary>The last line of its log.</summary>
    public string LastMessage()
    {
        var file = Path.Combine(folder.Logs, $"{Log}.log");
        return File.ReadLines(file).LastOrDefault() ?? $"the supervisor was killed; {file} is empty.";
    }
}
