using System.ComponentModel;
using System.Diagnostics;

namespace Metropool.LocalServers;

/// <summary>Runs a command to its end.</summary>
internal static class Command
{
    /// <summary>Runs it, without input.</summary>
    /// <returns>Its exit code, and what it wrote to both of its outputs.</returns>
    /// <exception cref="Win32Exception">There is no such program.</exception>
    public static Task<(int ExitCode, string Output)> RunAsync(IReadOnlyList<string> command, CancellationToken cancellationToken = default) =>
        RunAsync(command, "", cancellationToken);

    /// <summary>Runs it with input.</summary>
    /// <returns>Its exit code, and what it wrote to both of its outputs.</returns>
    /// <exception cref="Win32Exception">There is no such program.</exception>
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

    /// <summary>Runs it, and throws where it fails.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="purpose">What it was needed for, as the beginning of a sentence.</param>
    /// <param name="cancellationToken"></param>
    /// <returns>What it wrote.</returns>
    /// <exception cref="LocalServerException">It ended with another exit code than 0.</exception>
    public static async Task<string> RequireAsync(IReadOnlyList<string> command, string purpose, CancellationToken cancellationToken = default)
    {
        var (exitCode, output) = await RunAsync(command, cancellationToken);
        if (exitCode != 0)
        {
            throw new LocalServerException($"{purpose} failed: {command[0]} ended with exit code {exitCode} and said: {output.Trim()}");
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
            // It has ended, or reads no input: its exit code and its output say more.
        }
    }
}
