using System.Text.RegularExpressions;
using Metropool.Testing;

namespace Metropool.Script.Tests;

/// <summary>The platform never waits for its dashboard, and never ends because of it.</summary>
public sealed class DashboardTests
{
    [Fact]
    public async Task A_dashboard_that_dies_at_the_start_is_a_note()
    {
        await using var checkout = new Checkout().WithGivenServers().Set("METROPOOL_DASHBOARD", "on");
        WithDashboard(checkout, "echo 'This dashboard was told to die.'; exit 3");

        var run = await checkout.RunAsync("run", "--detach", "--no-build");

        Assert.True(run.ExitCode == 0, run.Output);
        Assert.Contains("This dashboard was told to die.", run.Output, StringComparison.Ordinal);
        Assert.Contains("going on without a dashboard", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("  dashboard   http://", run.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await checkout.RunAsync("status")).ExitCode);
    }

    [Fact]
    public async Task A_dashboard_that_is_still_being_fetched_is_for_the_next_start_and_stop_ends_the_fetching()
    {
        await using var checkout = new Checkout().WithGivenServers().WithCommand("npm", "sleep 600").Set("METROPOOL_DASHBOARD", "on");

        await using var run = checkout.Start("run", "--detach", "--no-build");
        await run.SaysAsync("is still being fetched: the next start has it");
        Assert.Equal(0, (await run.EndAsync()).ExitCode);
        Assert.Contains(checkout.Processes(), command => command.Contains("npm", StringComparison.Ordinal));

        Assert.Equal(0, (await checkout.RunAsync("stop")).ExitCode);
        await Eventually.TrueAsync(() => Task.FromResult(checkout.Processes().Count == 0), "the fetching has ended");
    }

    private static void WithDashboard(Checkout checkout, string script)
    {
        var version = Regex.Match(checkout.ReadFile("scripts/dashboard.sh"), "dashboard_version=(.+)").Groups[1].Value;
        var folder = Directory.CreateDirectory(Path.Combine(checkout.Root, ".run/dashboard", version)).FullName;
        Checkout.WriteCommand(Path.Combine(folder, "aspire-managed"), script);
    }
}
