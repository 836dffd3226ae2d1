using System.Diagnostics;

namespace Metropool.Script.Tests;

/// <summary>Runs a few lines of bash.</summary>
internal static class Bash
{
    /// <returns>What they write.</returns>
    public static async Task<string> RunAsync(string script, params string[] arguments)
    {
        using var bash = Process.Start(new ProcessStartInfo("bash", ["-c", script, "bash", .. arguments]) { RedirectStandardOutput = true })!;
        return await bash.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
    }
}
