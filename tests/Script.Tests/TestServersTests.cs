using System.Diagnostics;
using System.Globalization;
using Metropool.Testing;

namespace Metropool.Script.Tests;

public sealed class TestServersTests
{
    [Fact]
    public async Task All_test_processes_share_one_pair_that_ends_with_the_last_of_them()
    {
        await using var checkout = new Checkout();
        using var first = Sleeper();
        using var second = Sleeper();

        // Both at once, as `dotnet test` starts its projects.
        var results = await Task.WhenAll(
            checkout.RunAsync("servers", "start", Id(first)),
            checkout.RunAsync("servers", "start", Id(second)));

        Assert.All(results, result => Assert.True(result.ExitCode == 0, result.Output));
        Assert.Single(results.Select(result => Addresses(result.Output)).Distinct());
        Assert.Contains(checkout.Processes(), command => command.Contains("beam", StringComparison.Ordinal));

        first.Kill();
        Assert.Equal(0, (await checkout.RunAsync("servers", "release", "0")).ExitCode);
        Assert.Contains(checkout.Processes(), command => command.Contains("beam", StringComparison.Ordinal));

        second.Kill();
        await Eventually.TrueAsync(() => Task.FromResult(checkout.Processes().Count == 0), "the servers have ended by themselves");
        Assert.False(Directory.Exists(Path.Combine(checkout.Root, ".run/test-servers/postgres")));
    }

    private static Process Sleeper() => Process.Start("sleep", "600");

    private static string Id(Process process) => process.Id.ToString(CultureInfo.InvariantCulture);

    private static string Addresses(string output) => string.Join('\n', output.Split('\n').Where(line => line.StartsWith("METROPOOL_", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
}
