using System.Diagnostics;

namespace Metropool.Script.Tests;

/// <summary>Runs bash scripts.</summary>
internal static class Bash
{
    /// <returns>The standard output.</returns>
    public static async Task<string> RunAsync(string script, params string[] arguments)
    {
        using var bash = Process.Start(new ProcessStartInfo("bash", ["-c", script, "bash", .. arguments]) { RedirectStandardOutput = true })!;
        return await bash.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
    }
}
