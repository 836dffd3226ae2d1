namespace Metropool.LocalServers;

/// <summary>A lock on a file of a folder. The kernel releases it when the process ends, however it ends.</summary>
/// <param name="folder">The folder.</param>
/// <param name="name">The file, which stays: another process may wait for it.</param>
internal sealed class FileLock(LocalFolder folder, string name)
{
    // EAGAIN of Linux and of macOS, and ERROR_SHARING_VIOLATION of Windows.
    private static readonly int[] HeldByAnother = [11, 35, unchecked((int)0x80070020)];
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    /// <summary>Takes it for one holder.</summary>
    /// <returns>What releases it; null where it is held.</returns>
    public FileStream? TryTake() => TryOpen(FileAccess.ReadWrite, FileShare.None);

    /// <summary>Takes it together with other holders that share it.</summary>
    /// <returns>What releases it; null where one holder has it alone.</returns>
    public FileStream? TryShare() => TryOpen(FileAccess.Read, FileShare.Read);

    /// <summary>Waits until it can be had.</summary>
    /// <exception cref="LocalServerException">It is held for longer than the limit.</exception>
    public async Task<FileStream> AwaitAsync(Func<FileLock, FileStream?> take, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var expiry = new CancellationTokenSource(limit);
        while (true)
        {
            if (take(this) is { } held)
            {
                return held;
            }

            if (expiry.IsCancellationRequested)
            {
                throw new LocalServerException(
                    $"{folder.Combine(name)} was held for {limit.TotalMinutes:0} minutes by another process: end it, or set METROPOOL_HOME to another folder.");
            }

            await Task.Delay(Interval, cancellationToken);
        }
    }

    private FileStream? TryOpen(FileAccess access, FileShare share)
    {
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = access, Share = share, BufferSize = 0 };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            return new FileStream(folder.Combine(name), options);
        }
        catch (IOException exception) when (HeldByAnother.Contains(exception.HResult))
        {
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw folder.NotWritable(exception);
        }
    }
}
