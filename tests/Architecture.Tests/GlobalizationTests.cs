using System.Diagnostics;

namespace Metropool.Architecture.Tests;

/// <summary>Where texts can't be normalized, no program starts (ADR 28).</summary>
public sealed class GlobalizationTests
{
    [Theory]
    [InlineData("Identity")]
    [InlineData("Intake")]
    [InlineData("Scheduling")]
    [InlineData("Internship")]
    [InlineData("Assessment")]
    [InlineData("Gateway")]
    public async Task In_invariant_mode_a_program_does_not_start_and_says_what_to_do(string program)
    {
        var start = new ProcessStartInfo("dotnet", [Codebase.AssemblyOf(program).Location]) { RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1";
        using var process = Process.Start(start)!;
        var (output, error) = (
            process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken),
            process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(78, process.ExitCode);
        Assert.Contains("Unicode normalization doesn't work in this process", await error, StringComparison.Ordinal);
        _ = await output;
    }
}
