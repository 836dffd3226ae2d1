using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text;
using Metropool.LocalServers;
using Metropool.Testing;
using Metropool.Testing.Servers;

namespace Metropool.AppHost.Tests.Platform;

/// <summary>The AppHost as a process, as it is started from a shell.</summary>
internal sealed class AppHostProcess : IAsyncDisposable
{
    // DCP looks after its parent every few seconds, and gives each process some time to end.
    private static readonly TimeSpan EndBound = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan StartBound = TimeSpan.FromMinutes(5);

    private readonly StringBuilder _output = new();
    private readonly string _home;
    private readonly Process _process;

    private AppHostProcess(string home, ProcessStartInfo start)
    {
        _home = home;
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += Collect;
        _process.ErrorDataReceived += Collect;
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    private static string Configuration { get; } = typeof(AppHostProcess).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;

    /// <summary>Starts it in a home folder, on ports of its own unless they are given.</summary>
    public static AppHostProcess Start(string home, params IReadOnlyList<(string Name, string Value)> variables)
    {
        var program = Path.Combine(Repository.Root, "AppHost", "bin", Configuration, "net10.0", "Metropool.AppHost.dll");
        // A shell that starts this test in the background ignores SIGINT, nohup SIGHUP, and so would what the test starts.
        var start = new ProcessStartInfo("/usr/bin/env", ["--default-signal=INT,HUP", "dotnet", "exec", program])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        foreach (var (name, value) in (IReadOnlyList<(string, string)>)
        [
            ("METROPOOL_HOME", home),
            // Those of the test run are not for the platform under test.
            ("METROPOOL_POSTGRES", ""),
            ("METROPOOL_RABBITMQ", ""),
            ("METROPOOL_PORT", LocalPorts.Next().ToString(CultureInfo.InvariantCulture)),
            ("METROPOOL_DASHBOARD_PORT", LocalPorts.Next().ToString(CultureInfo.InvariantCulture)),
            ("DOTNET_ENVIRONMENT", "Development"),
            ("ASPIRE_ALLOW_UNSECURED_TRANSPORT", "true"),
            ("ASPIRE_DASHBOARD_UNSECURED_ALLOW_ANONYMOUS", "true"),
            .. variables,
        ])
        {
            start.Environment[name] = value;
        }

        return new AppHostProcess(home, start);
    }

    /// <summary>Waits until a log of a resource has a text.</summary>
    public Task LogHasAsync(string resource, string text) => Eventually.TrueAsync(
        async () =>
        {
            Assert.False(_process.HasExited, Output);
            var file = Path.Combine(_home, "logs", $"{resource}.log");
            return File.Exists(file) && (await ReadAsync(file)).Contains(text, StringComparison.Ordinal);
        },
        $"the log of {resource} has '{text}'",
        StartBound);

    public Task SignalAsync(string signal) => SignalAsync(_process.Id, signal);

    public static async Task SignalAsync(int process, string signal)
    {
        using var kill = Process.Start("/bin/sh", ["-c", "kill -s \"$0\" \"$1\"", signal, process.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Waits until it has ended.</summary>
    public async Task<int> EndAsync()
    {
        using var limit = new CancellationTokenSource(EndBound);
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    /// <summary>Waits until everything that it has started has ended too.</summary>
    public Task NothingIsLeftAsync(IReadOnlyCollection<ProcessEntry> started) =>
        Eventually.EmptyAsync(
            () => ProcessEntry.All().Where(process => started.Contains(process) || process.Mentions(_home)).Select(process => process.ToString()),
            $"no process of {_home} is left",
            EndBound);

    /// <summary>Itself, and everything that it has started.</summary>
    public IReadOnlyCollection<ProcessEntry> Processes() => ProcessEntry.TreeOf(_process.Id);

    /// <summary>The orchestrator's process that starts the others.</summary>
    public int Orchestrator() =>
        ProcessEntry.All().Single(process => process.Mentions(_home) && process.CommandLine.Contains("\0run-controllers\0", StringComparison.Ordinal)).Id;

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await SignalAsync("TERM");
            await EndAsync();
        }

        _process.Dispose();
    }

    private static async Task<string> ReadAsync(string file)
    {
        using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        return await reader.ReadToEndAsync();
    }

    private void Collect(object sender, DataReceivedEventArgs line)
    {
        lock (_output)
        {
            _output.AppendLine(line.Data);
        }
    }
}
