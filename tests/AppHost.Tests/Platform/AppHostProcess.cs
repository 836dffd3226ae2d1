using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text;
using Metropool.LocalServers;
using Metropool.Testing;
using Metropool.Testing.Servers;

namespace Metropool.AppHost.Tests.Platform;

/// <summary>The AppHost as a process, started as from a shell.</summary>
internal sealed class AppHostProcess : IAsyncDisposable
{
    // DCP checks its parent every few seconds, and gives each process some time to end.
    private static readonly TimeSpan EndTimeout = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(5);

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

    /// <summary>Starts the AppHost in a home folder, on free ports unless the variables have others.</summary>
    public static AppHostProcess Start(string home, params IReadOnlyList<(string Name, string Value)> variables)
    {
        var program = Path.Combine(Repository.Root, "AppHost", "bin", Configuration, "net10.0", "Metropool.AppHost.dll");
        // A background shell ignores SIGINT and nohup ignores SIGHUP. Child processes would inherit this.
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
            // The servers of the test run are not for the platform under test.
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

    /// <summary>Waits until the log of a resource contains a text.</summary>
    public Task WaitForLogAsync(string resource, string text) => Eventually.TrueAsync(
        async () =>
        {
            Assert.False(_process.HasExited, Output);
            var file = Path.Combine(_home, "logs", $"{resource}.log");
            return File.Exists(file) && (await ReadAsync(file)).Contains(text, StringComparison.Ordinal);
        },
        $"the log of {resource} contains '{text}'",
        StartTimeout);

    public void Signal(string signal) => ProcessEntry.Signal(_process.Id, signal);

    /// <summary>Waits until the AppHost has ended.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> WaitForExitAsync()
    {
        using var limit = new CancellationTokenSource(EndTimeout);
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    /// <summary>Waits until all processes that the AppHost has started have ended.</summary>
    public Task WaitForNoProcessAsync(IReadOnlyCollection<ProcessEntry> started) =>
        Eventually.EmptyAsync(
            () => ProcessEntry.All().Where(process => started.Contains(process) || process.Mentions(_home)).Select(process => process.ToString()),
            $"no process of {_home} is left",
            EndTimeout);

    /// <summary>The AppHost and its descendants.</summary>
    public IReadOnlyCollection<ProcessEntry> Processes() => ProcessEntry.TreeOf(_process.Id);

    /// <summary>The process id of the orchestrator that starts the other processes.</summary>
    public int Orchestrator() =>
        ProcessEntry.All().Single(process => process.Mentions(_home) && process.CommandLine.Contains("\0run-controllers\0", StringComparison.Ordinal)).Id;

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            Signal("TERM");
            await WaitForExitAsync();
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
