using System.Diagnostics;
using System.Text;
using Metropool.LocalServers;
using Metropool.Testing;

namespace Metropool.Script.Tests;

/// <summary>The exit code and the output of the script.</summary>
internal sealed record Result(int ExitCode, string Output);

/// <summary>A running script.</summary>
internal sealed class RunningScript : IAsyncDisposable
{
    // A start takes one or two minutes on a busy machine.
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(5);
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

    public Task WaitForOutputAsync(string text) =>
        Eventually.TrueAsync(() => _process.HasExited && !Output.Contains(text, StringComparison.Ordinal)
            ? throw new InvalidOperationException($"It ended without the output '{text}': {Output}")
            : Task.FromResult(Output.Contains(text, StringComparison.Ordinal)), $"the output contains '{text}'", StartTimeout);

    /// <summary>Sends a signal to the script only, as Ctrl+C does, because its child processes have their own sessions.</summary>
    public void Signal(string signal) => ProcessEntry.Signal(_process.Id, signal);

    public async Task<Result> WaitForExitAsync()
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
