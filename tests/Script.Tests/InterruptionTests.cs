using Metropool.Testing;

namespace Metropool.Script.Tests;

public sealed class InterruptionTests
{
    private const string NeverEnds = """: >"$HOME/started"; sleep 600""";

    [Fact]
    public async Task Ctrl_C_while_the_dashboard_is_fetched_ends_the_fetching()
    {
        await using var checkout = new Checkout().WithGivenServers().WithCommand("npm", NeverEnds).Set("METROPOOL_DASHBOARD", "on").Set("STANDIN_NEVER_READY", "intake");
        await using var run = checkout.Start("run", "--no-build");
        await StartedAsync(checkout);

        run.Signal("INT");

        await Eventually.TrueAsync(() => Task.FromResult(checkout.Processes().Count == 0), "the script and all that it started have ended");
        Assert.Equal(130, (await run.EndAsync()).ExitCode);
    }

    [Fact]
    public async Task Ctrl_C_during_the_build_of_the_tool_ends_the_build()
    {
        await using var checkout = new Checkout().WithCommand("dotnet", NeverEnds);
        await using var bench = checkout.Start("bench", "platform");
        await StartedAsync(checkout);

        bench.Signal("INT");

        await Eventually.TrueAsync(() => Task.FromResult(checkout.Processes().Count == 0), "the script and the build have ended");
        Assert.Equal(130, (await bench.EndAsync()).ExitCode);
    }

    private static Task StartedAsync(Checkout checkout) =>
        Eventually.TrueAsync(() => Task.FromResult(File.Exists(Path.Combine(checkout.Root, "started"))), "what never ends has started");
}
