using System.Diagnostics;
using System.Net;
using Metropool.Testing;

namespace Metropool.EndToEnd.Tests.Platform;

/// <summary>One process of the platform: its built binary, started as the script starts it.</summary>
internal sealed class Part(string name, string binary, int port, IReadOnlyDictionary<string, string> environment, string logFolder) : IAsyncDisposable
{
    // Six processes start at the same moment, maybe beside a build.
    private static readonly TimeSpan StartBound = TimeSpan.FromMinutes(4);
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(5) };
    private Process? _process;

    public string Name => name;

    public string LogFile => Path.Combine(logFolder, $"{name}.log");

    /// <summary>Runs a command of the binary, such as <c>migrate</c>, to its end.</summary>
    public async Task RunAsync(string command, CancellationToken cancellationToken)
    {
        using var process = Launch(command);
        await process.WaitForExitAsync(cancellationToken);
        Assert.True(process.ExitCode == 0, $"{name} {command} ended with {process.ExitCode}:{Environment.NewLine}{LogTail()}");
    }

    /// <summary>Runs a command of the binary as an operator does, to whom its two outputs are apart.</summary>
    public async Task<(int ExitCode, string Output, string Error)> AskAsync(string command, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetDirectoryName(binary) };
        start.ArgumentList.Add(binary);
        start.ArgumentList.Add(command);
        foreach (var (key, value) in environment)
        {
            start.Environment[key] = value;
        }

        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(cancellationToken), process.StandardError.ReadToEndAsync(cancellationToken));
        await process.WaitForExitAsync(cancellationToken);
        return (process.ExitCode, await output, await error);
    }

    public void Start() => _process = Launch();

    /// <summary>Waits until it says that it can do its work.</summary>
    public Task ReadyAsync() => Eventually.TrueAsync(
        async () =>
        {
            Assert.False(_process!.HasExited, $"{name} ended by itself:{Environment.NewLine}{LogTail()}");
            try
            {
                using var response = await Http.GetAsync(new Uri($"http://127.0.0.1:{port}/health"));
                return response.StatusCode == HttpStatusCode.OK;
            }
            catch (HttpRequestException)
            {
                return false;
            }
            catch (TaskCanceledException)
            {
                return false;
            }
        },
        $"{name} is healthy; its log is {LogFile}",
        StartBound);

    /// <summary>Ends it as <c>kill -9</c> does: nothing is finished, nothing is said.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            await KillAsync();
        }

        _process?.Dispose();
    }

    private Process Launch(params string[] arguments)
    {
        // The shell appends to the log file and becomes the process: no pipe to read from, and its id is the service's own.
        var start = new ProcessStartInfo("/bin/sh") { UseShellExecute = false, WorkingDirectory = Path.GetDirectoryName(binary) };
        foreach (var argument in (string[])["-c", "exec dotnet \"$0\" \"$@\" >> \"$LOG_FILE\" 2>&1", binary, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (key, value) in environment)
        {
            start.Environment[key] = value;
        }

        start.Environment["LOG_FILE"] = LogFile;
        start.Environment["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}";
        return Process.Start(start)!;
    }

    private string LogTail() => File.Exists(LogFile) ? string.Join(Environment.NewLine, File.ReadLines(LogFile).TakeLast(30)) : "no log";
}
