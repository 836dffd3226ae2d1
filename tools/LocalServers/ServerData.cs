using System.Globalization;

namespace Metropool.LocalServers;

/// <summary>Prevents two servers from using the same data.</summary>
internal static class ServerData
{
    // After a run was killed, its servers take some seconds to end.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    /// <summary>Waits until the server of an earlier run has ended, because two servers would corrupt the data.</summary>
    /// <param name="pidFile">The file with the process id of a running server.</param>
    /// <param name="processName">The name of the server's process.</param>
    /// <param name="data">The folder, for the message.</param>
    /// <param name="cancellationToken"></param>
    /// <exception cref="LocalServerException">The server doesn't end.</exception>
    public static async Task WaitUntilUnusedAsync(string pidFile, string processName, string data, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(Timeout);
        while (ReadPid(pidFile) is { } pid && NameOf(pid) == processName)
        {
            if (timeout.IsCancellationRequested)
            {
                throw new LocalServerException($"Process {pid} ({processName}) uses the data in {data}: stop the run that it belongs to.");
            }

            await Task.Delay(Interval, cancellationToken);
        }
    }

    private static int? ReadPid(string file)
    {
        try
        {
            return int.TryParse(File.ReadLines(file).FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : null;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new LocalServerException(
                $"{Environment.UserName} can't read {file} to check whether a server uses the data: set METROPOOL_HOME to another folder.", exception);
        }
    }

    private static string? NameOf(int pid) => ProcessEntry.Of(pid)?.Read("comm").TrimEnd();
}
