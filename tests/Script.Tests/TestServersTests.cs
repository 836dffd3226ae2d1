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

    [Fact]
    public async Task Those_of_a_measurement_are_another_pair_and_wait_for_the_disk()
    {
        await using var checkout = new Checkout();
        using var user = Sleeper();

        Assert.Equal(0, (await checkout.RunAsync("servers", "start", Id(user))).ExitCode);
        Assert.Single(checkout.Processes(), command => command.Contains("fsync=off", StringComparison.Ordinal));
        Assert.Equal(0, (await checkout.RunAsync("servers", "durable", "start", Id(user))).ExitCode);
        Assert.Equal(2, checkout.Processes().Count(command => command.Contains("listen_addresses", StringComparison.Ordinal)));
        Assert.Single(checkout.Processes(), command => command.Contains("fsync=off", StringComparison.Ordinal));

        Assert.Contains("metropool", (await checkout.RunAsync("servers", "durable", "rabbitmqctl", "list_vhosts")).Output, StringComparison.Ordinal);

        user.Kill();
        await Eventually.TrueAsync(() => Task.FromResult(checkout.Processes().Count == 0), "the servers have ended by themselves");
    }

    private static Process Sleeper() => Process.Start("sleep", "600");

    private static string Id(Process process) => process.Id.ToString(CultureInfo.InvariantCulture);

    private static string Addresses(string output) => string.Join('\n', output.Split('\n').Where(line => line.StartsWith("METROPOOL_", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
}
