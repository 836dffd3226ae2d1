using System.ComponentModel;
using System.Diagnostics;

namespace Metropool.LocalServers;

/// <summary>Runs commands and waits for their end.</summary>
internal static class Command
{
    /// <summary>Runs a command without input.</summary>
    /// <returns>The exit code, and the standard output followed by the standard error.</returns>
    /// <exception cref="Win32Exception">The program does not exist.</exception>
    public static Task<(int ExitCode, string Output)> RunAsync(IReadOnlyList<string> command, CancellationToken cancellationToken = default) =>
        RunAsync(command, "", cancellationToken);

    /// <summary>Runs a command with input.</summary>
    /// <returns>The exit code, and the standard output followed by the standard error.</returns>
    /// <exception cref="Win32Exception">The program does not exist.</exception>
    public static async Task<(int ExitCode, string Output)> RunAsync(IReadOnlyList<string> command, string input, CancellationToken cancellationToken)
    {
        using var process = Process.Start(new ProcessStartInfo(command[0], command.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = ServerCommand.WorkingDirectory,
        })!;
        try
        {
            await WriteAsync(process.StandardInput, input, cancellationToken);
            var output = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(cancellationToken), process.StandardError.ReadToEndAsync(cancellationToken));
            await process.WaitForExitAsync(cancellationToken);
            return (process.ExitCode, string.Concat(output));
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>Runs a command and throws if it fails.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="purpose">The purpose, as the beginning of the error message.</param>
    /// <param name="cancellationToken"></param>
    /// <returns>The output.</returns>
    /// <exception cref="LocalServerException">The exit code is not 0.</exception>
    public static async Task<string> RequireAsync(IReadOnlyList<string> command, string purpose, CancellationToken cancellationToken = default)
    {
        var (exitCode, output) = await RunAsync(command, cancellationToken);
        if (exitCode != 0)
        {
            throw new LocalServerException($"{purpose} failed: {command[0]} ended with exit code {exitCode}: {output.Trim()}");
        }

        return output;
    }

    private static async Task WriteAsync(StreamWriter stream, string input, CancellationToken cancellationToken)
    {
        try
        {
            await using (stream)
            {
                await stream.WriteAsync(input.AsMemory(), cancellationToken);
            }
        }
        catch (IOException)
        {
            // The process has ended or reads no input. Its exit code and output show the cause.
        }
    }
}
