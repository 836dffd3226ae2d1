using System.Text.Json;
using Metropool.LocalServers;
using Metropool.Testing;

namespace Metropool.Script.Tests;

/// <summary>Commands with a platform that runs in the background.</summary>
public sealed class RunTests(RunTests.Running running) : IClassFixture<RunTests.Running>
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private static readonly string[] _services = ["gateway", "identity", "intake", "scheduling", "internship", "assessment"];

    [Fact]
    public void The_run_reports_each_healthy_part_and_then_the_addresses_and_demo_users()
    {
        Assert.True(running.Output.ExitCode == 0, running.Output.Output);
        Assert.All(_services, service => Assert.Matches($@"(?m)^\[ *[0-9.]+s\] {service} +healthy on port \d+$", running.Output.Output));
        Assert.Matches($@"(?m)^  gateway +http://localhost:{running.Home.Port}$", running.Output.Output);
        Assert.Matches(@"(?m)^  dashboard +http://localhost:\d+$", running.Output.Output);
        Assert.Matches(@"(?m)^  decaan@demo\.metropool\.example +\S+ +staff", running.Output.Output);
        Assert.EndsWith(
            "Metropool is running in the background. See ./metropool status and ./metropool stop.\n", running.Output.Output, StringComparison.Ordinal);
        Assert.All((string[])["secrets", "addresses", "control", "demo-users.json"], file =>
            Assert.Equal(OwnerOnly, File.GetUnixFileMode(Path.Combine(running.Home.Folder, file))));
    }

    [Fact]
    public void A_restart_during_the_start_of_other_parts_is_no_failure()
    {
        Assert.Equal(new Result(0, ""), running.RestartWhileOthersStart);
        Assert.DoesNotContain("has ended", running.Output.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_run_is_refused_and_keeps_the_log_of_the_first()
    {
        var second = await running.Home.RunAsync("run", "--detach", "--no-build");

        Assert.Equal(1, second.ExitCode);
        Assert.Contains($"Metropool is already running in {running.Home.Folder}", second.Output, StringComparison.Ordinal);
        Assert.Contains("Ctrl+C or ./metropool stop", running.Home.Read("logs/apphost.log"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_shows_each_part_with_its_process_port_and_memory()
    {
        var json = await running.Home.RunAsync("status", "--json");
        var parts = JsonDocument.Parse(json.Output).RootElement.EnumerateArray().ToList();

        var working = parts.Where(part => part.GetProperty("kind").GetString() is "service" or "server").ToList();
        Assert.Equal([.. _services, "postgres", "broker"], working.Select(Name));
        Assert.All(working, part =>
        {
            Assert.Equal("healthy", part.GetProperty("state").GetString());
            Assert.InRange(part.GetProperty("rssBytes").GetInt64(), 1_000_000, 1_000_000_000);
            Assert.True(Directory.Exists($"/proc/{part.GetProperty("pid").GetInt32()}"));
            Assert.InRange(part.GetProperty("port").GetInt32(), 1, 65535);
        });
        Assert.All(
            parts.Where(part => part.GetProperty("kind").GetString() == "migration"),
            part => Assert.Equal("finished", part.GetProperty("state").GetString()));

        var shown = await running.Home.RunAsync("status");
        Assert.Equal(0, shown.ExitCode);
        Assert.Matches(@"(?m)^intake +service +healthy +\d+ +\d+ +\d+ MB$", shown.Output);
        Assert.DoesNotContain("migrate", shown.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_of_a_service_uses_its_settings_and_returns_its_exit_code()
    {
        Assert.Equal(new Result(0, ""), await running.Home.RunAsync("service", "intake", "errors"));
        Assert.Equal(new Result(0, "identity\nintake\nscheduling\ninternship\nassessment\n"), await running.Home.RunAsync("service", "all", "errors"));
        Assert.NotEqual(0, (await running.Home.RunAsync("service", "intake", "discard-error", "no-such-id")).ExitCode);

        var gateway = await running.Home.RunAsync("service", "gateway", "errors");
        Assert.Equal(2, gateway.ExitCode);
        Assert.Contains("Service 'gateway' not found. Use identity, intake", gateway.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_prints_only_the_access_token() =>
        Assert.Matches(@"(?m)^[\w-]+\.[\w-]+\.[\w-]+$", (await running.Home.RunAsync("token", "decaan")).Output);

    [Fact]
    public async Task Logs_are_shown_by_name_and_an_unknown_name_lists_the_names()
    {
        Assert.Contains("Application started.", (await running.Home.RunAsync("logs", "assessment")).Output, StringComparison.Ordinal);

        var unknown = await running.Home.RunAsync("logs", "unknown");
        Assert.Equal(2, unknown.ExitCode);
        Assert.Matches("logs: apphost .*assessment .*broker .*intake-migrate", unknown.Output);
    }

    [Fact]
    public async Task A_killed_service_is_reported_and_can_be_restarted()
    {
        var before = await ProcessOfAsync("internship");
        ProcessEntry.Signal(before, "KILL");

        await Eventually.TrueAsync(
            () => Task.FromResult(running.Home.Read("logs/apphost.log").Contains("./metropool restart internship starts it again", StringComparison.Ordinal)),
            "the run reports it");
        var status = await running.Home.RunAsync("status");
        Assert.Equal(1, status.ExitCode);
        Assert.Matches(@"(?m)^internship +service +failed ", status.Output);
        Assert.Matches(@"(?m)^intake +service +healthy ", status.Output);

        Assert.Equal(new Result(0, ""), await running.Home.RunAsync("restart", "internship"));
        await Eventually.TrueAsync(async () => (await running.Home.RunAsync("status")).ExitCode == 0, "everything is healthy again");
        Assert.NotEqual(before, await ProcessOfAsync("internship"));
    }

    [Fact]
    public async Task A_restart_of_an_unknown_part_is_refused()
    {
        var restart = await running.Home.RunAsync("restart", "unknown");

        Assert.Equal(1, restart.ExitCode);
        Assert.Contains("Service or server 'unknown' not found", restart.Output, StringComparison.Ordinal);
    }

    private static string Name(JsonElement part) => part.GetProperty("name").GetString()!;

    private async Task<int> ProcessOfAsync(string name) => JsonDocument.Parse((await running.Home.RunAsync("status", "--json")).Output).RootElement
        .EnumerateArray().Single(part => Name(part) == name).GetProperty("pid").GetInt32();

    /// <summary>The platform.</summary>
    public sealed class Running : IAsyncLifetime
    {
        internal Home Home { get; } = new();

        internal Result Output { get; private set; } = new(0, "");

        internal Result RestartWhileOthersStart { get; private set; } = new(0, "");

        /// <inheritdoc/>
        public async ValueTask InitializeAsync()
        {
            Assert.SkipUnless(Home.IsBuilt, "The script needs a Release build.");
            await using var run = Home.Start("run", "--detach", "--no-build");
            await run.WaitForOutputAsync("gateway             healthy");
            RestartWhileOthersStart = await Home.RunAsync("restart", "internship");
            Output = await run.WaitForExitAsync();
        }

        /// <inheritdoc/>
        public async ValueTask DisposeAsync()
        {
            await Home.DisposeAsync();
        }
    }
}
