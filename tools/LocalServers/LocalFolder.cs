using System.Security.Cryptography;
using System.Text;

namespace Metropool.LocalServers;

/// <summary>
/// The folder of a local run, with secrets, data, logs and addresses. Only its owner can read them.
/// Other users may traverse it, because the servers of root run as other users.
/// </summary>
public sealed class LocalFolder
{
    private const UnixFileMode PrivateFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode PrivateFolder = PrivateFile | UnixFileMode.UserExecute;
    private const UnixFileMode TraversableFolder = PrivateFolder | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    private const int SecretBytes = 24;
    private const string LockFile = "lock";
    private static readonly Lock Secrets = new();

    // Null if secrets are stored in the file.
    private readonly Dictionary<string, string>? _secrets;

    private LocalFolder(string path, bool storesSecrets) => (Path, _secrets) = (path, storesSecrets ? null : []);

    /// <summary>The full path.</summary>
    public string Path { get; }

    /// <summary>A short id of the path, for names of volumes, containers and folders elsewhere.</summary>
    public string Id => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path)))[..12];

    /// <summary>The folder of the log files.</summary>
    public string Logs => Combine("logs");

    /// <summary>Opens a folder, and creates it if it doesn't exist.</summary>
    /// <exception cref="LocalServerException">The current user may not write to it.</exception>
    public static LocalFolder Open(string path) => Open(path, storesSecrets: true);

    /// <summary>Opens a folder, and creates it if it doesn't exist.</summary>
    /// <param name="path">The path.</param>
    /// <param name="storesSecrets">Whether secrets are stored in a file, instead of in memory only.</param>
    /// <exception cref="LocalServerException">The current user may not write to it.</exception>
    internal static LocalFolder Open(string path, bool storesSecrets)
    {
        var folder = new LocalFolder(System.IO.Path.GetFullPath(path), storesSecrets);
        folder.Write(() =>
        {
            CreateFolder(folder.Path, TraversableFolder);
            CreateFolder(folder.Logs, PrivateFolder);
        });
        return folder;
    }

    /// <summary>The full path of a file or folder in this folder.</summary>
    public string Combine(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Locks the folder for this process. The lock is released when the process ends, even if it is killed.</summary>
    /// <exception cref="LocalServerException">Another process has locked it.</exception>
    public IDisposable AcquireLock()
    {
        var acquired = new FileLock(this, LockFile).TryAcquire()
            ?? throw new LocalServerException(
                $"Metropool is already running in {Path}: stop it with ./metropool stop, or set METROPOOL_HOME to another folder.");

        // ./metropool stop reads the process id.
        try
        {
            Write(() =>
            {
                acquired.SetLength(0);
                acquired.Write(Encoding.UTF8.GetBytes($"{Environment.ProcessId}\n"));
                acquired.Flush();
            });
            return acquired;
        }
        catch
        {
            acquired.Dispose();
            throw;
        }
    }

    /// <summary>Returns a secret. At the first call it is generated and stored.</summary>
    /// <exception cref="LocalServerException">The secret can't be stored.</exception>
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
                var stored = File.Exists(file) ? File.ReadLines(file).FirstOrDefault(line => line.StartsWith($"{name}=", StringComparison.Ordinal)) : null;
                secret = stored?[(name.Length + 1)..] ?? RandomSecret();
                if (stored is null)
                {
                    using var stream = OpenFile(file, FileMode.Append, FileShare.Read);
                    stream.Write(Encoding.UTF8.GetBytes($"{name}={secret}\n"));
                }
            });
        }

        return secret;
    }

    /// <summary>Writes a file that only its owner can read.</summary>
    /// <exception cref="LocalServerException">It can't be written.</exception>
    public void WriteLines(string name, IEnumerable<string> lines) => Write(() =>
    {
        File.Delete(Combine(name)); // An existing file would keep its mode.
        using var writer = new StreamWriter(OpenFile(Combine(name), FileMode.CreateNew, FileShare.Read)) { NewLine = "\n" };
        foreach (var line in lines)
        {
            writer.WriteLine(line);
        }
    });

    /// <summary>Starts a log file. The one of the previous start is renamed to <c>NAME.previous.log</c>.</summary>
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
    /// The folder for a server's data: in this folder, or below <c>/var/lib</c> if the server's user has no access to this one (for example below
    /// <c>/root</c>). Existing data stays where it is.
    /// </summary>
    internal async Task<string> DataFolderAsync(ServerUser user, string name)
    {
        var here = Combine(name);
        var elsewhere = System.IO.Path.Combine($"/var/lib/metropool-{Id}", name);
        return !user.IsOtherUser || HasData(here) || (!HasData(elsewhere) && await user.CanAccessAsync(Path)) ? here : elsewhere;
    }

    /// <summary>Whether a folder is empty or doesn't exist.</summary>
    /// <exception cref="LocalServerException">The current user may not read it, because it belongs to the run of another user.</exception>
    internal static bool IsEmpty(string folder)
    {
        try
        {
            return !Directory.Exists(folder) || !Directory.EnumerateFileSystemEntries(folder).Any();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new LocalServerException(
                $"{Environment.UserName} can't read {folder}, which belongs to the run of another user: set METROPOOL_HOME to another folder.", exception);
        }
    }

    /// <summary>Creates the folder of a server's data if it doesn't exist, and makes the server's user its owner.</summary>
    internal async Task CreateDataFolderAsync(ServerUser user, string folder, CancellationToken cancellationToken)
    {
        Write(() =>
        {
            var parent = System.IO.Path.GetDirectoryName(folder)!;
            if (!Directory.Exists(parent))
            {
                CreateFolder(parent, TraversableFolder);
            }

            CreateFolder(folder, PrivateFolder);
        });
        await user.ChangeOwnerAsync(folder, cancellationToken);
    }

    /// <summary>Writes a file that only its owner can read.</summary>
    internal void WriteFile(string path, string text) => Write(() =>
    {
        File.Delete(path);
        using var stream = OpenFile(path, FileMode.CreateNew, FileShare.None);
        stream.Write(Encoding.UTF8.GetBytes(text));
    });

    private static string RandomSecret() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes));

    private static bool HasData(string folder) =>
        File.Exists(System.IO.Path.Combine(folder, "PG_VERSION")) || Directory.Exists(System.IO.Path.Combine(folder, "data"));

    private static void CreateFolder(string path, UnixFileMode mode)
    {
        // An existing folder keeps its mode, because it may be any folder.
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

    /// <summary>The exception for a folder that the current user can't write to.</summary>
    internal LocalServerException NotWritable(Exception exception) => new(
        $"{Environment.UserName} can't write to {Path} ({exception.Message}): free disk space, grant access, or set METROPOOL_HOME to another folder.",
        exception);
}
