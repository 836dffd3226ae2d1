using System.Diagnostics;
using System.Globalization;
using System.Text;
using Metropool.Testing;

namespace Metropool.Script.Tests;

/// <summary>How the script ended, and all that it wrote.</summary>
internal sealed record Result(int ExitCode, string Output);

/// <summary>The script, running.</summary>
internal sealed class RunningScript : IAsyncDisposable
{
    // A start takes a minute or two on a machine that is busy.
    private static readonly TimeSpan StartBound = TimeSpan.FromMinutes(5);
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly Task _reading;

    public RunningScript(ProcessStartInfo start)
    {
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError) = (true, true, true);
        _process = Process.Start(start)!;
        _process.StandardInput.Close();
        _reading = Task.WhenAll(ReadAsync(_process.StandardOutput), ReadAsync(_process.StandardError));
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

    public Task SaysAsync(string text) =>
        Eventually.TrueAsync(() => _process.HasExited && !Output.Contains(text, StringComparison.Ordinal)
            ? throw new InvalidOperationException($"It ended without saying '{text}': {Output}")
            : Task.FromResult(Output.Contains(text, StringComparison.Ordinal)), $"it says '{text}'", StartBound);

    /// <summary>Sends a signal to the script alone, as a terminal does for Ctrl+C: what it started lives in sessions of its own.</summary>
    public void Signal(string signal) => Signal(_process.Id, signal);

    public static void Signal(int process, string signal)
    {
        using var kill = Process.Start("kill", ["-s", signal, process.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public async Task<Result> EndAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        await _reading;
        return new Result(_process.ExitCode, Output);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            Signal("TERM");
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private async Task ReadAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            lock (_output)
            {
                _output.Append(line).Append('\n');
            }
        }
    }
}
