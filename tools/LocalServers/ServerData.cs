using System.Globalization;

namespace Metropool.LocalServers;

/// <summary>Who uses a server's data.</summary>
internal static class ServerData
{
    // After the death of a run its servers take some seconds to end.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    /// <summary>Waits until the server of an earlier run has ended: two servers on the same data would destroy it.</summary>
    /// <param name="pidFile">The file in which a running server keeps its process id.</param>
    /// <param name="processName">The name of the server's process.</param>
    /// <param name="data">The folder, for the message.</param>
    /// <param name="cancellationToken"></param>
    /// <exception cref="LocalServerException">It doesn't end.</exception>
    public static async Task AwaitFreeAsync(string pidFile, string processName, string data, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (ReadPid(pidFile) is { } pid && NameOf(pid) == processName)
        {
            if (limit.IsCancellationRequested)
            {
                throw new LocalServerException($"The data in {data} is in use by process {pid} ({processName}): stop the run that it belongs to.");
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
                $"{file} can't be read by {Environment.UserName}, so it isn't known whether a server uses the data: set METROPOOL_HOME to another folder.", exception);
        }
    }

    private static string? NameOf(int pid) => ProcessEntry.Of(pid)?.Read("comm").TrimEnd();
}
