using System.Security.Cryptography;
using System.Text;

namespace Metropool.LocalServers;

/// <summary>
/// The folder of a local run: secrets, data, logs and addresses. They are for its owner alone.
/// Other users may pass through, because the servers of root run as users of their own.
/// </summary>
public sealed class LocalFolder
{
    private const UnixFileMode PrivateFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode PrivateFolder = PrivateFile | UnixFileMode.UserExecute;
    private const UnixFileMode PassThrough = PrivateFolder | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    private const int SecretBytes = 24;
    private const string LockFile = "lock";
    private static readonly Lock Secrets = new();

    // Null where they are kept in the file.
    private readonly Dictionary<string, string>? _secrets;

    private LocalFolder(string path, bool keepsSecrets) => (Path, _secrets) = (path, keepsSecrets ? null : []);

    /// <summary>Its full path.</summary>
    public string Path { get; }

    /// <summary>The folder of the log files.</summary>
    public string Logs => Combine("logs");

    /// <summary>Opens it, and makes it where it doesn't exist.</summary>
    /// <exception cref="LocalServerException">This user may not write there.</exception>
    public static LocalFolder Open(string path) => Open(path, keepsSecrets: true);

    /// <summary>Opens it, and makes it where it doesn't exist.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="keepsSecrets">Whether secrets are kept in a file, and not by this object alone.</param>
    /// <exception cref="LocalServerException">This user may not write there.</exception>
    internal static LocalFolder Open(string path, bool keepsSecrets)
    {
        var folder = new LocalFolder(System.IO.Path.GetFullPath(path), keepsSecrets);
        folder.Write(() =>
        {
            CreateFolder(folder.Path, PassThrough);
            CreateFolder(folder.Logs, PrivateFolder);
        });
        return folder;
    }

    /// <summary>The path of a file or folder in it.</summary>
    public string Combine(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Takes it for this process. A process that was killed has it no longer.</summary>
    /// <exception cref="LocalServerException">Another process has it.</exception>
    public IDisposable Take()
    {
        var taken = new FileLock(this, LockFile).TryTake()
            ?? throw new LocalServerException($"Metropool is already running in {Path}: ./metropool stop ends it, or set METROPOOL_HOME to another folder.");

        // The process is written down for the command that stops it.
        try
        {
            Write(() =>
            {
                taken.SetLength(0);
                taken.Write(Encoding.UTF8.GetBytes($"{Environment.ProcessId}\n"));
                taken.Flush();
            });
            return taken;
        }
        catch
        {
            taken.Dispose();
            throw;
        }
    }

    /// <summary>A secret, which is made when it is asked for the first time and kept in a file.</summary>
    /// <exception cref="LocalServerException">It can't be kept.</exception>
    public string Secret(string name)
    {
        var (file, secret) = (Combine("secrets"), "");
        lock (Secrets)
        {
            if (_secrets is not null)
            {
                return _secrets.TryGetValue(name, out var known) ? known : _secrets[name] = RandomSecret();
            }

            Write(() =>
            {
                var kept = File.Exists(file) ? File.ReadLines(file).FirstOrDefault(line => line.StartsWith($"{name}=", StringComparison.Ordinal)) : null;
                secret = kept?[(name.Length + 1)..] ?? RandomSecret();
                if (kept is null)
                {
                    using var stream = OpenFile(file, FileMode.Append, FileShare.Read);
                    stream.Write(Encoding.UTF8.GetBytes($"{name}={secret}\n"));
                }
            });
        }

        return secret;
    }

    /// <summary>Writes a file that its owner alone can read.</summary>
    /// <exception cref="LocalServerException">It can't be written.</exception>
    public void WriteLines(string name, IEnumerable<string> lines) => Write(() =>
    {
        File.Delete(Combine(name)); // The rights of a file that is there would stay as they are.
        using var writer = new StreamWriter(OpenFile(Combine(name), FileMode.CreateNew, FileShare.Read)) { NewLine = "\n" };
        foreach (var line in lines)
        {
            writer.WriteLine(line);
        }
    });

    /// <summary>Begins a log, and keeps that of the start before as <c>NAME.previous.log</c>.</summary>
    /// <exception cref="LocalServerException">It can't be written.</exception>
    public StreamWriter StartLog(string name)
    {
        var file = System.IO.Path.Combine(Logs, $"{name}.log");
        StreamWriter? log = null;
        Write(() =>
        {
            if (File.Exists(file))
            {
                File.Move(file, System.IO.Path.Combine(Logs, $"{name}.previous.log"), overwrite: true);
            }

            log = new StreamWriter(OpenFile(file, FileMode.CreateNew, FileShare.ReadWrite)) { AutoFlush = true, NewLine = "\n" };
        });
        return log!;
    }

    /// <summary>
    /// The folder of a server's data: here, or below <c>/var/lib</c> where the server's user can't reach this one (<c>/root</c>, for one).
    /// Data that exists stays where it is.
    /// </summary>
    internal async Task<string> DataFolderAsync(ServerUser user, string name)
    {
        var here = Combine(name);
        var elsewhere = System.IO.Path.Combine($"/var/lib/metropool-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path)))[..12]}", name);
        return !user.IsAnother || HoldsData(here) || (!HoldsData(elsewhere) && await user.CanReachAsync(Path)) ? here : elsewhere;
    }

    /// <summary>Whether a folder doesn't exist, or has nothing in it.</summary>
    /// <exception cref="LocalServerException">This user may not look into it: it belongs to the run of another user.</exception>
    internal static bool IsEmpty(string folder)
    {
        try
        {
            return !Directory.Exists(folder) || !Directory.EnumerateFileSystemEntries(folder).Any();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new LocalServerException(
                $"{folder} can't be read by {Environment.UserName}: it belongs to the run of another user. Set METROPOOL_HOME to another folder.", exception);
        }
    }

    /// <summary>Makes the folder of a server's data where it doesn't exist, and gives it to the server's user.</summary>
    internal async Task MakeDataFolderAsync(ServerUser user, string folder, CancellationToken cancellationToken)
    {
        Write(() =>
        {
            var parent = System.IO.Path.GetDirectoryName(folder)!;
            if (!Directory.Exists(parent))
            {
                CreateFolder(parent, PassThrough);
            }

            CreateFolder(folder, PrivateFolder);
        });
        await user.OwnAsync(folder, cancellationToken);
    }

    /// <summary>Writes a file that its owner alone can read.</summary>
    internal void WriteFile(string path, string text) => Write(() =>
    {
        File.Delete(path);
        using var stream = OpenFile(path, FileMode.CreateNew, FileShare.None);
        stream.Write(Encoding.UTF8.GetBytes(text));
    });

    private static string RandomSecret() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes));

    private static bool HoldsData(string folder) =>
        File.Exists(System.IO.Path.Combine(folder, "PG_VERSION")) || Directory.Exists(System.IO.Path.Combine(folder, "data"));

    private static void CreateFolder(string path, UnixFileMode mode)
    {
        // A folder that was there before keeps its mode: it can be anything.
        if (Directory.Exists(path))
        {
            return;
        }

        Directory.CreateDirectory(path);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }
    }

    private static FileStream OpenFile(string path, FileMode mode, FileShare share)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write, Share = share };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = PrivateFile;
        }

        return new FileStream(path, options);
    }

    private void Write(Action write)
    {
        try
        {
            write();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(exception);
        }
    }

    /// <summary>What is thrown where this user has no access to it.</summary>
    internal LocalServerException NotWritable(Exception exception) => new(
        $"{Path} can't be written by {Environment.UserName} ({exception.Message}): make room or give access, or set METROPOOL_HOME to another folder.",
        exception);
}
