using System.Net;
using System.Net.Sockets;
using Metropool.Testing.Servers;

namespace Metropool.Script.Tests;

/// <summary>Commands without a running platform, and runs that fail to start.</summary>
public sealed class CommandTests
{
    private const string NotBuilt = "The script needs a Release build.";

    [Theory]
    [InlineData("frobnicate")]
    [InlineData("run", "--backwards")]
    [InlineData("logs", "intake", "--forwards")]
    [InlineData("screenshots", "--backwards")]
    [InlineData("stop", "--backwards")]
    [InlineData("doctor", "--backwards")]
    public async Task Unknown_commands_and_options_are_refused(params string[] arguments)
    {
        await using var home = new Home();

        Assert.Equal(2, (await home.RunAsync(arguments)).ExitCode);
    }

    [Theory]
    [InlineData("demo")]
    [InlineData("token", "decaan")]
    [InlineData("screenshots")]
    [InlineData("restart", "intake")]
    [InlineData("service", "intake", "errors")]
    public async Task Commands_that_need_a_running_platform_say_how_to_start_it(params string[] arguments)
    {
        Assert.SkipUnless(Home.IsBuilt, NotBuilt);
        await using var home = new Home();

        var result = await home.RunAsync(arguments);

        Assert.Equal(3, result.ExitCode);
        Assert.Contains("Metropool isn't running. Start it with ./metropool run --detach", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_and_stop_report_that_nothing_is_running()
    {
        Assert.SkipUnless(Home.IsBuilt, NotBuilt);
        await using var home = new Home();

        Assert.Equal(new Result(3, "Metropool is not running.\n"), await home.RunAsync("status"));
        Assert.Equal(new Result(0, "[]\n"), await home.RunAsync("status", "--json"));
        Assert.Equal(new Result(0, "Metropool is not running.\n"), await home.RunAsync("stop"));
    }

    [Fact]
    public async Task Doctor_shows_which_requirements_are_met_and_which_are_missing()
    {
        Assert.SkipUnless(Home.IsBuilt, NotBuilt);
        await using var home = new Home().With("METROPOOL_POSTGRES", "Host=somewhere");
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        home.With("METROPOOL_PORT", $"{((IPEndPoint)listener.LocalEndpoint).Port}");

        var doctor = await home.RunAsync("doctor");

        Assert.Equal(1, doctor.ExitCode);
        Assert.Matches(@"(?m)^  ok +\.NET SDK +10\.", doctor.Output);
        Assert.Matches(@"(?m)^  ok +PostgreSQL +external, set by METROPOOL_POSTGRES$", doctor.Output);
        Assert.Matches(@"(?m)^  ok +RabbitMQ +", doctor.Output);
        Assert.Matches($"(?m)^  missing +port {home.Port} +in use; set METROPOOL_PORT to another port for the gateway$", doctor.Output);
    }

    [Theory]
    [InlineData("run")]
    [InlineData("run", "--detach")]
    public async Task A_run_that_fails_to_start_reports_the_cause_and_leaves_nothing(params string[] arguments)
    {
        Assert.SkipUnless(Home.IsBuilt, NotBuilt);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        await using var home = new Home().With("METROPOOL_PORT", $"{port}");

        var run = await home.RunAsync([.. arguments, "--no-build"]);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"Port {port} is in use", run.Output, StringComparison.Ordinal);
        await home.WaitForNoProcessAsync();
    }

    [Theory]
    [InlineData(
        "METROPOOL_POSTGRES",
        "Host=127.0.0.1;Port=1;Username=u;Password=s3cret",
        "The PostgreSQL server of METROPOOL_POSTGRES (ConnectionStrings__postgres) can't be used: Connection refused")]
    [InlineData(
        "METROPOOL_POSTGRES",
        "Host=127.0.0.1;Password=s3cret;Nonsense=1",
        "The PostgreSQL server of METROPOOL_POSTGRES (ConnectionStrings__postgres) can't be used: Couldn't set nonsense")]
    [InlineData(
        "METROPOOL_RABBITMQ",
        "amqp://u:s3cret@127.0.0.1:1",
        "The RabbitMQ server of METROPOOL_RABBITMQ (ConnectionStrings__broker) can't be reached at 127.0.0.1:1: Connection refused")]
    [InlineData("METROPOOL_RABBITMQ", "s3cret", "METROPOOL_RABBITMQ (ConnectionStrings__broker) is not an AMQP address")]
    [InlineData("METROPOOL_DASHBOARD_PORT", null, "set METROPOOL_DASHBOARD_PORT to another port")]
    public async Task Invalid_settings_are_reported_in_one_line_before_the_start(string setting, string? value, string message)
    {
        Assert.SkipUnless(Home.IsBuilt, NotBuilt);
        await using var home = new Home();
        home.With(setting, value ?? $"{home.Port}");

        var run = await home.RunAsync("run", "--detach", "--no-build");

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("AppHost: ", run.Output, StringComparison.Ordinal);
        Assert.Contains(message, run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", run.Output, StringComparison.Ordinal);
        Assert.Single(run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        await home.WaitForNoProcessAsync();
    }

    [Fact]
    public async Task A_command_with_help_prints_only_the_help()
    {
        Assert.SkipUnless(Home.IsBuilt, NotBuilt);
        await using var home = new Home();

        foreach (var command in (string[])["run", "stop", "logs", "test", "screenshots", "doctor"])
        {
            var help = await home.RunAsync(command, "--help");
            Assert.Equal(0, help.ExitCode);
            Assert.StartsWith("Usage: ./metropool COMMAND", help.Output, StringComparison.Ordinal);
        }

        foreach (var command in (string[])["status", "restart", "service", "demo", "token", "bench"])
        {
            var help = await home.RunAsync(command, "--help");
            Assert.Equal(0, help.ExitCode);
            Assert.Contains($"./metropool {command}", help.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_failed_migration_is_reported_with_the_end_of_its_log_and_stops_the_run()
    {
        Assert.SkipUnless(Home.IsBuilt, NotBuilt);
        await using var home = new Home().With("Metropool__TrustedProxies__0", "no network");

        var run = await home.RunAsync("run", "--detach", "--no-build");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("TrustedProxies", run.Output, StringComparison.Ordinal);
        Assert.Matches(@"-migrate +has ended with exit code [1-9]\d*: the end of its log is above", run.Output);
        Assert.DoesNotContain("gateway             healthy", run.Output, StringComparison.Ordinal);
        await home.WaitForNoProcessAsync();
    }

    [Theory]
    [InlineData("INT", false)]
    [InlineData("HUP", false)]
    [InlineData("INT", true)]
    public async Task Ctrl_C_and_closing_the_terminal_stop_a_start(string signal, bool detach)
    {
        Assert.SkipUnless(Home.IsBuilt, NotBuilt);
        await using var home = new Home();
        await using var run = home.Start(detach ? ["run", "--detach", "--no-build"] : ["run", "--no-build"]);
        await run.WaitForOutputAsync("postgres            healthy");

        run.Signal(signal);
        await run.WaitForExitAsync();

        await home.WaitForNoProcessAsync();
        // PostgreSQL deletes this file at the end of a clean shutdown.
        Assert.False(File.Exists(Path.Combine(home.Folder, "postgres", "postmaster.pid")));
    }

    [Fact]
    public async Task Stop_stops_a_start_in_another_terminal()
    {
        Assert.SkipUnless(Home.IsBuilt, NotBuilt);
        await using var home = new Home();
        await using var run = home.Start("run", "--no-build");
        await run.WaitForOutputAsync("postgres            healthy");

        var second = await home.RunAsync("run", "--no-build");
        var stop = await home.RunAsync("stop");

        Assert.Equal(1, second.ExitCode);
        Assert.Contains($"Metropool is already running in {home.Folder}", second.Output, StringComparison.Ordinal);
        Assert.Equal(new Result(0, "Metropool has been stopped.\n"), stop);
        await run.WaitForExitAsync();
        await home.WaitForNoProcessAsync();
    }

    [Fact]
    public async Task A_dotnet_that_is_not_in_PATH_is_used_by_all_child_processes()
    {
        await using var home = new Home();
        var dotnet = Path.Combine(Directory.CreateDirectory(Path.Combine(home.Folder, ".dotnet")).FullName, "dotnet");
        await File.WriteAllTextAsync(dotnet, "#!/bin/sh\nexit 0\n", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(dotnet, (UnixFileMode)0b111_101_101);

        var found = await Bash.RunAsync(
            """
            source "$1/scripts/build.sh"
            require_icu() { :; }
            HOME=$2 PATH=$2
            unset DOTNET_ROOT
            require_dotnet
            printf '%s %s' "$(command -v dotnet)" "${DOTNET_ROOT:-}"
            """,
            Repository.Root,
            home.Folder);

        Assert.Equal($"{dotnet} {Path.GetDirectoryName(dotnet)}", found);
    }
}
