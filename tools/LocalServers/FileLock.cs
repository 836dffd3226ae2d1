namespace Metropool.LocalServers;

/// <summary>A lock on a file in a folder. The kernel releases it when the process ends, even if it is killed.</summary>
/// <param name="folder">The folder.</param>
/// <param name="name">The file. It is never deleted, because another process may be waiting for it.</param>
internal sealed class FileLock(LocalFolder folder, string name)
{
    // EAGAIN on Linux and on macOS, and ERROR_SHARING_VIOLATION on Windows.
    private static readonly int[] LockedErrors = [11, 35, unchecked((int)0x80070020)];
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    /// <summary>Tries to acquire the exclusive lock.</summary>
    /// <returns>The lock, released by disposing it; null if it is held.</returns>
    public FileStream? TryAcquire() => TryOpen(FileAccess.ReadWrite, FileShare.None);

    /// <summary>Tries to acquire the shared lock.</summary>
    /// <returns>The lock, released by disposing it; null if the exclusive lock is held.</returns>
    public FileStream? TryAcquireShared() => TryOpen(FileAccess.Read, FileShare.Read);

    /// <summary>Waits until the lock is acquired.</summary>
    /// <exception cref="LocalServerException">The lock is held for longer than the timeout.</exception>
    public async Task<FileStream> AcquireAsync(Func<FileLock, FileStream?> tryAcquire, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var expiry = new CancellationTokenSource(timeout);
        while (true)
        {
            if (tryAcquire(this) is { } held)
            {
                return held;
            }

            if (expiry.IsCancellationRequested)
            {
                throw new LocalServerException(
                    $"Another process has locked {folder.Combine(name)} for {timeout.TotalMinutes:0} minutes: "
                    + "end it, or set METROPOOL_HOME to another folder.");
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
        catch (IOException exception) when (LockedErrors.Contains(exception.HResult))
        {
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw folder.NotWritable(exception);
        }
    }
}
