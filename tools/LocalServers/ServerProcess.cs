using System.Diagnostics;
using System.Globalization;

namespace Metropool.LocalServers;

/// <summary>A server that this process has started.</summary>
public sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(20);
    private readonly Process _process;

    private ServerProcess(Process process) => _process = process;

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Its process id.</summary>
    public int Id => _process.Id;

    /// <summary>Starts it. What it writes goes to a file, whatever becomes of this process.</summary>
    public static ServerProcess Start(ServerCommand command, string logFile)
    {
        ArgumentNullException.ThrowIfNull(command);

        // The shell opens the file and becomes the server: its process id is the server's.
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" >>\"$LOG_FILE\" 2>&1 </dev/null", "sh", command.Program, .. command.Arguments])
        {
            WorkingDirectory = ServerCommand.WorkingDirectory,
        };
        start.Environment["LOG_FILE"] = logFile;
        return new ServerProcess(Process.Start(start)!);
    }

    /// <summary>Ends it in good order; kills it where that takes longer than 20 seconds.</summary>
    public async Task StopAsync()
    {
        if (_process.HasExited)
        {
            return;
        }

        await Command.RunAsync(["/bin/sh", "-c", "kill -TERM \"$0\"", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        using var limit = new CancellationTokenSource(StopLimit);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _process.Dispose();
    }
}
